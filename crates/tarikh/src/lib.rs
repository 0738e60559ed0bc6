//! The whole flow on one screen: bytes → [`Report`] → [`Tagged`](types::Tagged) → [`Reading`].

pub use reading::Knowledge;
pub use types::{self, Reading, Report};

/// Reads reports. Build it once and share it between threads.
pub struct Reader {
    knowledge: Knowledge,
}

impl Reader {
    /// A reader with the model and knowledge compiled into the program.
    pub fn new() -> Reader {
        Reader { knowledge: Knowledge::embedded() }
    }

    /// What one report says.
    pub fn read(&self, report: Report) -> Reading {
        let tagged = tagger::tokenise(&report.text, report.lang);
        reading::read(report, &tagged, &self.knowledge)
    }
}

impl Default for Reader {
    fn default() -> Reader {
        Reader::new()
    }
}
