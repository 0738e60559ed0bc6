//! Everything of a record in short, as of one revision: what lists, filters and counts are answered from.
//!
//! In: a record, once per revision. Out: incidents and reports in short, with what a filter compares folded beforehand.
//! Ties, disagreements and the like are worked out when first asked for.

use std::collections::{BTreeSet, HashMap};
use tarikh::{ActorRow, Card, DisagreementRow, Heading, Record, ReviewRow, SourceCounts, SourceRow, TieRow, Unknown};
use tokio::sync::OnceCell;
use types::incident::Doubt;

/// The most rows of the review queue.
const REVIEW: usize = 1000;

/// A record in short.
pub struct Sight {
    /// Another text means other content.
    pub revision: String,
    /// Incidents, by day and id.
    pub cards: Vec<Card>,
    /// Folded names of place, unit, actors, for filters; in the order of `cards`.
    pub folded: Vec<Folded>,
    /// Index in `cards` by incident id.
    pub by_id: HashMap<String, usize>,
    /// Reports, the newest first.
    pub reports: Vec<Heading>,
    /// What is worked out when first asked for.
    pub later: Later,
}

/// Names of an incident as a filter compares them.
pub struct Folded {
    /// Place and first-order unit.
    pub place: String,
    /// Everybody who took part.
    pub actors: String,
}

/// Lists that not every page needs.
#[derive(Default)]
pub struct Later {
    /// Actors, the most named first.
    pub actors: OnceCell<Vec<ActorRow>>,
    /// Ties with who says so.
    pub ties: OnceCell<Vec<TieRow>>,
    /// Disagreements.
    pub disagreements: OnceCell<Vec<DisagreementRow>>,
    /// What a person should look at.
    pub queue: OnceCell<Queue>,
    /// Publishers.
    pub sources: OnceCell<Vec<(SourceRow, SourceCounts)>>,
    /// All incidents as columns.
    pub columns: OnceCell<bytes::Bytes>,
}

/// What a person should look at.
pub struct Queue {
    /// Pairs that may be one happening.
    pub doubts: Vec<Doubt>,
    /// Names that nothing is known of.
    pub unknowns: Vec<Unknown>,
    /// Values on which two readers differ.
    pub differences: Vec<ReviewRow>,
}

impl Queue {
    /// The queue of a record.
    pub fn of(record: &Record) -> Result<Queue, tarikh::Fault> {
        Ok(Queue {
            doubts: record.doubts(REVIEW)?,
            unknowns: record.unknowns(REVIEW / 2)?,
            differences: record.review_rows()?,
        })
    }

    /// Number of things to look at.
    pub fn len(&self) -> usize {
        self.doubts.len() + self.unknowns.len() + self.differences.len()
    }
}

impl Sight {
    /// The revision of a record as pages know it: it changes with the record and with the program.
    pub fn revision_of(record: &Record) -> Result<String, tarikh::Fault> {
        Ok(format!("{}-{}", record.revision()?, env!("CARGO_PKG_VERSION")))
    }

    /// A record in short.
    pub fn of(record: &Record) -> Result<Sight, tarikh::Fault> {
        let cards = record.cards()?;
        let folded = cards.iter().map(|c| Folded {
            place: fold(&format!("{}\n{}", c.place.as_deref().unwrap_or(""), c.admin1.as_deref().unwrap_or(""))),
            actors: fold(&c.actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("\n")),
        });
        Ok(Sight {
            revision: Sight::revision_of(record)?,
            folded: folded.collect(),
            by_id: cards.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect(),
            cards,
            reports: record.headings()?,
            later: Later::default(),
        })
    }

    /// An incident by its id, or by the beginning of it where only one fits.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.by_id.get(id).map(|i| &self.cards[*i])
    }

    /// First and last day of what happened, leaving out what is foretold.
    pub fn days(&self) -> (Option<String>, Option<String>) {
        let told = self.cards.iter().filter(|c| c.outcome.is_none());
        let first = told.clone().filter_map(|c| c.start.as_ref()).min();
        (first.cloned(), told.filter_map(|c| c.end.as_ref()).max().cloned())
    }

    /// Languages of the reports.
    pub fn languages(&self) -> Vec<String> {
        self.reports.iter().map(|r| r.language.clone()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Lower case without accents: "Ménaka" is found by "menaka".
pub fn fold(text: &str) -> String {
    let plain = |c: char| -> char {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' => 'a',
            'ç' | 'č' | 'ć' => 'c',
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ě' => 'e',
            'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
            'ñ' | 'ń' => 'n',
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => 'o',
            'ş' | 'š' | 'ś' | 'ș' => 's',
            'ţ' | 'ț' => 't',
            'ù' | 'ú' | 'û' | 'ü' | 'ū' => 'u',
            'ý' | 'ÿ' => 'y',
            'ğ' => 'g',
            'ł' => 'l',
            'ž' | 'ż' | 'ź' => 'z',
            '\u{2019}' | '\u{2018}' | '\u{02bc}' => '\'',
            c => c,
        }
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}
