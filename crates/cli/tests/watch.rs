//! `tarikh watch` as a user runs it: a round, its exit code, and Ctrl-C.

mod common;

use common::{command, stderr, tarikh};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("tarikh-watch-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    path
}

/// A site with one feed whose entry holds its report.
fn site() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = format!("http://{}", listener.local_addr().expect("an address"));
    let raid = "Gunmen attacked the village of Barsalogho on Wednesday and killed at least 14 people, the army said. ";
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>Delta Wire</title><item><guid>urn:raid</guid><title>Raid</title><description>{}</description></item></channel></rss>",
        raid.repeat(20)
    );
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let first = BufReader::new(&stream).lines().map_while(Result::ok).take_while(|l| !l.is_empty()).next();
            let found = first.is_some_and(|l| l.contains(" /rss "));
            let (status, body) = if found { ("200 OK", feed.as_str()) } else { ("404 Not Found", "") };
            let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len());
            let _ = stream.write_all((head + body).as_bytes());
        }
    });
    at
}

fn opml(folder: &Path, urls: &[String]) -> String {
    let lines: String = urls.iter().map(|u| format!("<outline type=\"rss\" xmlUrl=\"{u}\"/>")).collect();
    let path = folder.join("feeds.opml");
    std::fs::write(&path, format!("<opml version=\"2.0\"><body>{lines}</body></opml>")).expect("written");
    path.to_string_lossy().into_owned()
}

#[test]
fn one_round_adds_what_is_new_and_says_what_broke() {
    let folder = folder("once");
    let record = folder.join("r.gpkg").to_string_lossy().into_owned();
    let at = site();
    let list = opml(&folder, &[format!("{at}/rss")]);
    let output = tarikh(&["watch", &record, &list, "--once", "--allow-private"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("added urn:raid (relevance "), "{}", stderr(&output));
    assert!(stderr(&output).contains("1 reports added"), "{}", stderr(&output));
    // The same again finds nothing new; a feed that is gone is a failure, whatever the other gives.
    let output = tarikh(&["watch", &record, &list, "--once", "--allow-private"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let both = opml(&folder, &[format!("{at}/none"), format!("{at}/rss")]);
    let output = tarikh(&["watch", &record, &both, "--once", "--allow-private"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("404") && stderr(&output).contains("hint: "), "{}", stderr(&output));
    // Without leave nothing private is asked.
    let output = tarikh(&["watch", &record, &list, "--once"]);
    assert!(stderr(&output).contains("private") && output.status.code() == Some(2), "{}", stderr(&output));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn what_cannot_be_watched_is_said() {
    for (args, says) in [
        (&["watch", "r.gpkg", "no.opml"][..], "no.opml"),
        (&["watch", "r.gpkg", "https://a.example/rss", "--every", "5s"], "at least a minute"),
        (&["watch", "r.gpkg", "https://a.example/rss", "--gate", "2"], "from 0 to 1"),
        (&["watch", "r.gpkg"], "required"),
    ] {
        let output = tarikh(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let folder = folder("stop");
    let record = folder.join("r.gpkg").to_string_lossy().into_owned();
    let feed = format!("{}/rss", site());
    let mut child = command(&["watch", &record, &feed, "--allow-private"])
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines().map_while(Result::ok);
    assert!(lines.any(|l| l.contains("1 reports added")), "the first round never ended");
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    assert!(lines.any(|l| l.contains("1 reports tell of")), "no last line");
    assert_eq!(child.wait().expect("an end").code(), Some(0));
    assert!(!Path::new(&format!("{record}-wal")).exists(), "the record was not closed");
    let _ = std::fs::remove_dir_all(&folder);
}
