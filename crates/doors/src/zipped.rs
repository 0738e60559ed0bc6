//! A zip archive → what it holds, member by member, in memory. No member's name is ever a path on this machine.

use crate::item::{Body, Item, bounded, fault, unreadable};
use crate::kind::ENDINGS;
use crate::unpack::{bomb, is_bomb};
use report::{Fault, MAX_BYTES};
use std::io::{Read, Seek};
use zip::ZipArchive;

/// More members than this are no folder of reports.
const MOST: usize = 1_000_000;
/// A member that is itself an archive or a table may be larger than a report.
const LARGEST: u64 = 16 * MAX_BYTES as u64;

/// The members of an archive.
pub struct Zip<R> {
    pub name: String,
    archive: ZipArchive<R>,
    next: usize,
}

impl<R: Read + Seek> Zip<R> {
    /// Opens an archive.
    pub fn open(name: &str, reader: R) -> Result<Zip<R>, Fault> {
        let bad = |found: String| fault(format!("expected a zip archive, but found {found}"), "fetch it again");
        let mut archive = ZipArchive::new(reader).map_err(|e| bad(reason(&e)))?;
        // Spreadsheets and slides are zip archives of markup, which is no report.
        if archive.by_name("[Content_Types].xml").is_ok() || archive.by_name("mimetype").is_ok() {
            let hint = "save it as .docx, .csv or .txt";
            return Err(fault("expected a zip archive of reports, but found an office document or a book", hint));
        }
        if archive.len() > MOST {
            return Err(bad(format!("one with {} members", archive.len())));
        }
        Ok(Zip { name: name.to_string(), archive, next: 0 })
    }
}

impl<R: Read + Seek> Iterator for Zip<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while self.next < self.archive.len() {
            let i = self.next;
            self.next += 1;
            let at = |name: &str| format!("{}: {}", self.name, shown(name));
            let mut file = match self.archive.by_index(i) {
                Ok(file) => file,
                Err(e) => {
                    let message = format!("expected a member of an archive, but found {}", reason(&e));
                    return Some(Item::fault(at(&format!("member {}", i + 1)), message, ""));
                }
            };
            let own = file.name().map_or_else(|_| format!("member {}", i + 1), |n| n.into_owned());
            let base = own.rsplit(['/', '\\']).next().unwrap_or_default();
            if file.is_dir() || base.starts_with('.') || own.starts_with("__MACOSX/") {
                continue;
            }
            let ending = base.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
            if !ENDINGS.contains(&ending.as_str()) {
                return Some(Item::skipped(at(&own), format!("a file ending in .{}", shown(&ending))));
            }
            let many =
                matches!(ending.as_str(), "jsonl" | "ndjson" | "csv" | "tsv" | "warc" | "zip" | "gz" | "parquet");
            let room = if many { LARGEST } else { MAX_BYTES as u64 };
            let packed = file.compressed_size();
            let mut bytes = Vec::new();
            let read = (&mut file)
                .take(room + 1)
                .read_to_end(&mut bytes)
                .and_then(|n| if is_bomb(packed, n as u64) { Err(bomb()) } else { Ok(n as u64) });
            return Some(match read {
                Err(e) => Item::new(at(&own), Body::Fault(unreadable(&e))),
                Ok(n) if n > room => {
                    let message = format!("expected a file of at most {} MB, but found a larger one", room >> 20);
                    Item::fault(at(&own), message, "take it out of the archive and read it by itself")
                }
                Ok(_) => {
                    let mut item = Item::new(at(&own), Body::Bytes { name: base.to_string(), bytes });
                    item.given.file = Some(at(&own));
                    item
                }
            });
        }
        None
    }
}

/// A name as it may be shown: without control characters, not too long.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn reason(error: &zip::result::ZipError) -> String {
    use zip::result::ZipError::{FileNotFound, Io, UnsupportedArchive};
    match error {
        UnsupportedArchive(why) if why.to_lowercase().contains("password") => {
            "one that is locked with a password".into()
        }
        UnsupportedArchive(_) => "one packed in a way that tarikh does not know".into(),
        FileNotFound => "no such member".into(),
        Io(e) => e.to_string(),
        _ => "a damaged file".into(),
    }
}

/// The bytes of one member of a small archive, such as a Word document.
pub fn member<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<Vec<u8>, String> {
    let file = archive.by_name(name).map_err(|e| reason(&e))?;
    let packed = file.compressed_size();
    let bytes = bounded(file).map_err(|e| e.to_string())?;
    if bytes.len() > MAX_BYTES || is_bomb(packed, bytes.len() as u64) {
        return Err(fault("one that unfolds beyond measure", "").message);
    }
    Ok(bytes)
}
