//! One Word document → the report in it: its paragraphs in order, its title from its properties.
//!
//! Text that was deleted while changes were tracked is no text of the document; tables give their cells, one a line.

use crate::item::fault;
use crate::zipped::member;
use quick_xml::Reader;
use quick_xml::events::Event;
use report::{Fault, Given};
use std::io::Cursor;
use types::Report;

/// The report in a Word document.
pub fn report(bytes: &[u8], given: &Given) -> Result<Report, Fault> {
    let none = |found: &str| {
        fault(
            format!("expected a Word document, but found {found}"),
            "open it in a word processor and save it as .docx or .txt",
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| none("a damaged file"))?;
    let body = member(&mut archive, "word/document.xml").map_err(|why| none(&why))?;
    let mut known = Given { file: Some("document.txt".to_string()), ..given.clone() };
    if known.title.is_none() {
        let properties = member(&mut archive, "docProps/core.xml").unwrap_or_default();
        known.title = words(&properties, "title", "").map(|t| t.trim().to_string()).filter(|t| !t.is_empty());
    }
    let text = words(&body, "t", "p").ok_or_else(|| none("one with broken markup"))?;
    report::from_bytes(text.as_bytes(), &known)
}

/// What stands inside elements called `text`, with an empty line after each `block`; `None` where the markup breaks off
/// before any of it.
fn words(xml: &[u8], text: &str, block: &str) -> Option<String> {
    let xml = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    let (mut out, mut inside) = (String::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => inside = tag.local_name().as_ref() == text,
            Ok(Event::Empty(tag)) => match tag.local_name().as_ref() {
                "tab" => out.push(' '),
                "br" | "cr" => out.push('\n'),
                _ => {}
            },
            Ok(Event::End(tag)) => {
                inside = false;
                if !block.is_empty() && tag.local_name().as_ref() == block {
                    out.push_str("\n\n");
                }
            }
            Ok(Event::Text(piece)) if inside => out.push_str(&piece),
            Ok(Event::GeneralRef(name)) if inside => {
                out.push_str(&quick_xml::escape::unescape(&format!("&{};", &*name)).unwrap_or_default());
            }
            Ok(Event::Eof) => return Some(out),
            Err(_) => return Some(out).filter(|o| !o.trim().is_empty()),
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn docx(body: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [
            ("word/document.xml", format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>")),
            ("docProps/core.xml", "<cp><dc:title>Raid on a camp</dc:title></cp>".to_string()),
        ] {
            zip.start_file(name, options).and_then(|()| Ok(zip.write_all(text.as_bytes())?)).expect("a zip");
        }
        zip.finish().expect("a zip").into_inner()
    }

    #[test]
    fn paragraphs_and_title() {
        let body = "<w:p><w:r><w:t>Gunmen </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>came &amp; left.</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Two died.</w:t></w:r></w:p>";
        let read = report(&docx(body), &Given::default()).expect("a report");
        assert_eq!(read.text, "Gunmen came & left.\n\nTwo died.");
        assert_eq!(read.title.as_deref(), Some("Raid on a camp"));
    }

    #[test]
    fn damage_is_named() {
        assert!(report(b"PK\x03\x04", &Given::default()).expect_err("none").message.contains("Word document"));
        let cut = docx("<w:p><w:r><w:t>Gunmen came.</w:t></w:r></w:p><w:p");
        assert_eq!(report(&cut, &Given::default()).map(|r| r.text), Ok("Gunmen came.".to_string()));
    }
}
