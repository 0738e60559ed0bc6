//! The words of `lexicon/relations/cues.tsv`.

use crate::actors::fold::pieces_of;
use crate::lexicon::Table;
use std::collections::HashMap;
use types::{Lang, Realis, RelationType};

/// How a cue ties what stands before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum How {
    Of,
    Verb,
    By,
    Between,
    With,
    Holds,
    Poss,
    Part,
    From,
    Comp,
    Pit,
    Help,
}

/// A word of tying.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Its words after the first, folded.
    pub rest: Vec<Box<str>>,
    /// How it ties.
    pub how: How,
    /// Prepositions before B; `-` for none.
    pub after: Vec<&'static str>,
    /// Which tie.
    pub kind: RelationType,
    /// Set where the words themselves tell it.
    pub realis: Option<Realis>,
}

/// The cues of both languages, by first word.
#[derive(Clone, Debug, Default)]
pub struct RelationCues {
    english: HashMap<Box<str>, Vec<Cue>>,
    french: HashMap<Box<str>, Vec<Cue>>,
}

impl RelationCues {
    /// The table compiled into the program.
    pub fn embedded() -> RelationCues {
        let table =
            Table::parse("cues.tsv", include_str!("../../../../lexicon/relations/cues.tsv")).unwrap_or_default();
        let mut cues = RelationCues::default();
        for (_, row) in &table.rows {
            let &[lang, words, how, after, kind, realis] = row.as_slice() else { continue };
            let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
            let (Some(how), Some(kind)) = (how_of(how), RelationType::from_word(kind)) else { continue };
            for phrase in words.split('|') {
                let mut pieces = pieces_of(phrase).into_iter();
                let Some(first) = pieces.next() else { continue };
                let cue = Cue {
                    rest: pieces.collect(),
                    how,
                    after: after.split('|').collect(),
                    kind,
                    realis: Realis::from_word(realis),
                };
                let of = if lang == Lang::Fr { &mut cues.french } else { &mut cues.english };
                of.entry(first).or_default().push(cue);
            }
        }
        for list in cues.english.values_mut().chain(cues.french.values_mut()) {
            list.sort_by_key(|c| std::cmp::Reverse(c.rest.len()));
        }
        cues
    }

    /// The cues that begin with a folded word.
    pub fn of(&self, lang: Lang, word: &str) -> &[Cue] {
        (if lang == Lang::Fr { &self.french } else { &self.english }).get(word).map_or(&[], |v| v.as_slice())
    }
}

fn how_of(word: &str) -> Option<How> {
    Some(match word {
        "of" => How::Of,
        "verb" => How::Verb,
        "by" => How::By,
        "between" => How::Between,
        "with" => How::With,
        "holds" => How::Holds,
        "poss" => How::Poss,
        "part" => How::Part,
        "from" => How::From,
        "comp" => How::Comp,
        "pit" => How::Pit,
        "help" => How::Help,
        _ => return None,
    })
}
