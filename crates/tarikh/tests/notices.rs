//! Saved filters: what is new is told once, to a feed and to a webhook, whatever the webhook does.
#![cfg(feature = "doors")]

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tarikh::doors::parse_feed;
use tarikh::doors::web::{Hook, signature};
use tarikh::{Filter, Given, News, Reader, Record, contract, export, notify};

fn reading(name: &str) -> contract::Reading {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples").join(name);
    let bytes = std::fs::read(&path).expect("a sample");
    let given = Given { file: Some(name.to_string()), ..Given::default() };
    let report = tarikh::report::from_bytes(&bytes, &given).expect("a report");
    contract::Reading::of(&Reader::new().read(report))
}

const SAMPLES: [&str; 5] =
    ["bamako-wire.txt", "bamako-army.txt", "bamako-hospital.txt", "bamako-claim.txt", "barsalogho-wire.txt"];

fn news(record: &Record, filter: &str) -> Vec<News> {
    record.news(filter, 1000).expect("news")
}

#[test]
fn what_is_new_is_told_once() {
    let mut record = Record::in_memory().expect("a record");
    record.add(vec![reading(SAMPLES[0])]).expect("added");
    record.save_filter("all", &Filter::default()).expect("saved");
    record.save_filter("none", &Filter { place: Some("Ulan Bator".into()), ..Filter::default() }).expect("saved");
    assert_eq!(news(&record, "all"), [], "what was there is known");
    let mut told = Vec::new();
    for name in &SAMPLES[1..] {
        record.add(vec![reading(name)]).expect("added");
        let now = news(&record, "all").len();
        record.add(vec![reading(name)]).expect("known");
        assert_eq!(news(&record, "all").len(), now, "{name} was told again");
        told.push(now);
    }
    let all = news(&record, "all");
    assert!(told[3] > told[2], "a raid elsewhere is news: {told:?}");
    assert!(all.iter().any(|n| n.disagreement.is_some()), "a second number of dead is news");
    let ids: HashSet<&String> = all.iter().map(|n| &n.id).collect();
    assert_eq!(ids.len(), all.len());
    assert_eq!(news(&record, "none"), []);
    // Read anew, everything is as it was.
    let rows = record.to_reread(true).expect("rows");
    let again = rows.iter().map(|row| (*row, record.reading(*row).expect("a reading"))).collect();
    record.replace(again).expect("replaced");
    record.rebuild().expect("rebuilt");
    record.add(vec![reading("barsalogho-rescapes.txt")]).expect("added");
    let after = news(&record, "all");
    assert_eq!(after[after.len() - all.len()..], all, "notices are appended, never changed");
    assert_eq!(record.check(true).expect("checked"), []);
    assert!(record.news("other", 1).is_err_and(|e| e.to_string().contains("other")));
    assert!(record.remove_filter("all").expect("removed") && record.saved_filters().expect("filters").len() == 1);
}

#[test]
fn the_feed_is_one_that_readers_read() {
    let mut record = Record::in_memory().expect("a record");
    record.save_filter("Mopti & \"Ségou\"", &Filter { min_killed: Some(1), ..Filter::default() }).expect("saved");
    for name in SAMPLES {
        record.add(vec![reading(name)]).expect("added");
    }
    let all = news(&record, "Mopti & \"Ségou\"");
    let atom = export::atom("Mopti & \"Ségou\"", &all);
    let feed = parse_feed(atom.as_bytes()).expect("a feed");
    assert_eq!(feed.title.as_deref(), Some("tarikh: Mopti & \"Ségou\""));
    let entries: Vec<_> = feed.entries.into_iter().map(|e| e.expect("an entry")).collect();
    let want: Vec<String> = all.iter().map(|n| format!("urn:tarikh:notice:{}", n.id)).collect();
    assert_eq!(entries.iter().map(|e| e.id.clone()).collect::<Vec<_>>(), want);
    assert!(!entries.is_empty() && entries.iter().all(|e| e.text.as_ref().is_some_and(|t| t.contains('“'))));
    let empty = export::atom("x", &[]);
    assert!(parse_feed(empty.as_bytes()).is_ok_and(|f| f.entries.is_empty()), "{empty}");
}

/// A receiver that answers with one status after the other, then with 204; what it was sent is kept.
fn receiver(statuses: Vec<u16>) -> (String, Arc<Mutex<Vec<(String, String)>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}/hook?key=hidden", listener.local_addr().expect("an address"));
    let got = Arc::new(Mutex::new(Vec::new()));
    let log = got.clone();
    std::thread::spawn(move || {
        let mut statuses = statuses.into_iter();
        for mut stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let head = head.to_lowercase();
            let length = head.split("content-length:").nth(1).and_then(|l| l.lines().next()?.trim().parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            let _ = reader.read_exact(&mut body);
            log.lock().expect("a log").push((head, String::from_utf8_lossy(&body).into_owned()));
            let status = statuses.next().unwrap_or(204);
            let _ = stream.write_all(format!("HTTP/1.1 {status} X\r\nConnection: close\r\n\r\n").as_bytes());
        }
    });
    (at, got)
}

#[test]
fn a_webhook_gets_every_notice_whatever_it_answers() {
    let mut record = Record::in_memory().expect("a record");
    record.save_filter("all", &Filter::default()).expect("saved");
    record.add(vec![reading(SAMPLES[0])]).expect("added");
    let count = news(&record, "all").len();
    assert!(count > 2, "{count}");
    let (stop, pauses) = (AtomicBool::new(false), [Duration::ZERO; 2]);
    let second = Duration::from_secs(5);
    // Nobody is there: all wait. Then it fails, is busy, and takes the first; refuses the second; takes the rest.
    let gone = Hook::new("http://127.0.0.1:1/hook", None, second).expect("a hook");
    let sent = notify::send(&mut record, &gone, &pauses, &stop).expect("sent");
    assert_eq!((sent.taken, sent.left), (0, count));
    let (at, got) = receiver(vec![500, 429, 200, 410]);
    let hook = Hook::new(&at, Some("key"), second).expect("a hook");
    let sent = notify::send(&mut record, &hook, &pauses, &stop).expect("sent");
    assert_eq!((sent.taken, sent.left), (count - 1, 1));
    let why = sent.why.expect("a reason").fault;
    assert!(why.message.contains("410") && !format!("{why:?}{}", hook.name()).contains("hidden"), "{why:?}");
    assert_eq!(notify::send(&mut record, &hook, &pauses, &stop).expect("sent").taken, 1);
    assert_eq!(notify::send(&mut record, &hook, &pauses, &stop).expect("sent"), notify::Sent::default());
    let got = got.lock().expect("a log");
    let ids: Vec<String> =
        got.iter().map(|(_, body)| serde_json::from_str::<News>(body).expect("a notice").id).collect();
    assert!(ids[0] == ids[1] && ids[1] == ids[2], "a notice is tried again under its own id");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), count);
    for ((head, body), id) in got.iter().zip(&ids) {
        assert!(head.contains(&format!("idempotency-key: {id}")), "{head}");
        assert!(head.contains(&format!("x-tarikh-signature: sha256={}", signature(b"key", body.as_bytes()))), "{head}");
    }
}
