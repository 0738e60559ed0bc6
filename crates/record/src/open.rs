//! Opening, making and upgrading a record file.

use crate::fault::{Fault, Result};
use crate::geometry;
use rusqlite::{Connection, OpenFlags};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The schema this program writes.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;
/// `GPKG`.
const APPLICATION: u32 = 0x4750_4B47;
/// GeoPackage 1.4.
const GEOPACKAGE: u32 = 10400;
/// How long a second writer waits for the first.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often, and how long apart, a file is tried that another program is just opening.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(15);
/// Each brings a record of the version before to the next; a file of any age runs those it lacks, in one transaction.
const MIGRATIONS: [&str; 5] = [
    include_str!("schema/v1.sql"),
    include_str!("schema/v2.sql"),
    include_str!("schema/v3.sql"),
    include_str!("schema/v4.sql"),
    include_str!("schema/v5.sql"),
];

/// An open record.
pub struct Store {
    pub(crate) db: Connection,
    path: PathBuf,
    /// Where the file lies where nothing can be written beside it, and is read as one that nobody changes: its state then.
    immutable: Option<Stamp>,
}

/// Length and time of change of a file.
type Stamp = Option<(u64, std::time::SystemTime)>;

fn stamp(path: &Path) -> Stamp {
    let about = std::fs::metadata(path).ok()?;
    Some((about.len(), about.modified().ok()?))
}

impl Store {
    /// Opens the record at `path` for writing, making it where there is none.
    pub fn open_or_create(path: &Path) -> Result<Store> {
        if path.exists() && !is_blank(path) {
            return Store::open(path);
        }
        let db = Connection::open(path).map_err(|e| Fault::from(e).at(path))?;
        let store = Store { db, path: path.to_path_buf(), immutable: None };
        store.prepare().and_then(|()| store.create()).map_err(|e| e.at(path))?;
        Ok(store)
    }

    /// Opens an existing record for reading and writing.
    pub fn open(path: &Path) -> Result<Store> {
        inspect(path)?;
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|e| Fault::from(e).at(path))?;
        let mut store = Store { db, path: path.to_path_buf(), immutable: None };
        store.prepare().and_then(|()| store.upgrade()).map_err(|e| e.at(path))?;
        Ok(store)
    }

    /// Opens an existing record for reading only: nothing of the file is touched, so it may lie on a read-only disk.
    pub fn open_read_only(path: &Path) -> Result<Store> {
        inspect(path)?;
        let told = |e: rusqlite::Error| Fault::from(e).at(path);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |address: &Path, flags: OpenFlags| -> rusqlite::Result<Connection> {
            let db = Connection::open_with_flags(address, flags)?;
            db.busy_timeout(PATIENCE)?;
            db.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get::<_, i64>(0))?;
            Ok(db)
        };
        let mut immutable = false;
        let first = patiently(|| open(path, flags), || std::thread::sleep(PAUSE));
        let seen = stamp(path);
        let db = match first {
            Ok(db) => db,
            // In a folder that cannot be written SQLite cannot share a log. A file that nobody has open has no log and
            // may be read as it lies; of any other that would read half of what a writer is about to change.
            Err(e) if is_barred(&e) && !beside(path, "-wal").exists() && !beside(path, "-shm").exists() => {
                immutable = true;
                open(Path::new(&address(path, true)), flags | OpenFlags::SQLITE_OPEN_URI).map_err(told)?
            }
            Err(e) => return Err(told(e)),
        };
        let store = Store { db, path: path.to_path_buf(), immutable: immutable.then_some(seen) };
        store.db.pragma_update(None, "query_only", true).map_err(told)?;
        store.db.pragma_update(None, "cache_size", -16_384).map_err(told)?;
        store.db.pragma_update(None, "temp_store", "MEMORY").map_err(told)?;
        store.db.set_prepared_statement_cache_capacity(96);
        let found = store.schema()?;
        match found {
            _ if found > SCHEMA => Err(Fault::Newer { path: path.to_path_buf(), found, known: SCHEMA }),
            _ if found < SCHEMA => Err(Fault::Older { path: path.to_path_buf(), found, known: SCHEMA }),
            _ => Ok(store),
        }
    }

    /// A record in memory, for questions about another day and for tests.
    pub fn in_memory() -> Result<Store> {
        let store = Store { db: Connection::open_in_memory()?, path: PathBuf::from(":memory:"), immutable: None };
        geometry::register(&store.db)?;
        store.create()?;
        Ok(store)
    }

    /// True where the file is read as one that nobody can change.
    pub(crate) fn is_immutable(&self) -> bool {
        self.immutable.is_some()
    }

    /// True where the file was opened as one that nobody changes, and somebody did: it must be opened anew.
    pub fn is_stale(&self) -> bool {
        self.immutable.is_some_and(|seen| seen != stamp(&self.path) || beside(&self.path, "-wal").exists())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `work` in one transaction: all of it is kept, or nothing.
    pub fn transaction<T, E: From<Fault>>(
        &mut self,
        work: impl FnOnce(&mut Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let path = self.path.clone();
        let told = |e: rusqlite::Error| E::from(Fault::from(e).at(&path));
        self.db.execute_batch("BEGIN IMMEDIATE").map_err(told)?;
        let before = self.db.total_changes();
        match work(self) {
            Ok(value) => match self.count_change(before).and_then(|()| self.db.execute_batch("COMMIT")) {
                Ok(()) => Ok(value),
                Err(e) => {
                    let _ = self.db.execute_batch("ROLLBACK");
                    Err(told(e))
                }
            },
            Err(e) => {
                let _ = self.db.execute_batch("ROLLBACK");
                Err(e)
            }
        }
    }

    /// Raises the revision where anything was written since `before`.
    fn count_change(&self, before: u64) -> rusqlite::Result<()> {
        if self.db.total_changes() > before {
            self.db.execute(
                "INSERT INTO record_meta VALUES ('revision', '1')
                 ON CONFLICT(name) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
                [],
            )?;
        }
        Ok(())
    }

    /// How often the record was changed: another number means other content.
    pub fn revision(&self) -> Result<i64> {
        Ok(self.meta("revision")?.and_then(|text| text.parse().ok()).unwrap_or(0))
    }

    /// Changes whenever another connection has written; costs next to nothing to ask.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.db.pragma_query_value(None, "data_version", |r| r.get(0))?)
    }

    /// Answers all questions of `work` from one state of the record, whatever others write meanwhile.
    pub fn at_once<T, E: From<Fault>>(
        &self,
        work: impl FnOnce(&Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let told = |e: rusqlite::Error| E::from(Fault::from(e).at(&self.path));
        if !self.db.is_autocommit() {
            // Already in one: a record of the past never sees another state.
            return work(self);
        }
        self.db.execute_batch("BEGIN").map_err(told)?;
        let answer = work(self);
        let _ = self.db.execute_batch("COMMIT");
        answer
    }

    fn prepare(&self) -> Result<()> {
        geometry::register(&self.db)?;
        self.db.busy_timeout(PATIENCE)?;
        self.db.pragma_update(None, "journal_mode", "WAL")?;
        // FULL: what was reported as added is on the disk, whatever happens to the power.
        self.db.pragma_update(None, "synchronous", "FULL")?;
        self.db.pragma_update(None, "cache_size", -65_536)?;
        self.db.pragma_update(None, "temp_store", "MEMORY")?;
        self.db.set_prepared_statement_cache_capacity(96);
        Ok(())
    }

    fn create(&self) -> Result<()> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        // Another writer may have made it between our look and our lock.
        let there: bool =
            self.db.query_row("SELECT count(*) > 0 FROM sqlite_master WHERE name = 'record_meta'", [], |r| r.get(0))?;
        if there {
            self.db.execute_batch("ROLLBACK")?;
            return Ok(());
        }
        // The GeoPackage's own tables stood beside the first version; later ones add to both.
        self.db.execute_batch(MIGRATIONS[0])?;
        self.db.execute_batch(include_str!("schema/gpkg.sql"))?;
        for step in &MIGRATIONS[1..] {
            self.db.execute_batch(step)?;
        }
        self.db.execute(
            "INSERT INTO layer_styles(f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner)
             VALUES ('', '', 'incidents', 'geom', 'incidents', ?1, '', 1, 'Incidents by how far they are confirmed', '')",
            [include_str!("schema/incidents.qml")],
        )?;
        self.db.execute("INSERT INTO record_meta VALUES ('schema', ?1)", [SCHEMA.to_string()])?;
        self.db.pragma_update(None, "application_id", APPLICATION)?;
        self.db.pragma_update(None, "user_version", GEOPACKAGE)?;
        self.db.execute_batch("COMMIT")?;
        Ok(())
    }

    fn upgrade(&mut self) -> Result<()> {
        let found = self.schema()?;
        if found > SCHEMA {
            return Err(Fault::Newer { path: self.path.clone(), found, known: SCHEMA });
        }
        if found < SCHEMA {
            self.transaction(|s| -> Result<()> {
                for step in &MIGRATIONS[found as usize..] {
                    s.db.execute_batch(step)?;
                }
                s.set_meta("schema", &SCHEMA.to_string())
            })?;
        }
        Ok(())
    }

    /// The schema of the file.
    pub fn schema(&self) -> Result<u32> {
        let there: bool =
            self.db.query_row("SELECT count(*) > 0 FROM sqlite_master WHERE name = 'record_meta'", [], |r| r.get(0))?;
        if !there {
            return Err(Fault::Foreign {
                path: self.path.clone(),
                found: "a GeoPackage that another program made".into(),
            });
        }
        let text = self.meta("schema")?.unwrap_or_default();
        text.parse().map_err(|_| Fault::Odd { expected: "a schema number".into(), found: format!("\"{text}\"") })
    }

    /// A value kept beside the data.
    pub fn meta(&self, name: &str) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        Ok(self
            .db
            .prepare_cached("SELECT value FROM record_meta WHERE name = ?1")?
            .query_row([name], |r| r.get(0))
            .optional()?)
    }

    /// Keeps a value beside the data.
    pub fn set_meta(&self, name: &str, value: &str) -> Result<()> {
        self.db.execute(
            "INSERT INTO record_meta VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2",
            [name, value],
        )?;
        Ok(())
    }

    /// The record as the bytes of a file.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        Ok(self.db.serialize("main")?.to_vec())
    }

    /// Folds the write-ahead log into the file, so that the one file is all there is, and can be read where no log can be made:
    /// on a read-only disk, by any tool. While somebody else has it open, the log stays.
    pub fn close(self) -> Result<()> {
        let path = self.path.clone();
        let _ = self.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        self.db.flush_prepared_statement_cache();
        let _ = self.db.busy_timeout(Duration::ZERO);
        let _ = self.db.execute_batch("PRAGMA journal_mode = DELETE");
        self.db.close().map_err(|(_, e)| Fault::from(e).at(&path))
    }
}

/// True for an empty file, and for what is left when a program was killed while it made a record: a database without tables.
fn is_blank(path: &Path) -> bool {
    let Ok(size) = std::fs::metadata(path).map(|m| m.len()) else { return false };
    let tables = || {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        db.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get::<_, i64>(0))
    };
    size == 0 || (size <= 65_536 && tables().is_ok_and(|n| n == 0))
}

/// Looks at the first hundred bytes of a file before SQLite does, for a message that says what is wrong with it.
fn inspect(path: &Path) -> Result<()> {
    let Ok(mut file) = std::fs::File::open(path) else { return Err(Fault::Missing { path: path.to_path_buf() }) };
    let foreign = |found: &str| Err(Fault::Foreign { path: path.to_path_buf(), found: found.to_string() });
    if path.is_dir() {
        return foreign("a folder");
    }
    let mut head = [0u8; 100];
    let size = file.metadata().map(|m| m.len()).unwrap_or(0);
    if size == 0 {
        return foreign("an empty file");
    }
    if file.read_exact(&mut head).is_err() || &head[..16] != b"SQLite format 3\0" {
        return foreign("something that is no SQLite file");
    }
    let word = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    // While a log stands beside the file, its header may be of an older day.
    if log_of(path).is_none() {
        let page = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65_536,
            n => u64::from(n),
        };
        let expected = page * u64::from(word(28));
        if word(24) == word(92) && size < expected {
            return Err(Fault::Truncated { path: path.to_path_buf(), expected, found: size });
        }
        if word(68) != APPLICATION {
            return foreign("an SQLite file of another kind");
        }
    }
    Ok(())
}

/// True where the folder or the disk bars SQLite from opening what it needs.
fn is_barred(e: &rusqlite::Error) -> bool {
    matches!(e.sqlite_error_code(), Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly))
}

/// Opens a file, again and again for a while where it is barred: a writer that has just opened it is about to make its log,
/// and who takes the file for one at rest in that moment reads half of what the writer changes.
fn patiently<T>(mut open: impl FnMut() -> rusqlite::Result<T>, mut pause: impl FnMut()) -> rusqlite::Result<T> {
    for _ in 0..TRIES {
        match open() {
            Err(e) if is_barred(&e) => pause(),
            other => return other,
        }
    }
    open()
}

/// A file that SQLite keeps beside a database.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The write-ahead log beside a file, where one holds anything.
fn log_of(path: &Path) -> Option<PathBuf> {
    let log = beside(path, "-wal");
    std::fs::metadata(&log).is_ok_and(|m| m.len() > 0).then_some(log)
}

/// The SQLite address of a file to be read only.
pub(crate) fn address(path: &Path, immutable: bool) -> String {
    let path = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{path}?{}", if immutable { "immutable=1" } else { "mode=ro" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(code: i32) -> rusqlite::Error {
        rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None)
    }

    #[test]
    fn a_file_that_a_writer_is_just_opening_is_tried_again() {
        let pauses = std::cell::Cell::new(0);
        let pause = || pauses.set(pauses.get() + 1);
        let opening = || if pauses.get() < 3 { Err(failing(rusqlite::ffi::SQLITE_CANTOPEN)) } else { Ok("open") };
        assert_eq!(patiently(opening, pause), Ok("open"));
        assert_eq!(pauses.take(), 3);
        let barred = || Err::<(), _>(failing(rusqlite::ffi::SQLITE_CANTOPEN));
        assert!(is_barred(&patiently(barred, pause).expect_err("it stays barred")));
        assert_eq!(pauses.take(), TRIES);
        let broken = || Err::<(), _>(failing(rusqlite::ffi::SQLITE_CORRUPT));
        assert!(patiently(broken, pause).is_err());
        assert_eq!(pauses.take(), 0);
    }
}
