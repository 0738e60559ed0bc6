//! How a server bears readers while somebody writes: `serve_load RECORD.gpkg PORT [READERS] [SECONDS]`.
//!
//! In: a record and the port at which `tarikh serve RECORD.gpkg --no-open --port PORT` serves it. Readers ask one question
//! after the other over a kept connection, as pages do: lists, columns, incidents, reports, ties. One writer adds a made-up
//! report to the file four times a second, as `tarikh add` does in another terminal. Out: requests, errors, and how long
//! answers took.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tarikh::Record;
use tarikh::made_up::{Dice, World};

const QUESTIONS: [&str; 8] = [
    "/api/about",
    "/api/incidents?limit=50",
    "/api/incidents?type=assault&min_killed=10&sort=killed",
    "/api/incidents?place=ka&since=2020-01-10",
    "/api/disagreements?limit=20",
    "/api/sources",
    "/api/reports?limit=50",
    "/api/actors?limit=50",
];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [record, port, ..] = &args[..] else { bail!("expected RECORD.gpkg PORT [READERS] [SECONDS], but found less") };
    let number = |n: usize, default: u64| args.get(n).map_or(Ok(default), |t| t.parse::<u64>());
    let (readers, seconds) = (number(2, 200)?, number(3, 60)?);
    let port: u16 = port.parse()?;
    let ids = ids(port)?;
    let over = AtomicBool::new(false);
    let (times, errors, written) = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..readers)
            .map(|n| {
                scope.spawn({
                    let (ids, over) = (&ids, &over);
                    move || read(port, n, ids, over)
                })
            })
            .collect();
        let writer = scope.spawn(|| write(Path::new(record), &over));
        std::thread::sleep(Duration::from_secs(seconds));
        over.store(true, Ordering::Relaxed);
        let (mut times, mut errors) = (Vec::new(), Vec::new());
        for hand in hands {
            if let Ok((t, e)) = hand.join() {
                times.extend(t);
                errors.extend(e);
            }
        }
        (times, errors, writer.join())
    });
    let mut times = times;
    times.sort_unstable();
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).map_or(0.0, |t| t.as_secs_f64() * 1e3);
    println!(
        "{readers} readers for {seconds} s: {} answers, {:.0} a second; p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms, longest {:.0} ms",
        times.len(),
        times.len() as f64 / seconds as f64,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0 - 1e-9)
    );
    match written {
        Ok(Ok(n)) => println!("meanwhile {n} reports were added"),
        Ok(Err(e)) => println!("the writer failed: {e}"),
        Err(_) => println!("the writer broke off"),
    }
    println!("{} errors", errors.len());
    errors.iter().take(5).for_each(|e| println!("  {e}"));
    if errors.is_empty() { Ok(()) } else { bail!("expected no error, but found {}", errors.len()) }
}

/// Addresses of incidents and reports.
fn ids(port: u16) -> Result<Vec<String>> {
    let mut line = Line::open(port)?;
    let mut out = Vec::new();
    for (list, kind) in [("/api/incidents?limit=200", "incidents"), ("/api/reports?limit=100", "reports")] {
        let body: serde_json::Value = serde_json::from_slice(&line.get(list)?)?;
        let items = body["items"].as_array().context("expected a list of items")?;
        out.extend(items.iter().filter_map(|i| Some(format!("/api/{kind}/{}", i["id"].as_str()?))));
    }
    Ok(out)
}

struct Line {
    out: TcpStream,
    back: BufReader<TcpStream>,
}

impl Line {
    fn open(port: u16) -> Result<Line> {
        let out = TcpStream::connect(("127.0.0.1", port))?;
        out.set_read_timeout(Some(Duration::from_secs(60)))?;
        let back = BufReader::new(out.try_clone()?);
        Ok(Line { out, back })
    }

    fn get(&mut self, path: &str) -> Result<Vec<u8>> {
        self.out.write_all(format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").as_bytes())?;
        let mut head = String::new();
        self.back.read_line(&mut head)?;
        let mut length = None;
        loop {
            let mut field = String::new();
            self.back.read_line(&mut field)?;
            if field.trim().is_empty() {
                break;
            }
            let lower = field.to_ascii_lowercase();
            length = lower.strip_prefix("content-length:").and_then(|v| v.trim().parse::<usize>().ok()).or(length);
        }
        let mut body = vec![0; length.with_context(|| format!("expected a length from {path}, but found {head}"))?];
        self.back.read_exact(&mut body)?;
        if !head.contains(" 200 ") {
            bail!("{path}: {} {}", head.trim(), String::from_utf8_lossy(&body));
        }
        Ok(body)
    }
}

fn read(port: u16, n: u64, ids: &[String], over: &AtomicBool) -> (Vec<Duration>, Vec<String>) {
    let (mut times, mut errors) = (Vec::new(), Vec::new());
    let mut dice = Dice::new(n);
    let mut line = None;
    while !over.load(Ordering::Relaxed) {
        let path = match dice.below(3) {
            0 if !ids.is_empty() => ids[dice.below(ids.len())].as_str(),
            _ => QUESTIONS[dice.below(QUESTIONS.len())],
        };
        let begun = Instant::now();
        let answer = match line.as_mut() {
            Some(line) => Line::get(line, path).map(|_| ()),
            None => Line::open(port).map(|new| line = Some(new)),
        };
        match answer {
            Ok(()) => times.push(begun.elapsed()),
            // An incident that a new report made part of another one has gone: that is an answer.
            Err(e) if e.to_string().contains(" 404 ") => times.push(begun.elapsed()),
            Err(e) => {
                errors.push(e.to_string());
                line = None;
            }
        }
        // A person looks at what came.
        std::thread::sleep(Duration::from_millis(200 + dice.below(400) as u64));
    }
    (times, errors)
}

fn write(path: &Path, over: &AtomicBool) -> Result<usize> {
    let mut count = 0;
    for mut reading in World::new(99).readings(2_000, 50) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        reading.report.id.push_str("-load");
        Record::open(path)?.add(vec![reading])?;
        count += 1;
        std::thread::sleep(Duration::from_millis(250));
    }
    Ok(count)
}
