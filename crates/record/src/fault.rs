//! What can go wrong with a record, in words that say what to do.

use std::path::PathBuf;

/// A record could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Fault {
    #[error("expected a record at {0}, but found no file\nhint: `tarikh add {0} REPORT…` makes one", path.display())]
    Missing { path: PathBuf },
    #[error("expected a tarikh record (.gpkg), but found {found} in {0}\nhint: name a file that `tarikh add` made, or a new one", path.display())]
    Foreign { path: PathBuf, found: String },
    #[error(
        "expected {expected} bytes in {0}, but found {found}: the file was cut off\nhint: restore it from a backup, or save what is left with `sqlite3 {0} .recover`",
        path.display()
    )]
    Truncated { path: PathBuf, expected: u64, found: u64 },
    #[error("expected a record of schema {known} or older, but found schema {found} in {0}\nhint: open it with a newer tarikh", path.display())]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("expected a record of schema {known}, but found the older schema {found} in {0}\nhint: `tarikh check {0}` brings it up to date", path.display())]
    Older { path: PathBuf, found: u32, known: u32 },
    #[error("expected a whole record, but found damage in {0}: {what}\nhint: restore it from a backup, or run `tarikh check {0}`", path.display())]
    Damaged { path: PathBuf, what: String },
    #[error("expected to be the only writer of {0}, but another program is writing to it\nhint: wait for it to end, then run the same command again; what was added stays", path.display())]
    Busy { path: PathBuf },
    #[error("expected room to write {0}, but found the disk full or not writable: {what}\nhint: free some space, then run the same command again; nothing added so far is lost", path.display())]
    NoRoom { path: PathBuf, what: String },
    #[error("expected {expected}, but found {found}")]
    Odd { expected: String, found: String },
    #[error("cannot use the record: {0}")]
    Sql(rusqlite::Error),
    #[error("cannot read a stored value: {0}")]
    Json(#[from] serde_json::Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(e: rusqlite::Error) -> Fault {
        Fault::Sql(e)
    }
}

impl Fault {
    /// The same fault, told for the file it happened to.
    pub fn at(self, path: &std::path::Path) -> Fault {
        use rusqlite::ErrorCode::*;
        let Fault::Sql(e) = &self else { return self };
        let path = path.to_path_buf();
        match e.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Fault::Busy { path },
            Some(DiskFull | SystemIoFailure | ReadOnly | CannotOpen) => Fault::NoRoom { path, what: e.to_string() },
            Some(DatabaseCorrupt) => Fault::Damaged { path, what: e.to_string() },
            Some(NotADatabase) => Fault::Foreign { path, found: "something that is no SQLite file".into() },
            _ => self,
        }
    }
}

/// Result of work on a record.
pub type Result<T> = std::result::Result<T, Fault>;
