//! A web archive → the pages in it, one record after the other.
//!
//! `WARC-Type: response`, `WARC-Target-URI: https://delta.example/raid` and a page inside: an item with that address. The
//! crawl's own records (requests, metadata) are passed over in silence; what is no page is passed over with a reason.

use crate::item::{Body, Item, unreadable};
use crate::unpack;
use report::{Given, MAX_BYTES};
use std::io::{BufRead, Read};

/// The records of a web archive.
pub struct Warc<R> {
    pub name: String,
    pub number: usize,
    pub reader: Option<R>,
}

/// Names and values of a record's or an answer's head.
type Head = Vec<(String, String)>;

/// No head of a record or an answer is longer.
const LONGEST_HEAD: u64 = 1 << 18;

fn field<'h>(head: &'h Head, name: &str) -> Option<&'h str> {
    head.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
}

impl<R: BufRead> Warc<R> {
    /// The head of the next record: `Ok(None)` at the end, `Err` with what stands there where no record begins.
    fn head(&mut self) -> std::io::Result<Option<Result<Head, String>>> {
        let Some(reader) = self.reader.as_mut() else { return Ok(None) };
        let mut budget = reader.by_ref().take(LONGEST_HEAD);
        let mut line = Vec::new();
        loop {
            line.clear();
            if budget.read_until(b'\n', &mut line)? == 0 {
                return Ok(None);
            }
            if !line.trim_ascii().is_empty() {
                break;
            }
        }
        if !line.starts_with(b"WARC/") {
            return Ok(Some(Err(String::from_utf8_lossy(&line[..line.len().min(40)]).trim().to_string())));
        }
        read_head(&mut budget).map(|head| Some(Ok(head)))
    }

    /// Goes on to where the next record begins, after damage.
    fn resume(&mut self) -> std::io::Result<bool> {
        let Some(reader) = self.reader.as_mut() else { return Ok(false) };
        loop {
            let start = reader.fill_buf()?;
            if start.is_empty() {
                return Ok(false);
            }
            if start.starts_with(b"WARC/") {
                return Ok(true);
            }
            reader.skip_until(b'\n')?;
        }
    }

    fn broken(&mut self, name: String, error: &std::io::Error) -> Option<Item> {
        self.reader = None;
        Some(Item::new(name, Body::Fault(unreadable(error))))
    }
}

fn read_head(reader: &mut impl BufRead) -> std::io::Result<Head> {
    let mut head = Head::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 || line.trim_ascii().is_empty() {
            return Ok(head);
        }
        let text = String::from_utf8_lossy(&line);
        if let Some((name, value)) = text.split_once(':') {
            head.push((name.trim().to_string(), value.trim().to_string()));
        }
    }
}

impl<R: BufRead> Iterator for Warc<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            self.number += 1;
            let mut name = format!("{}: record {}", self.name, self.number);
            let head = match self.head() {
                Err(e) => return self.broken(name, &e),
                Ok(None) => {
                    self.reader = None;
                    return None;
                }
                Ok(Some(Err(found))) => {
                    match self.resume() {
                        Err(e) => return self.broken(name, &e),
                        Ok(true) => {}
                        Ok(false) => self.reader = None,
                    }
                    let message = format!("expected a record of a web archive, but found \"{found}\"");
                    return Some(Item::fault(name, message, "the record before it is longer or shorter than it says"));
                }
                Ok(Some(Ok(head))) => head,
            };
            let address = field(&head, "WARC-Target-URI").map(|a| a.trim_matches(['<', '>']).to_string());
            if let Some(address) = &address {
                name = format!("{name} {address}");
            }
            let Some(length) = field(&head, "Content-Length").and_then(|l| l.parse::<u64>().ok()) else {
                if !self.resume().unwrap_or(false) {
                    self.reader = None;
                }
                return Some(Item::fault(name, "expected a record with a Content-Length, but found none", ""));
            };
            let kind = field(&head, "WARC-Type").unwrap_or_default().to_ascii_lowercase();
            let holds_page = matches!(kind.as_str(), "response" | "resource" | "conversion");
            let reader = self.reader.as_mut()?;
            let room = MAX_BYTES as u64 + LONGEST_HEAD;
            let mut bytes = Vec::new();
            let taken = if holds_page && length <= room {
                reader.by_ref().take(length).read_to_end(&mut bytes).map(|n| n as u64)
            } else {
                std::io::copy(&mut reader.by_ref().take(length), &mut std::io::sink())
            };
            match taken {
                Err(e) => return self.broken(name, &e),
                Ok(n) if n < length => {
                    return self.broken(name, &std::io::ErrorKind::UnexpectedEof.into());
                }
                Ok(_) if !holds_page => continue,
                Ok(_) if length > room => return Some(Item::skipped(name, "a record longer than a report may be")),
                Ok(_) => {}
            }
            let crawled = field(&head, "WARC-Date").and_then(|d| d.get(..10)).map(str::to_string);
            let (kind, bytes) = if kind == "response" {
                match answer(&bytes) {
                    Ok(page) => page,
                    Err(why) => return Some(Item::skipped(name, why)),
                }
            } else {
                (field(&head, "Content-Type").unwrap_or_default().to_string(), bytes)
            };
            let Some(ending) = ending(&kind) else { return Some(Item::skipped(name, not_a_page(&kind))) };
            let body = Body::Bytes { name: ending.to_string(), bytes: as_utf8(&kind, bytes) };
            let given = Given { url: address, file: Some(self.name.clone()), ..Given::default() };
            let notes = crawled.map(|day| format!("fetched on {day}")).into_iter().collect();
            return Some(Item { given, notes, ..Item::new(name, body) });
        }
    }
}

/// A file name whose ending tells the reader of reports what a media type says; `None` for what is no page.
pub fn ending(kind: &str) -> Option<&'static str> {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/html" | "application/xhtml+xml" => Some("page.html"),
        "text/plain" | "" => Some("page.txt"),
        "text/markdown" => Some("page.md"),
        _ => None,
    }
}

/// A body in the encoding that its media type names, as UTF-8. What is UTF-8 already stays: servers name encodings for
/// years after their pages have changed.
pub fn as_utf8(kind: &str, bytes: Vec<u8>) -> Vec<u8> {
    let lower = kind.to_ascii_lowercase();
    let Some((_, label)) = lower.split_once("charset=") else { return bytes };
    let label = label.split(';').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).filter(|e| *e != encoding_rs::UTF_8);
    let marked = encoding_rs::Encoding::for_bom(&bytes).is_some();
    match encoding {
        Some(encoding) if !marked && std::str::from_utf8(&bytes).is_err() => {
            encoding.decode(&bytes).0.into_owned().into_bytes()
        }
        _ => bytes,
    }
}

pub fn not_a_page(kind: &str) -> String {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let kind: String = kind.chars().filter(|c| !c.is_control()).take(40).collect();
    format!("no page but {kind}")
}

/// The media type and the body of an HTTP answer as it was stored, or why it holds no page.
fn answer(bytes: &[u8]) -> Result<(String, Vec<u8>), String> {
    let mut rest = bytes;
    let mut status = String::new();
    rest.read_line(&mut status).map_err(|_| "an answer without a status".to_string())?;
    let code = status.split_whitespace().nth(1).and_then(|c| c.parse::<u16>().ok());
    if !status.starts_with("HTTP/") || code.is_none() {
        return Err("an answer without a status".to_string());
    }
    let head = read_head(&mut rest).map_err(|_| "an answer without a head".to_string())?;
    if code != Some(200) {
        return Err(format!("no page but HTTP {}", code.unwrap_or_default()));
    }
    let kind = field(&head, "Content-Type").unwrap_or_default().to_string();
    if ending(&kind).is_none() {
        return Err(not_a_page(&kind));
    }
    let whole = match field(&head, "Transfer-Encoding") {
        Some(t) if t.eq_ignore_ascii_case("chunked") => unchunk(rest).unwrap_or_else(|| rest.to_vec()),
        _ => rest.to_vec(),
    };
    let packed = field(&head, "Content-Encoding").unwrap_or_default().to_ascii_lowercase();
    let mut out = Vec::new();
    let room = MAX_BYTES as u64 + 1;
    match packed.as_str() {
        // Many crawls store the answer unpacked and keep the head as it was.
        "gzip" | "x-gzip" if whole.starts_with(b"\x1f\x8b") => {
            unpack::gunzip(&whole[..])
                .take(room)
                .read_to_end(&mut out)
                .map_err(|_| "a page packed badly".to_string())?;
        }
        "br" | "zstd" if std::str::from_utf8(&whole).is_err() => return Err(format!("a page packed as {packed}")),
        _ => out = whole,
    }
    Ok((kind, out))
}

/// A body sent in chunks, put together; `None` where it was not.
fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(rest.len());
    loop {
        let end = rest.iter().take(20).position(|b| *b == b'\n')?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.trim_ascii_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, uri: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2023-05-03T10:00:00Z\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn page(status: &str, kind: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{body}")
    }

    fn read(text: &str) -> Vec<String> {
        let warc = Warc { name: "a.warc".into(), number: 0, reader: Some(text.as_bytes()) };
        warc.map(|item| match item.body {
            Body::Skipped(why) => format!("skipped {why}"),
            Body::Fault(f) => format!("fault {}", f.message),
            _ => item
                .report(&Given::default())
                .map(|r| format!("{} {}", r.url.unwrap_or_default(), r.text))
                .unwrap_or_else(|f| f.message),
        })
        .collect()
    }

    #[test]
    fn pages_are_taken_and_the_rest_is_passed_over() {
        let text = [
            record("warcinfo", "", "software: x"),
            record("request", "http://a.example/", "GET / HTTP/1.1\r\n\r\n"),
            record("response", "http://a.example/", &page("200 OK", "text/html; charset=utf-8", "<p>Gunmen came.</p>")),
            record("response", "http://a.example/x.png", &page("200 OK", "image/png", "x")),
            record("response", "http://a.example/no", &page("404 Not Found", "text/html", "no")),
            record("conversion", "http://b.example/", "They left."),
            record("response", "http://a.example/", "rubbish"),
        ]
        .concat();
        let want = [
            "http://a.example/ Gunmen came.",
            "skipped no page but image/png",
            "skipped no page but HTTP 404",
            "http://b.example/ They left.",
            "skipped an answer without a status",
        ];
        assert_eq!(read(&text), want);
    }

    #[test]
    fn damage_costs_only_the_records_it_hits() {
        let good = record("conversion", "http://b.example/", "They left.");
        let longer = good.replace("Content-Length: 10", "Content-Length: 4");
        let read_longer = read(&format!("{longer}{good}"));
        assert_eq!(read_longer.len(), 3, "{read_longer:?}");
        assert!(read_longer[1].starts_with("fault expected a record") && read_longer[2].contains("They left."));
        let cut = format!("{good}{}", &good[..good.len() - 9]);
        let read_cut = read(&cut);
        assert!(read_cut[0].contains("They left.") && read_cut[1].contains("breaks off"), "{read_cut:?}");
        let no_length = good.replace("Content-Length", "Length");
        assert_eq!(read(&format!("{no_length}{good}")).len(), 2);
    }

    #[test]
    fn the_head_names_the_encoding() {
        // In MacRoman é is 8E, which is Ž in Windows-1252.
        let mac = as_utf8("text/html; charset=\"macintosh\"", b"L'arm\x8ee".to_vec());
        assert_eq!(String::from_utf8_lossy(&mac), "L'armée");
        for kind in ["text/html; charset=iso-8859-1", "text/html", "text/html; charset=utf-8", "text/html; charset=x"] {
            assert_eq!(as_utf8(kind, "L'armée".into()), "L'armée".as_bytes(), "{kind}");
        }
        assert_eq!(as_utf8("text/html", b"arm\x8ee".to_vec()), b"arm\x8ee");
    }

    #[test]
    fn chunks_and_packing_are_undone() {
        let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nGunmen \r\n5\r\ncame.\r\n0\r\n\r\n";
        assert_eq!(answer(chunked.as_bytes()).map(|a| a.1), Ok(b"Gunmen came.".to_vec()));
        let whole = chunked.replace("7\r\nGunmen \r\n5\r\ncame.\r\n0\r\n\r\n", "Gunmen came.");
        assert_eq!(answer(whole.as_bytes()).map(|a| a.1), Ok(b"Gunmen came.".to_vec()));
    }
}
