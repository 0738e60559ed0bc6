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
    Client::new(Polite {
        pause: Duration::ZERO,
        timeout: Duration::from_secs(5),
        private: true,
        private_hosts: Vec::new(),
    })
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
    let closed = Client::new(Polite { pause: Duration::ZERO, ..Polite::default() });
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
    let client = client();
    let get = |path: &str| client.get(&format!("{at}{path}"), &Version::default());
    assert!(get("/a").expect_err("a ring").message.contains("redirects"));
    assert!(get("/file").expect_err("a file").message.contains("http://"));
    assert_eq!(get("/same"), Ok(Answer::Unchanged));
    assert!(get("/cut").is_err() && get("/none").expect_err("none").message.contains("404"));
}

#[test]
fn what_was_named_does_not_open_the_rest() {
    let (wiki, _) = server(vec![("/raid", page("", "x"))]);
    let (router, asked) = server(vec![("/", page("", "x"))]);
    let to = format!("HTTP/1.1 302 Found\r\nLocation: {router}/\r\nContent-Length: 0\r\n\r\n");
    let (front, _) = server(vec![("/raid", page("", "x")), ("/out", to)]);
    let host = front.strip_prefix("http://").unwrap_or_default().to_string();
    let client =
        Client::new(Polite { pause: Duration::ZERO, private: true, private_hosts: vec![host], ..Polite::default() });
    let get = |url: String| client.ask(&url, &Version::default());
    assert!(get(format!("{front}/raid")).is_ok());
    for url in [format!("{wiki}/raid"), format!("{front}/out")] {
        let refusal = get(url).expect_err("a private address");
        assert!(refusal.fault.message.contains("private") && !refusal.passing, "{refusal:?}");
    }
    assert!(asked.lock().expect("a log").is_empty());
}

#[test]
fn a_busy_site_is_asked_again_and_a_stopped_client_asks_nobody() {
    let (at, _) = server(vec![("/busy", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".to_string())]);
    let passing = |path: &str| client().ask(&format!("{at}{path}"), &Version::default()).expect_err(path).passing;
    assert!(passing("/busy") && !passing("/none"));
    let (at, asked) = server(vec![("/robots.txt", "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n".to_string())]);
    let refusal = client().ask(&format!("{at}/raid"), &Version::default()).expect_err("no rules");
    assert!(refusal.passing && refusal.fault.message.contains("robots.txt"), "{refusal:?}");
    let stopped = client().with_stop(Arc::new(AtomicBool::new(true)));
    assert!(stopped.ask(&format!("{at}/raid"), &Version::default()).expect_err("stopped").passing);
    assert_eq!(asked.lock().expect("a log").len(), 1);
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
