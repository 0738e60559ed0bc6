//! The client against a server of our own on this machine, which says what the case tells it to.

use super::*;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// Answers each path from a table; returns its address and what it was asked.
fn server(pages: Vec<(&'static str, String)>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut head = Vec::new();
            for line in BufReader::new(&stream).lines().map_while(Result::ok).take_while(|l| !l.is_empty()) {
                head.push(line);
            }
            let path = head.first().and_then(|l| l.split_whitespace().nth(1)).unwrap_or_default().to_string();
            log.lock().expect("a log").push(head.join("\n"));
            let answer = pages.iter().find(|(p, _)| *p == path).map(|(_, a)| a.as_str());
            let answer = answer.unwrap_or("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
            let _ = (&stream).write_all(answer.replacen("\r\n", "\r\nConnection: close\r\n", 1).as_bytes());
        }
    });
    (address, asked)
}

fn page(head: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{head}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn client() -> Client {
    Client::new(Polite { pause: Duration::ZERO, timeout: Duration::from_secs(5), private: true })
}

#[test]
fn a_page_becomes_a_report_with_its_address() {
    let (at, asked) = server(vec![
        ("/raid", page("Content-Type: text/html\r\nETag: \"7\"\r\n", "<html><p>Gunmen came.</p></html>")),
        ("/old", "HTTP/1.1 301 Moved\r\nLocation: /raid\r\nContent-Length: 0\r\n\r\n".to_string()),
    ]);
    let report = client().item(&format!("{at}/old")).report(&Given::default()).expect("a report");
    assert_eq!((report.text.as_str(), report.url), ("Gunmen came.", Some(format!("{at}/raid"))));
    let known = Version { tag: Some("\"7\"".to_string()), changed: None };
    client().get(&format!("{at}/raid"), &known).expect("an answer");
    let asked = asked.lock().expect("a log");
    assert!(asked.iter().any(|a| a.to_lowercase().contains("if-none-match: \"7\"") && a.contains(AGENT)), "{asked:?}");
}

#[test]
fn what_robots_txt_forbids_is_not_asked_for() {
    let (at, asked) =
        server(vec![("/robots.txt", page("", "User-agent: *\nDisallow: /raid\n")), ("/raid", page("", "x"))]);
    let fault = client().get(&format!("{at}/raid"), &Version::default()).expect_err("forbidden");
    assert!(fault.message.contains("robots.txt"));
    assert_eq!(asked.lock().expect("a log").len(), 1);
}

#[test]
fn private_addresses_are_refused_by_name_number_and_redirect() {
    let (at, asked) = server(vec![("/raid", page("", "x"))]);
    let mut closed = Client::new(Polite { pause: Duration::ZERO, ..Polite::default() });
    let port = at.rsplit(':').next().unwrap_or_default();
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"] {
        let fault = closed.get(&format!("http://{host}:{port}/raid"), &Version::default()).expect_err(host);
        assert!(fault.message.contains("private") || fault.message.contains("expected"), "{host}: {}", fault.message);
    }
    assert!(asked.lock().expect("a log").is_empty());
    for url in ["file:///etc/passwd", "ftp://a.example/", "gopher://x", "http://", "raid"] {
        assert!(closed.get(url, &Version::default()).is_err(), "{url}");
    }
}

#[test]
fn rings_and_refusals_end() {
    let (at, _) = server(vec![
        ("/a", "HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n".to_string()),
        ("/file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n".to_string()),
        ("/same", "HTTP/1.1 304 Not Modified\r\n\r\n".to_string()),
        ("/cut", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nGunmen".to_string()),
    ]);
    let mut client = client();
    let mut get = |path: &str| client.get(&format!("{at}{path}"), &Version::default());
    assert!(get("/a").expect_err("a ring").message.contains("redirects"));
    assert!(get("/file").expect_err("a file").message.contains("http://"));
    assert_eq!(get("/same"), Ok(Answer::Unchanged));
    assert!(get("/cut").is_err() && get("/none").expect_err("none").message.contains("404"));
}

#[test]
fn redirects_are_joined() {
    let from: Uri = "https://a.example/x/y?z".parse().expect("an address");
    for (to, want) in [
        ("https://b.example/c#d", "https://b.example/c"),
        ("//b.example/c", "https://b.example/c"),
        ("/c", "https://a.example/c"),
        ("c?d", "https://a.example/x/c?d"),
    ] {
        assert_eq!(joined(&from, to), want);
    }
}
