//! What breaks under a writer: kill -9, a full disk, another writer; a disk that fails to write or sync is in `faulty_disk.rs`.
//! Whatever happens, a report that was acknowledged is there, and the record is whole.
//!
//! `TARIKH_TEST_KILLS=200 cargo test -p tarikh --test faults` kills as often as the project asks of itself; by default a few
//! rounds run. A full disk is a small tmpfs where this user may mount one, and a limit on the size of files everywhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use tarikh::Record;
use tarikh::contract::Reading;
use tarikh::made_up::{Dice, World};

fn readings(seed: u64, count: usize) -> Vec<Reading> {
    World::new(seed).readings(count, 20)
}

fn rounds(default: usize) -> usize {
    std::env::var("TARIKH_TEST_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("tarikh-faults-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn file(name: &str) -> PathBuf {
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(folder().join(format!("{name}{end}")));
    }
    folder().join(name)
}

/// Not a test of its own: the writer that other tests start and end. It adds reports one by one and says so.
#[test]
fn writer() {
    let Some(path) = std::env::var_os("TARIKH_TEST_WRITER") else { return };
    let mut record = match Record::open_or_create(Path::new(&path)) {
        Ok(record) => record,
        Err(e) => return println!("fault {e}"),
    };
    for reading in readings(9, 4000) {
        let id = reading.report.id.clone();
        match record.add(vec![reading]) {
            Ok(_) => println!("added {id}"),
            Err(e) => return println!("fault {e}"),
        }
    }
}

/// Starts the writer on `path`, by way of a shell line that may set limits for it.
fn start(path: &Path, limits: &str) -> std::process::Child {
    Command::new("sh")
        .args(["-c", &format!("{limits} exec \"$0\" writer --exact --nocapture")])
        .arg(std::env::current_exe().unwrap())
        .env("TARIKH_TEST_WRITER", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// What the writer acknowledged, and the fault it ended with.
fn said(writer: std::process::Child) -> (BTreeSet<String>, Option<String>) {
    let out = writer.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let added = text.lines().filter_map(|l| l.strip_prefix("added ")).map(str::to_string).collect();
    // The test harness prints on the same line.
    let fault = text.split_once("fault ").map(|(_, why)| why.to_string());
    (added, fault)
}

/// Everything acknowledged is there, and the record is whole.
fn whole(path: &Path, acknowledged: &BTreeSet<String>, deep: bool, when: &str) {
    let record = Record::open_or_create(path).unwrap_or_else(|e| panic!("{when}: {e}"));
    for id in acknowledged {
        assert!(record.has(id).unwrap(), "{when}: {id} was acknowledged and is lost");
    }
    assert_eq!(record.check(deep).unwrap(), [], "{when}");
}

#[test]
fn a_record_holds_after_its_writer_is_killed() {
    let mut dice = Dice::new(u64::from(std::process::id()));
    let mut acknowledged = BTreeSet::new();
    let rounds = rounds(6);
    let mut path = file("killed-0.gpkg");
    for round in 0..rounds {
        // Now and then a new file, so that the making of one is killed too.
        if round % 25 == 24 {
            path = file(&format!("killed-{round}.gpkg"));
            acknowledged.clear();
        }
        let mut writer = start(&path, "");
        std::thread::sleep(Duration::from_millis(5 + dice.below(400) as u64));
        writer.kill().unwrap();
        acknowledged.extend(said(writer).0);
        whole(&path, &acknowledged, round + 1 == rounds || round % 25 == 23, &format!("round {round}"));
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    if !cfg!(unix) {
        return;
    }
    // Files may grow to so many half kilobytes; the signal that tells of it is ignored, so that the write fails instead.
    for (n, blocks) in [700, 1100, 1900].into_iter().enumerate() {
        let path = file(&format!("limited-{n}.gpkg"));
        let (added, fault) = said(start(&path, &format!("trap '' XFSZ; ulimit -f {blocks};")));
        let fault = fault.expect("a writer that may write no more must say so");
        assert!(fault.contains("disk full or not writable"), "{fault}");
        whole(&path, &added, n == 0, &format!("{blocks} blocks"));
    }
}

#[test]
fn a_full_small_filesystem_loses_nothing_that_was_acknowledged() {
    let mount = folder().join("small");
    std::fs::create_dir_all(&mount).unwrap();
    let run = |args: &[&str]| {
        let mut list: Vec<String> = args.iter().map(|a| a.to_string()).collect();
        list.push(mount.display().to_string());
        let out = Command::new(&list[0]).args(&list[1..]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        out.is_ok_and(|s| s.success())
    };
    if !run(&["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs"]) {
        eprintln!(
            "this user may mount no small filesystem: the limit on the size of files is the test of a full disk here"
        );
        return;
    }
    let path = mount.join("small.gpkg");
    let (added, fault) = said(start(&path, ""));
    let fault = fault.expect("a writer on a full disk must say so");
    assert!(fault.contains("disk full or not writable"), "{fault}");
    assert!(!added.is_empty());
    let roomier = run(&["mount", "-o", "remount,size=64m"]);
    assert!(roomier);
    let checked = std::panic::catch_unwind(|| whole(&path, &added, true, "a full tmpfs"));
    run(&["umount"]);
    checked.unwrap();
}

#[test]
fn two_writers_take_turns() {
    let path = file("turns.gpkg");
    drop(Record::open_or_create(&path).unwrap());
    let mine: Vec<Reading> = readings(21, 40);
    let theirs: Vec<Reading> = readings(22, 40)
        .into_iter()
        .map(|mut r| {
            r.report.id = r.report.id.replace("made-up", "other");
            r
        })
        .collect();
    std::thread::scope(|s| {
        for list in [&mine, &theirs] {
            let path = &path;
            s.spawn(move || {
                let mut record = Record::open(path).unwrap();
                for part in list.chunks(4) {
                    record.add(part.to_vec()).unwrap();
                }
            });
        }
    });
    let ids = mine.iter().chain(&theirs).map(|r| r.report.id.clone()).collect();
    whole(&path, &ids, true, "two writers");
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let path = file("two.gpkg");
    let mut first = Record::open_or_create(&path).unwrap();
    first.add(readings(1, 5)).unwrap();
    let other = record::rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let told = std::thread::scope(|s| {
        let waiting = s.spawn(|| {
            let mut second = Record::open(&path).unwrap();
            second.add(readings(2, 5))
        });
        // Let go before patience ends: the second writer must then succeed.
        std::thread::sleep(std::time::Duration::from_millis(300));
        other.execute_batch("COMMIT").unwrap();
        waiting.join().unwrap()
    });
    let told = told.unwrap();
    assert_eq!(told.new + told.known, 5);
}
