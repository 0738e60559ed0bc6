//! Comma-separated values → one report for each row. The separator, the encoding and the columns are found out.
//!
//! `titre;texte;date` in Windows-1252 with a semicolon, as French spreadsheets write it, is read like any other.

use crate::columns::{Columns, Places};
use crate::item::{Body, Item, fault, unreadable};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::WINDOWS_1252;
use report::{Given, MAX_BYTES};
use std::io::{BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rows of a table.
pub struct Table {
    name: String,
    rows: Option<csv::Reader<Box<dyn Read + Send>>>,
    /// Bytes taken since the last row.
    taken: Arc<AtomicU64>,
    places: Option<Places>,
    columns: Columns,
}

/// A row longer than this is a quotation mark that was never closed.
const LONGEST: u64 = 2 * MAX_BYTES as u64;

/// Counts what is read, and refuses more than a row may hold: an open quotation mark would swallow the file.
struct Gauge<R> {
    inner: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Gauge<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(into)?;
        if self.taken.fetch_add(n as u64, Ordering::Relaxed) > LONGEST {
            return Err(std::io::Error::other("a row that never ends: a quotation mark is not closed"));
        }
        Ok(n)
    }
}

/// Gives the error that was met when the head was looked at, in its place.
struct Failing(Option<std::io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Table {
    /// A table whose bytes come from `reader`.
    pub fn open(name: String, reader: impl BufRead + Send + 'static, columns: Columns) -> Table {
        let taken = Arc::new(AtomicU64::new(0));
        // UTF-16, as "Unicode text" of spreadsheets, is known by its mark; other bytes stay as they are.
        let decoded = encoding_rs_io::DecodeReaderBytesBuilder::new()
            .bom_sniffing(true)
            .strip_bom(true)
            .utf8_passthru(true)
            .build(reader);
        let mut decoded = BufReader::with_capacity(1 << 16, decoded);
        let mut table = Table { name, rows: None, taken: taken.clone(), places: None, columns };
        let mut head = Vec::new();
        // What cannot be read here is met again, and named, at the first row.
        let failed = decoded.by_ref().take(1 << 16).read_to_end(&mut head).err();
        let separator = separator(&head);
        let whole = Cursor::new(head).chain(Failing(failed)).chain(decoded);
        let gauge: Box<dyn Read + Send> = Box::new(Gauge { inner: whole, taken });
        table.rows =
            Some(ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(gauge));
        table
    }

    fn end(&mut self, item: Item) -> Option<Item> {
        self.rows = None;
        Some(item)
    }
}

impl Iterator for Table {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let rows = self.rows.as_mut()?;
            self.taken.store(0, Ordering::Relaxed);
            let mut row = ByteRecord::new();
            let line = rows.position().line();
            let name = format!("{}:{line}", self.name);
            match rows.read_byte_record(&mut row) {
                Err(e) => {
                    let why = match e.into_kind() {
                        csv::ErrorKind::Io(e) => unreadable(&e),
                        _ => fault("expected a row, but found what is none", "check the row's quotation marks"),
                    };
                    return self.end(Item::new(name, Body::Fault(why)));
                }
                Ok(false) => {
                    let empty = self.places.is_none();
                    self.rows = None;
                    let hint = "the first row names the columns, the others hold one report each";
                    return empty.then(|| Item::fault(&self.name, "expected a table, but found an empty file", hint));
                }
                Ok(true) => {}
            }
            let Some(places) = self.places else {
                let header: Vec<String> = row.iter().map(decoded).collect();
                match self.columns.find(&header) {
                    Ok(places) => self.places = Some(places),
                    Err(fault) => {
                        let item = Item::new(&*self.name, Body::Fault(fault));
                        return self.end(item);
                    }
                }
                continue;
            };
            if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let (text, given) = places.row(|i| row.get(i).map(decoded));
            if text.is_empty() {
                return Some(Item::fault(name, "expected a row with text, but found an empty cell", ""));
            }
            let file = given.file.clone().or_else(|| Some(self.name.clone()));
            let body = Body::Bytes { name: String::new(), bytes: text.into_bytes() };
            return Some(Item { given: Given { file, ..given }, ..Item::new(name, body) });
        }
    }
}

/// A cell is UTF-8, or else Windows-1252: one row may differ from the next where tables were joined.
fn decoded(cell: &[u8]) -> String {
    match std::str::from_utf8(cell) {
        Ok(text) => text.to_string(),
        Err(_) => WINDOWS_1252.decode(cell).0.into_owned(),
    }
}

/// The mark that stands most often in the first row, outside quotation marks.
fn separator(head: &[u8]) -> u8 {
    let mut quoted = false;
    let mut counts = [0usize; 4];
    const MARKS: [u8; 4] = *b",;\t|";
    for b in head {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b if !quoted => {
                if let Some(i) = MARKS.iter().position(|m| m == b) {
                    counts[i] += 1;
                }
            }
            _ => {}
        }
    }
    let best = (0..MARKS.len()).rev().max_by_key(|i| counts[*i]).unwrap_or(0);
    MARKS[best]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(String, Result<(String, Option<String>), String>)> {
        let table = Table::open("t.csv".into(), std::io::Cursor::new(bytes.to_vec()), Columns::default());
        table
            .map(|i| (i.name.clone(), i.report(&Given::default()).map(|r| (r.text, r.title)).map_err(|e| e.message)))
            .collect()
    }

    fn texts(bytes: &[u8]) -> Vec<String> {
        read(bytes).into_iter().map(|(n, r)| r.map(|(text, _)| text).unwrap_or_else(|e| format!("{n}: {e}"))).collect()
    }

    #[test]
    fn separators_and_encodings_are_found() {
        let want = vec!["L’armée a nié ; le camp a brûlé.".to_string()];
        assert_eq!(texts("titre,texte\nRaid,\"L’armée a nié ; le camp a brûlé.\"\n".as_bytes()), want);
        assert_eq!(texts("\u{feff}titre;texte\r\nRaid;\"L’armée a nié ; le camp a brûlé.\"".as_bytes()), want);
        assert_eq!(texts(b"titre;texte\nRaid;\"L\x92arm\xe9e a ni\xe9 ; le camp a br\xfbl\xe9.\"\n"), want);
        let utf16: Vec<u8> = "\u{feff}titre\ttexte\nRaid\tL’armée a nié ; le camp a brûlé.\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(texts(&utf16), want);
    }

    #[test]
    fn rows_that_miss_something_are_named() {
        let rows = read(b"text,title\nGunmen came.,Raid\n,Empty\n\nThey left.\n");
        assert_eq!(rows[0].1, Ok(("Gunmen came.".to_string(), Some("Raid".to_string()))));
        assert!(rows[1].0 == "t.csv:3" && rows[1].1.is_err());
        assert_eq!(rows[2].1, Ok(("They left.".to_string(), None)));
        assert!(texts(b"")[0].contains("empty file"));
        assert!(texts(b"a,b\n1,2\n")[0].contains("\"a\", \"b\""));
    }

    #[test]
    fn an_open_quotation_mark_does_not_swallow_the_memory() {
        let mut bytes = b"text\n\"Gunmen came.\n".to_vec();
        bytes.resize(40 << 20, b'x');
        let rows = texts(&bytes);
        assert!(rows.len() == 1 && rows[0].contains("never ends"), "{:.200}", rows[0]);
    }
}
