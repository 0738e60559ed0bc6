//! `tarikh filter`, `tarikh feed` and `add --notify` as a user runs them: what is new comes once, to a feed and to a webhook,
//! and a webhook that is down costs nothing but time.

mod common;

use common::{stderr, tarikh};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Output;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A folder with a record of one report, and a second report that is not in it.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn new(name: &str) -> Place {
        let folder = std::env::temp_dir().join(format!("tarikh-notices-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let place = Place { folder };
        place.report("first.txt", "Gunmen killed 12 people in Gao on Monday, 2 June 2025, the mayor said.");
        let added = tarikh(&["add", &place.at("r.gpkg"), &place.at("first.txt")]);
        assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
        place
    }

    fn at(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }

    fn report(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.join(name), text).expect("written");
        self.at(name)
    }

    fn second(&self) -> String {
        self.report("second.txt", "A car bomb killed 31 soldiers in Gao on Friday, 20 June 2025, the army said.")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A receiver that answers each message with the next status, the last one for ever, and hands on what it was sent.
fn receiver(answers: &'static [u16]) -> (String, Receiver<(String, String)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let (send, sent) = channel();
    std::thread::spawn(move || {
        for (n, mut stream) in listener.incoming().flatten().enumerate() {
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let length = head.lines().find_map(|l| {
                let (name, value) = l.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let mut body = vec![0; length.unwrap_or(0)];
            let _ = reader.read_exact(&mut body);
            let code = answers.get(n).or(answers.last()).copied().unwrap_or(200);
            let _ = write!(stream, "HTTP/1.1 {code} X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            if send.send((head, String::from_utf8_lossy(&body).into_owned())).is_err() {
                break;
            }
        }
    });
    (at, sent)
}

#[test]
fn a_filter_is_saved_listed_followed_and_removed() {
    let place = Place::new("filter");
    let record = place.at("r.gpkg");
    assert_eq!(tarikh(&["filter", "list", &record]).status.code(), Some(1), "there is none yet");
    let saved = tarikh(&["filter", "save", &record, "gao", "--place", "Gao", "--min-killed", "20"]);
    assert_eq!(saved.status.code(), Some(0), "{}", stderr(&saved));
    let list = stdout(&tarikh(&["filter", "list", &record]));
    let (name, filter) = list.trim().split_once('\t').expect("a name and a filter");
    let filter: serde_json::Value = serde_json::from_str(filter).expect("JSON");
    assert_eq!((name, &filter["place"], &filter["min_killed"]), ("gao", &"Gao".into(), &20.into()), "{list}");
    // A feed without news is a feed; then the second attack is in it, once, and the first never.
    let empty = tarikh(&["feed", &record, "--filter", "gao"]);
    assert_eq!(empty.status.code(), Some(0));
    assert!(!stdout(&empty).contains("<entry>") && stdout(&empty).contains("<title>tarikh: gao</title>"));
    for _ in 0..2 {
        tarikh(&["add", &record, &place.second()]);
        let feed = stdout(&tarikh(&["feed", &record, "--filter", "gao"]));
        assert_eq!(feed.matches("<entry>").count(), 1, "{feed}");
        assert!(feed.contains("31") && !feed.contains("12 people"), "{feed}");
    }
    let removed = tarikh(&["filter", "remove", &record, "gao"]);
    assert_eq!(removed.status.code(), Some(0));
    let again = tarikh(&["filter", "remove", &record, "gao"]);
    assert!(again.status.code() == Some(1) && stderr(&again).contains("no filter is called \"gao\""));
    let feed = tarikh(&["feed", &record, "--filter", "gao"]);
    assert!(feed.status.code() == Some(2) && stderr(&feed).contains("filter list"), "{}", stderr(&feed));
    let unnamed = tarikh(&["filter", "save", &record, " "]);
    assert!(unnamed.status.code() == Some(2) && stderr(&unnamed).contains("expected a name"), "{}", stderr(&unnamed));
}

#[test]
fn a_webhook_is_told_once_and_signed() {
    let place = Place::new("hook");
    let record = place.at("r.gpkg");
    tarikh(&["filter", "save", &record, "all"]);
    let secret = place.report("secret", "a secret of the receiver");
    let (at, sent) = receiver(&[200]);
    let address = place.report("address", &at);
    let second = place.second();
    let hook = ["--notify", &format!("@{address}"), "--notify-secret-file", &secret];
    let added = tarikh(&[&["add", &record, &second][..], &hook].concat());
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    let (head, body) = sent.recv_timeout(Duration::from_secs(20)).expect("a message");
    let head = head.to_lowercase();
    assert!(head.contains("x-tarikh-signature:") && head.contains("idempotency-key:"), "{head}");
    assert!(body.contains("\"filter\":\"all\"") && body.contains("31"), "{body}");
    assert!(stderr(&added).contains("1 notices sent"), "{}", stderr(&added));
    assert!(!stderr(&added).contains("/hook"), "the address may hold a key: {}", stderr(&added));
    let again = tarikh(&[&["add", &record, &second][..], &hook].concat());
    assert!(!stderr(&again).contains("notices sent"), "{}", stderr(&again));
    assert!(sent.recv_timeout(Duration::from_millis(300)).is_err(), "told twice");
}

#[test]
fn what_a_webhook_did_not_take_waits_for_it() {
    let place = Place::new("down");
    let record = place.at("r.gpkg");
    tarikh(&["filter", "save", &record, "all"]);
    // The first message is refused for good; the report is in the record all the same, and the exit code says so.
    let (at, sent) = receiver(&[410, 200]);
    let added = tarikh(&["add", &record, &place.second(), "--notify", &at]);
    assert_eq!(added.status.code(), Some(2), "{}", stderr(&added));
    assert!(stderr(&added).contains("410") && stderr(&added).contains("1 left"), "{}", stderr(&added));
    let first = sent.recv_timeout(Duration::from_secs(20)).expect("a try").1;
    assert!(stdout(&tarikh(&["feed", &record, "--filter", "all"])).contains("<entry>"));
    let again = tarikh(&["add", &record, &place.second(), "--notify", &at]);
    assert!(stderr(&again).contains("1 notices sent") && stderr(&again).contains("0 left"), "{}", stderr(&again));
    assert_eq!(sent.recv_timeout(Duration::from_secs(20)).expect("the same message").1, first);
}
