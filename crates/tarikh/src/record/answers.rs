//! Answers of language models, kept in the record they were asked for: each is paid for once.
//!
//! In: keys made of text, prompt, model and settings. Out: the answer kept under one. A connection of its own, so that answers
//! are kept while another batch is written: a run that is stopped asks nothing twice.

use super::{Result, now};
use ::record::Store;
use std::path::Path;
use std::sync::Mutex;

/// The kept answers of a record.
pub struct Answers {
    store: Mutex<Store>,
    whom: String,
}

impl Answers {
    /// Opens those of the record at `path`; `whom` names the model and its server.
    pub fn open(path: &Path, whom: String) -> Result<Answers> {
        Ok(Answers { store: Mutex::new(Store::open(path)?), whom })
    }

    /// True where a report is in the record already, so that nothing need be asked about it.
    pub fn knows(&self, report: &str) -> bool {
        let store = self.store.lock().unwrap_or_else(|e| e.into_inner());
        store.row_of(report).is_ok_and(|row| row.is_some())
    }
}

impl llm::Cache for Answers {
    fn get(&self, key: &str) -> Option<String> {
        let store = self.store.lock().unwrap_or_else(|e| e.into_inner());
        store.llm_answer(key).ok().flatten()
    }

    fn put(&self, key: &str, answer: &str) {
        let store = self.store.lock().unwrap_or_else(|e| e.into_inner());
        let _ = store.keep_llm_answer(key, &now(), &self.whom, answer);
    }
}
