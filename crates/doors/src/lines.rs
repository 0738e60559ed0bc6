//! A stream of lines → one report as JSON for each, in bounded memory.

use crate::item::{Body, Item, fault, unreadable};
use report::{Given, MAX_BYTES};
use std::io::{BufRead, Read};

/// The lines of .jsonl.
pub struct Lines<R> {
    pub name: String,
    pub number: usize,
    pub reader: Option<R>,
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let reader = self.reader.as_mut()?;
            let mut line = Vec::new();
            self.number += 1;
            let name = format!("{}:{}", self.name, self.number);
            // A line longer than a report may be is skipped piece by piece, not taken into memory.
            let limit = (MAX_BYTES * 2) as u64;
            match reader.by_ref().take(limit).read_until(b'\n', &mut line) {
                Ok(0) => {
                    self.reader = None;
                    return None;
                }
                Ok(n) if n as u64 == limit && !line.ends_with(b"\n") => {
                    drop(line);
                    if reader.skip_until(b'\n').is_err() {
                        self.reader = None;
                    }
                    let message = format!("expected a line of at most {} MB, but found a longer one", limit >> 20);
                    return Some(Item::fault(name, message, "each line of .jsonl holds one report"));
                }
                Ok(_) if line.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(_) => {
                    let text = String::from_utf8_lossy(&line).trim_start_matches('\u{feff}').to_string();
                    let given = Given { file: Some(self.name.clone()), ..Given::default() };
                    return Some(Item { given, ..Item::new(name, Body::Json(text)) });
                }
                Err(e) => {
                    self.reader = None;
                    return Some(Item::new(name, Body::Fault(unreadable(&e))));
                }
            }
        }
    }
}

/// The reports of one JSON value: itself, or each of a list.
pub fn of_value(name: &str, bytes: &[u8]) -> Vec<Item> {
    let text = String::from_utf8_lossy(bytes);
    let given = Given { file: Some(name.to_string()), ..Given::default() };
    let item = |name: String, text: String| Item { given: given.clone(), ..Item::new(name, Body::Json(text)) };
    match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(serde_json::Value::Array(list)) => {
            list.iter().enumerate().map(|(i, v)| item(format!("{name}: item {}", i + 1), v.to_string())).collect()
        }
        Ok(value) => vec![item(name.to_string(), value.to_string())],
        Err(e) => {
            let message = format!("expected JSON, but found a fault at line {}, column {}", e.line(), e.column());
            let hint = "one report, or a list of reports: {\"text\": …, \"title\"?, \"source\"?, \"published\"?}";
            vec![Item::new(name, Body::Fault(fault(message, hint)))]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_stops_nothing() {
        let text = "\u{feff}{\"text\": \"Gunmen came.\"}\n\n{broken\n{\"text\": \"They left.\"}";
        let lines = Lines { name: "a.jsonl".into(), number: 0, reader: Some(text.as_bytes()) };
        let read: Vec<_> = lines.map(|i| (i.name.clone(), i.report(&Given::default()).map(|r| r.text))).collect();
        assert_eq!(read[0], ("a.jsonl:1".to_string(), Ok("Gunmen came.".to_string())));
        assert!(read[1].0 == "a.jsonl:3" && read[1].1.is_err());
        assert_eq!(read[2].1.as_deref(), Ok("They left."));
    }

    #[test]
    fn a_list_is_many_reports() {
        assert_eq!(of_value("a.json", b"[{\"text\": \"a\"}, {\"text\": \"b\"}]").len(), 2);
        assert!(matches!(of_value("a.json", b"[{")[0].body, Body::Fault(_)));
    }
}
