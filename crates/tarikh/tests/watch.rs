//! A watch against servers of our own on this machine: what is new comes in once, and nothing that breaks stops the rest.
#![cfg(feature = "doors")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tarikh::doors::web::{Client, Polite};
use tarikh::watch::{News, Round, Rules, round};
use tarikh::{Filter, Line, READER, Reader, Record, Settled, contract};

/// What a server answers under each path, whole answers with their heads; `DRIP` sends one byte after the other for ever.
type Pages = Arc<Mutex<HashMap<String, String>>>;

const DRIP: &str = "drip";

struct Site {
    at: String,
    pages: Pages,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn new() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let at = format!("http://{}", listener.local_addr().expect("an address"));
        let (pages, asked): (Pages, _) = (Pages::default(), Arc::new(Mutex::new(Vec::new())));
        let (theirs, log) = (pages.clone(), asked.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (theirs, log) = (theirs.clone(), log.clone());
                std::thread::spawn(move || serve(&stream, &theirs, &log));
            }
        });
        Site { at, pages, asked }
    }

    fn put(&self, path: &str, answer: String) {
        self.pages.lock().expect("pages").insert(path.to_string(), answer);
    }

    fn page(&self, path: &str, body: &str) {
        self.put(path, ok("text/html", "", &format!("<html><body><article><p>{body}</p></article></body></html>")));
    }

    fn feed(&self, path: &str, items: &str) {
        self.feed_as(path, "\"1\"", items);
    }

    fn feed_as(&self, path: &str, tag: &str, items: &str) {
        let rss = format!("<rss version=\"2.0\"><channel><title>Delta Wire</title>{items}</channel></rss>");
        self.put(path, ok("application/rss+xml", &format!("ETag: {tag}\r\n"), &rss));
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.at)
    }

    fn item(&self, path: &str) -> String {
        let url = self.url(path);
        format!(
            "<item><title>{path}</title><guid>{url}</guid><link>{url}</link><pubDate>Thu, 19 Sep 2024 08:00:00 GMT</pubDate></item>"
        )
    }

    /// How often a path was asked for.
    fn count(&self, path: &str) -> usize {
        let first = format!("GET {path} ");
        self.asked.lock().expect("a log").iter().filter(|a| a.starts_with(&first)).count()
    }
}

fn ok(kind: &str, head: &str, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{head}Content-Length: {}\r\n\r\n{body}", body.len())
}

fn status(code: u16, head: &str) -> String {
    format!("HTTP/1.1 {code} X\r\n{head}Content-Length: 0\r\n\r\n")
}

fn serve(mut stream: &TcpStream, pages: &Pages, log: &Mutex<Vec<String>>) {
    let head: Vec<String> =
        BufReader::new(stream).lines().map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
    let head = head.join("\n");
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_string();
    let tagged = head.to_lowercase().contains("if-none-match: \"1\"");
    log.lock().expect("a log").push(head);
    let answer = pages.lock().expect("pages").get(&path).cloned();
    match answer.as_deref() {
        Some(DRIP) => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        Some(answer) if tagged && answer.contains("ETag: \"1\"") => {
            let _ = stream.write_all(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        }
        answer => {
            let answer = answer.map_or_else(|| status(404, ""), str::to_string);
            let _ = stream.write_all(answer.replacen("\r\n", "\r\nConnection: close\r\n", 1).as_bytes());
        }
    }
}

/// A client that may ask these sites only.
fn client(sites: &[&Site], stop: &Arc<AtomicBool>) -> Client {
    let hosts = sites.iter().map(|s| s.at.replacen("http://", "", 1)).collect();
    let (pause, timeout) = (Duration::ZERO, Duration::from_millis(800));
    Client::new(Polite { pause, timeout, private: true, private_hosts: hosts }).with_stop(stop.clone())
}

fn watch(record: &mut Record, feeds: &[String], sites: &[&Site]) -> (Round, Vec<News>) {
    let stop = Arc::new(AtomicBool::new(false));
    watch_until(record, feeds, &client(sites, &stop), &stop, |_| false)
}

fn watch_until(
    record: &mut Record,
    feeds: &[String],
    client: &Client,
    stop: &AtomicBool,
    enough: impl Fn(&News) -> bool,
) -> (Round, Vec<News>) {
    let reader = Reader::new();
    let mut news = Vec::new();
    let sum = round(
        record,
        feeds,
        client,
        Rules { look: Line::Usual, gate: 0.5, threads: 3 },
        &|report| (contract::Reading::of(&reader.read(report)), READER.to_string()),
        stop,
        &mut |n| {
            if enough(&n) {
                stop.store(true, Ordering::Relaxed);
            }
            news.push(n);
        },
    );
    (sum.expect("a round"), news)
}

const RAID: &str = "Gunmen attacked the village of Barsalogho in Burkina Faso on Wednesday and killed at least 14 people, \
    the army said. Residents said that militants on motorbikes opened fire on a market and burned houses before soldiers arrived.";
const MATCH: &str = "The home side won the final by two goals to one on Saturday after a late penalty. The coach praised his \
    young striker and said that the club would now look for a new goalkeeper before the season begins.";

fn raid(n: usize) -> String {
    RAID.replace("14", &(14 + n).to_string())
}

#[test]
fn what_is_relevant_comes_in_once() {
    let site = Site::new();
    site.page("/raid", RAID);
    site.page("/match", MATCH);
    site.feed("/rss", &(site.item("/raid") + &site.item("/match")));
    let feeds = [site.url("/rss")];
    let mut record = Record::in_memory().expect("a record");
    let (sum, news) = watch(&mut record, &feeds, &[&site]);
    assert_eq!(sum, Round { feeds: 1, added: 1, passed: 1, ..Round::default() }, "{news:?}");
    assert_eq!(news[0], News::Feed(feeds[0].clone(), Some((2, 2))));
    // The football did not pass the quick look, and was not read: it has no relevance.
    let quiet = |n: &News| matches!(n, News::Entry(_, None, Settled::Passed(why)) if why.contains("sounds like"));
    assert!(news.iter().any(quiet), "{news:?}");
    let incidents = record.incidents(&Filter::default(), None).expect("incidents");
    assert!(incidents.iter().any(|i| i.sources == ["Delta Wire"]), "{incidents:?}");
    // The feed says that nothing changed; then it grows by one entry, and a second feed repeats the first.
    let (sum, news) = watch(&mut record, &feeds, &[&site]);
    assert_eq!((sum, news), (Round { feeds: 1, ..Round::default() }, vec![News::Feed(feeds[0].clone(), None)]));
    site.page("/raid2", &raid(5));
    site.feed_as("/rss", "\"2\"", &(site.item("/raid2") + &site.item("/raid") + &site.item("/match")));
    site.feed("/other", &site.item("/raid"));
    let both = [feeds[0].clone(), site.url("/other")];
    let (sum, news) = watch(&mut record, &both, &[&site]);
    assert_eq!(sum, Round { feeds: 2, added: 1, ..Round::default() }, "{news:?}");
    for path in ["/raid", "/match", "/raid2"] {
        assert_eq!(site.count(path), 1, "{path} was fetched more than once");
    }
    assert_eq!(record.size().expect("a size").0, 2);
}

#[test]
fn one_bad_feed_or_page_stops_no_other() {
    let (site, secret) = (Site::new(), Site::new());
    secret.page("/", RAID);
    site.page("/raid", RAID);
    site.put("/moved", status(302, &format!("Location: {}/\r\n", secret.at)));
    site.put("/busy", status(503, ""));
    site.put("/drip", DRIP.to_string());
    let broken = "<item><title>x</title><description>Gunmen <b>came.</description></item>";
    let items = ["/gone", "/moved", "/busy", "/drip"].map(|p| site.item(p)).join("") + broken + &site.item("/raid");
    site.feed("/good", &items);
    site.put("/500", status(500, ""));
    site.put("/loop", status(302, "Location: /loop\r\n"));
    site.put("/out", status(302, &format!("Location: {}/\r\n", secret.at)));
    site.put("/slow", DRIP.to_string());
    site.put("/page", ok("text/html", "", "<html><p>No feed.</p></html>"));
    let bad = ["/500", "/loop", "/out", "/slow", "/page", "/none"];
    let feeds: Vec<String> = bad.iter().chain(&["/good"]).map(|p| site.url(p)).collect();
    let mut record = Record::in_memory().expect("a record");
    let (sum, news) = watch(&mut record, &feeds, &[&site]);
    assert_eq!(sum, Round { feeds: 7, broken: 6, added: 1, failed: 3, waiting: 2, ..Round::default() }, "{news:?}");
    assert!(secret.asked.lock().expect("a log").is_empty(), "a private address was asked");
    for (path, why) in [("/out", "private"), ("/500", "500"), ("/loop", "redirects"), ("/page", "feed"), ("/slow", "")]
    {
        let told =
            news.iter().any(|n| matches!(n, News::Broken(url, f) if url.ends_with(path) && f.message.contains(why)));
        assert!(told, "{path}: {news:?}");
    }
    assert_eq!(record.feed_state(&site.url("/500")).expect("a state").failures, 1);
    // What was busy is tried again, though the feed is unchanged, and comes in once it answers.
    site.page("/busy", &raid(3));
    site.page("/drip", &raid(9));
    let (sum, news) = watch(&mut record, &feeds[6..], &[&site]);
    assert_eq!(sum, Round { feeds: 1, added: 2, ..Round::default() }, "{news:?}");
    assert_eq!(site.count("/gone"), 1, "what is gone is not asked for again");
}

#[test]
fn a_stopped_watch_goes_on_where_it_was() {
    let site = Site::new();
    let paths: Vec<String> = (0..30).map(|n| format!("/raid{n}")).collect();
    for (n, path) in paths.iter().enumerate() {
        site.page(path, &raid(n));
    }
    site.feed("/rss", &paths.iter().map(|p| site.item(p)).collect::<String>());
    let feeds = [site.url("/rss")];
    let mut record = Record::in_memory().expect("a record");
    let stop = Arc::new(AtomicBool::new(false));
    let first = |n: &News| matches!(n, News::Entry(_, _, Settled::Added { .. }));
    let (sum, _) = watch_until(&mut record, &feeds, &client(&[&site], &stop), &stop, first);
    assert!((1..30).contains(&sum.added), "{sum:?}");
    let (rest, _) = watch(&mut record, &feeds, &[&site]);
    assert_eq!(sum.added + rest.added, 30, "{sum:?} {rest:?}");
    for path in &paths {
        assert_eq!(site.count(path), 1, "{path} was fetched more than once");
    }
}

#[test]
fn a_feed_that_holds_the_report_is_read_without_its_page() {
    let site = Site::new();
    let whole = format!("<![CDATA[<p>{}</p>]]>", [RAID; 8].join("</p><p>"));
    let item = |n: u32, words: &str, link: &str| {
        format!(
            "<item><title>t</title><guid isPermaLink=\"false\">{n}</guid><link>{link}</link><description>{words}</description></item>"
        )
    };
    // The second may not be fetched; the feed's own words stand in. The third has no words at all.
    site.put("/robots.txt", ok("text/plain", "", "User-agent: *\nDisallow: /closed\n"));
    let items =
        [item(1, &whole, &site.url("/whole")), item(2, RAID, &site.url("/closed")), item(3, "", &site.url("/closed3"))];
    site.feed("/rss", &items.concat());
    let mut record = Record::in_memory().expect("a record");
    let (sum, news) = watch(&mut record, &[site.url("/rss")], &[&site]);
    assert_eq!(sum, Round { feeds: 1, added: 2, failed: 1, ..Round::default() }, "{news:?}");
    assert_eq!((site.count("/whole"), site.count("/closed")), (0, 0));
    let opened: Vec<_> = record.headings().expect("headings");
    let notes = opened.iter().filter_map(|h| record.opened(&h.id).ok()??.reading.report.notes.into());
    assert!(notes.flat_map(|n: Vec<String>| n).any(|n| n.contains("robots.txt")));
}
