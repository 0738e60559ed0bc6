//! Asides between dashes, read apart from the sentence they interrupt.
//!
//! "The rebels—accompanied by army units—inflicted a defeat" is two sequences for the network: the sentence with a comma
//! where the aside stood, and the aside. Treebanks hardly know such dashes, and a subject twenty words from its verb is
//! lost across them. In: tokens and sentences. Out: an order of tokens in which each aside is a sentence of its own, and the
//! way back.

use types::{Deprel, Feats, Name, Sentence, Upos};

use crate::Word;

/// The longest aside, in tokens, that is taken out.
const LONGEST: usize = 40;

/// Tokens in the order in which the network reads them.
pub struct Asides {
    /// For each place in that order, the token.
    order: Vec<u32>,
    /// Sentences and asides as ranges of places.
    pub sentences: Vec<Sentence>,
    /// Asides: their index among `sentences`, and the token each interrupts.
    hosts: Vec<(usize, u32)>,
}

impl Asides {
    /// Takes asides out of their sentences. Nothing where no sentence has any, which is the usual case.
    pub fn find(forms: &[&str], sentences: &[Sentence]) -> Option<Asides> {
        let mut found = Asides { order: Vec::new(), sentences: Vec::new(), hosts: Vec::new() };
        for (done, s) in sentences.iter().enumerate() {
            let dashes: Vec<u32> = (s.start..s.end).filter(|&i| is_dash(forms[i as usize])).collect();
            let pairs: Vec<(u32, u32)> = dashes.chunks(2).filter(|p| p.len() == 2).map(|p| (p[0], p[1])).collect();
            let sound = |&(a, b): &(u32, u32)| {
                let inside = (b - a - 1) as usize;
                a > s.start && b + 3 < s.end && (2..=LONGEST).contains(&inside)
            };
            let whole = dashes.len().is_multiple_of(2) && !pairs.is_empty() && pairs.iter().all(sound);
            if !whole && found.order.is_empty() {
                continue;
            }
            if found.order.is_empty() {
                found.order.extend(0..s.start);
                found.sentences.extend(&sentences[..done]);
            }
            let from = found.order.len() as u32;
            if !whole {
                found.order.extend(s.start..s.end);
                found.sentences.push(Sentence { start: from, end: found.order.len() as u32 });
                continue;
            }
            let mut at = s.start;
            for &(a, b) in &pairs {
                found.order.extend(at..=a);
                at = b + 1;
            }
            found.order.extend(at..s.end);
            found.sentences.push(Sentence { start: from, end: found.order.len() as u32 });
            for &(a, b) in &pairs {
                let start = found.order.len() as u32;
                found.order.extend(a + 1..=b);
                found.hosts.push((found.sentences.len(), a - 1));
                found.sentences.push(Sentence { start, end: found.order.len() as u32 });
            }
        }
        (!found.hosts.is_empty()).then_some(found)
    }

    /// The forms as the network reads them: the dash that stands for an aside as a comma.
    pub fn forms<'t>(&self, forms: &[&'t str]) -> Vec<&'t str> {
        let mut read: Vec<&str> = self.order.iter().map(|&i| forms[i as usize]).collect();
        for (form, pair) in read.iter_mut().zip(self.order.windows(2)) {
            if is_dash(form) && pair[1] > pair[0] + 1 {
                *form = ",";
            }
        }
        read
    }

    /// Words and names in the order of the text again, each aside hung on the token it interrupts.
    pub fn back(&self, words: Vec<Word>, names: Vec<Name>, forms: &[&str]) -> (Vec<Word>, Vec<Name>) {
        let mut out = vec![Word::default(); words.len()];
        for (place, mut word) in words.into_iter().enumerate() {
            word.head = self.order[word.head as usize];
            let token = self.order[place] as usize;
            if is_dash(forms[token]) {
                word.lemma = forms[token].into();
            }
            out[token] = word;
        }
        for &(aside, host) in &self.hosts {
            let s = self.sentences[aside];
            let first = self.order[s.start as usize];
            for place in s.start..s.end {
                let token = self.order[place as usize];
                if out[token as usize].head == token {
                    let (rel, deprel) = tie(&out[token as usize], forms[first as usize]);
                    let word = &mut out[token as usize];
                    (word.head, word.rel, word.deprel) = (host, rel, deprel);
                }
            }
        }
        let mut named: Vec<Name> = (names.into_iter())
            .map(|n| Name { start: self.order[n.start as usize], end: self.order[n.end as usize - 1] + 1, ..n })
            .collect();
        named.sort_by_key(|n| n.start);
        (out, named)
    }
}

fn is_dash(form: &str) -> bool {
    matches!(form, "—" | "–" | "--" | "―")
}

/// How an aside hangs on the word it interrupts.
fn tie(root: &Word, first: &str) -> (&'static str, Deprel) {
    let relative = ["which", "who", "whom", "whose", "where", "qui", "que", "dont", "où", "lequel", "laquelle"];
    let first = first.to_lowercase();
    match root.upos {
        _ if relative.contains(&first.as_str()) => ("acl:relcl", Deprel::AclRelcl),
        Upos::Verb if root.feats.has(Feats::PART) || root.feats.has(Feats::GER) => ("acl", Deprel::Acl),
        Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num => ("appos", Deprel::Appos),
        _ => ("parataxis", Deprel::Parataxis),
    }
}

#[cfg(test)]
mod tests {
    use crate::tag;
    use types::{Deprel, Lang};

    #[test]
    fn a_subject_finds_its_verb_across_an_aside() {
        let text =
            "The rebels—accompanied by two army units—inflicted a heavy defeat on the mercenaries near the border.";
        let tagged = tag(text, Lang::En);
        let at = |word: &str| {
            tagged.tokens.iter().position(|t| t.span.of(text) == word).expect("the word is in the text") as u32
        };
        let rebels = &tagged.tokens[at("rebels") as usize];
        assert_eq!((rebels.head, rebels.deprel), (at("inflicted"), Deprel::Nsubj));
        assert_eq!(tagged.tokens[at("accompanied") as usize].head, at("rebels"));
    }

    #[test]
    fn single_dashes_and_lists_stay_as_they_are() {
        for text in ["A coalition—the third since May—.", "One — two — three.", "— Said he. —", "a—b—c—d—e"]
        {
            assert_eq!(tag(text, Lang::En).tokens.len(), tag(text, Lang::Fr).tokens.len());
        }
    }
}
