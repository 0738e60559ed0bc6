//! The whole flow on one screen: bytes → [`Report`] → [`Tagged`] → [`Reading`].
//!
//! ```
//! let reader = tarikh::Reader::new();
//! let given = tarikh::Given::default();
//! let report = tarikh::report::from_bytes(b"Gunmen attacked a village on Monday, police said.", &given)?;
//! let reading = reader.read(report);
//! println!("{} events", reading.events.len());
//! # Ok::<(), tarikh::report::Fault>(())
//! ```

pub mod blocks;
pub mod export;
pub mod made_up;
#[cfg(feature = "doors")]
pub mod notify;
pub mod own;
mod record;
mod stream;
#[cfg(feature = "doors")]
pub mod watch;
pub mod written;

#[cfg(feature = "doors")]
pub use doors;
#[cfg(feature = "llm")]
pub use llm;
pub use reading::{self, Knowledge};
#[cfg(feature = "llm")]
pub use record::Answers;
pub use record::{
    ActorRow, Added, Card, CardActor, Decision, DisagreementRow, Fault, Filter, Finding, Heading, Imported, Judgement,
    News, Notice, Opened, READER, Range, Record, ReviewRow, SourceCounts, SourceRow, Standing, Tie, TieRow, TieSay,
    Unknown, WrongValue,
};
#[cfg(feature = "doors")]
pub use record::{FeedState, Settled, Waiting};
pub use report::{self, Given};
pub use stream::in_order;
pub use tagger;
pub use tagger::gate::Line;
pub use types::{self, Reading, Report, Tagged, contract};

/// Reads reports. Build it once and share it between threads.
pub struct Reader {
    knowledge: Knowledge,
}

impl Reader {
    /// A reader with the model and knowledge compiled into the program.
    pub fn new() -> Reader {
        Reader { knowledge: Knowledge::embedded() }
    }

    /// A reader with other knowledge, such as the embedded one with a user's gazetteer added.
    pub fn with(knowledge: Knowledge) -> Reader {
        Reader { knowledge }
    }

    /// What one report says.
    pub fn read(&self, report: Report) -> Reading {
        let tagged = self.tag(&report.text, report.lang);
        reading::read(report, &tagged, &self.knowledge)
    }

    /// The first half of [`Reader::read`]: sentences, tokens, heads and names of a text.
    pub fn tag(&self, text: &str, lang: types::Lang) -> Tagged {
        tagger::tag(text, lang)
    }

    /// What this reader knows.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }
}

/// A quick look before [`Reader::read`], hundreds of times cheaper: whether title and opening of a report sound like
/// political violence. For streams of all news; what it passes over is not read, so single files go without it.
pub fn sounds_of_conflict(report: &Report, line: Line) -> bool {
    tagger::gate::passes(report.title.as_deref().unwrap_or(""), &report.text, report.lang, line)
}

impl Default for Reader {
    fn default() -> Reader {
        Reader::new()
    }
}
