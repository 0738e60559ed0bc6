//! A disk that fails to write or to sync loses nothing that was acknowledged. A test program of its own, for the failing disk
//! is that of the whole process.
//!
//! After so many calls every write or every sync fails as a broken disk makes them fail, until [`heal`]. SQLite is asked for its usual file layer, and for each file it opens the table of
//! calls is replaced by a copy in which `xWrite` and `xSync` look at a counter first.

use record::rusqlite::ffi;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering::SeqCst};
use std::sync::{Mutex, Once, OnceLock};
use tarikh::made_up::{Dice, World};
use tarikh::{Fault, Record};

#[test]
fn a_disk_that_fails_to_write_or_sync_loses_nothing_that_was_acknowledged() {
    install();
    let mut dice = Dice::new(11);
    let mut acknowledged = BTreeSet::new();
    let path = std::env::temp_dir().join(format!("tarikh-faulty-{}.gpkg", std::process::id()));
    let list = World::new(12).readings(4000, 20);
    let mut next = 0;
    let given = std::env::var("TARIKH_TEST_KILLS").ok().and_then(|n| n.parse().ok());
    let (mut failed, rounds) = (0, given.unwrap_or(25));
    for round in 0..rounds {
        if let Ok(mut record) = Record::open_or_create(&path) {
            fail_after(dice.below(60) as i64, if round % 2 == 0 { Kind::Sync } else { Kind::Write });
            while next < list.len() {
                let reading = list[next].clone();
                let id = reading.report.id.clone();
                match record.add(vec![reading]) {
                    Ok(_) => acknowledged.insert(id),
                    Err(e) => {
                        assert!(matches!(e, Fault::NoRoom { .. } | Fault::Damaged { .. }), "{e}");
                        failed += 1;
                        break;
                    }
                };
                next += 1;
            }
            drop(record);
        }
        heal();
        let record = Record::open_or_create(&path).unwrap_or_else(|e| panic!("round {round}: {e}"));
        for id in &acknowledged {
            assert!(record.has(id).unwrap(), "round {round}: {id} was acknowledged and is lost");
        }
        assert_eq!(record.check(round + 1 == rounds).unwrap(), [], "round {round}");
    }
    assert!(failed * 2 > rounds, "only {failed} of {rounds} rounds met a fault");
    assert!(acknowledged.len() > rounds);
}

/// Which calls fail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `fsync`: what was written may not be on the disk.
    Sync = 1,
    /// `write`: there is no room.
    Write = 2,
}

static LEFT: AtomicI64 = AtomicI64::new(i64::MAX);
static KIND: AtomicU8 = AtomicU8::new(0);
static USUAL: OnceLock<Usual> = OnceLock::new();
static INSTALL: Once = Once::new();

struct Usual {
    vfs: *mut ffi::sqlite3_vfs,
    /// The calls that write and sync: the same for every kind of file.
    calls: OnceLock<ffi::sqlite3_io_methods>,
    /// For each table of calls that SQLite uses (files with and without locks have their own), the copy that may fail.
    faulty: Mutex<BTreeMap<usize, &'static ffi::sqlite3_io_methods>>,
}
// The pointers are SQLite's, made once and never changed.
unsafe impl Send for Usual {}
unsafe impl Sync for Usual {}

/// Lets `calls` calls of `kind` pass, and fails all later ones.
fn fail_after(calls: i64, kind: Kind) {
    KIND.store(kind as u8, SeqCst);
    LEFT.store(calls, SeqCst);
}

/// Nothing fails any more.
fn heal() {
    LEFT.store(i64::MAX, SeqCst);
    KIND.store(0, SeqCst);
}

fn fails(kind: Kind) -> bool {
    KIND.load(SeqCst) == kind as u8 && LEFT.fetch_sub(1, SeqCst) <= 0
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(usual) = USUAL.get() else { return ffi::SQLITE_ERROR };
    // SAFETY: every argument is passed on as SQLite gave it, to the layer it would have gone to.
    unsafe {
        let Some(open) = (*usual.vfs).xOpen else { return ffi::SQLITE_ERROR };
        let code = open(usual.vfs, name, file, flags, out);
        if code == ffi::SQLITE_OK && !(*file).pMethods.is_null() {
            let table = (*file).pMethods;
            let calls = *table;
            usual.calls.get_or_init(|| calls);
            let mut known = usual.faulty.lock().unwrap_or_else(|e| e.into_inner());
            let faulty = known.entry(table as usize).or_insert_with(|| {
                Box::leak(Box::new(ffi::sqlite3_io_methods { xWrite: Some(write), xSync: Some(sync), ..calls }))
            });
            (*file).pMethods = *faulty;
        }
        code
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, n: c_int, at: i64) -> c_int {
    if fails(Kind::Write) {
        return ffi::SQLITE_FULL;
    }
    match USUAL.get().and_then(|u| u.calls.get()).and_then(|c| c.xWrite) {
        // SAFETY: as above.
        Some(write) => unsafe { write(file, from, n, at) },
        None => ffi::SQLITE_IOERR_WRITE,
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    if fails(Kind::Sync) {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    match USUAL.get().and_then(|u| u.calls.get()).and_then(|c| c.xSync) {
        // SAFETY: as above.
        Some(sync) => unsafe { sync(file, flags) },
        None => ffi::SQLITE_IOERR_FSYNC,
    }
}

/// Makes the failing layer the one that files are opened with from now on. A second call does nothing.
fn install() {
    INSTALL.call_once(|| {
        // SAFETY: the layer found is SQLite's default; the copy that is registered lives for ever.
        unsafe {
            let usual = ffi::sqlite3_vfs_find(std::ptr::null());
            assert!(!usual.is_null(), "SQLite has no file layer");
            let mut mine = Box::new(*usual);
            mine.zName = c"tarikh-faulty".as_ptr();
            mine.xOpen = Some(open);
            mine.pNext = std::ptr::null_mut();
            let _ = USUAL.set(Usual { vfs: usual, calls: OnceLock::new(), faulty: Mutex::default() });
            assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(mine), 1), ffi::SQLITE_OK);
        }
    });
}
