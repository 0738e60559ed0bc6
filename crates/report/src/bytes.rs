//! Bytes → text: encodings, and the refusal of what is no text.
//!
//! UTF-8 and UTF-16 with or without a mark; else Windows-1252, of which Latin-1 is a part; else Latin-9 where its œ shows.
//! "L'arm\xe9e" → "L'armée". Control characters are left out, line ends become `\n`.

use crate::{Fault, MAX_BYTES};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and what was repaired to get it.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// The text of `bytes`.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    if bytes.len() > MAX_BYTES {
        return Err(Fault::new(
            format!("expected a report of at most {} MB, but found {} MB", MAX_BYTES >> 20, bytes.len() >> 20),
            "an archive is read as one file per report, or as .jsonl with one report per line",
        ));
    }
    let encoding = encoding_of(bytes)?;
    let (text, _, broken) = encoding.decode(bytes);
    let text = tidy(&text);
    if text.trim().is_empty() {
        return Err(Fault::new("expected a report, but found an empty file", "delete it, or fetch it again"));
    }
    let note = match encoding {
        e if e == UTF_8 && broken => Some("bytes that are not UTF-8 were replaced by �".to_string()),
        e if e == UTF_8 => None,
        e => Some(format!("decoded from {}", e.name())),
    };
    Ok(Decoded { text, note })
}

fn encoding_of(bytes: &[u8]) -> Result<&'static Encoding, Fault> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok(encoding);
    }
    let start = &bytes[..bytes.len().min(4096)];
    for (magic, what) in MAGIC {
        if start.starts_with(magic) {
            return Err(not_text(what));
        }
    }
    // UTF-16 without a mark: Latin letters leave every other byte zero.
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 2;
    if start.len() >= 4 && zeros(1) > start.len() * 7 / 10 && zeros(0) == 0 {
        return Ok(UTF_16LE);
    }
    if start.len() >= 4 && zeros(0) > start.len() * 7 / 10 && zeros(1) == 0 {
        return Ok(UTF_16BE);
    }
    let control = start.iter().filter(|b| **b < 32 && !matches!(**b, b'\t' | b'\n' | b'\r' | 12 | 27)).count();
    if start.contains(&0) || control * 20 > start.len() {
        return Err(not_text("binary data"));
    }
    let broken = match std::str::from_utf8(bytes) {
        Ok(_) => return Ok(UTF_8),
        Err(_) => bytes.utf8_chunks().filter(|c| !c.invalid().is_empty()).count(),
    };
    // A UTF-8 text with a few broken bytes has more whole multi-byte characters than broken ones; in Latin-1 nearly
    // every accented letter is broken.
    let whole: usize = bytes.utf8_chunks().map(|c| c.valid().chars().filter(|c| !c.is_ascii()).count()).sum();
    if whole > broken {
        return Ok(UTF_8);
    }
    if let Some(encoding) = declared(start) {
        return Ok(encoding);
    }
    // Latin-9 writes œ where Windows-1252 has ½: "c½ur" is cœur, "1½" is a number.
    let is_letter = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0xC0);
    let oe = bytes.windows(3).any(|w| w[1] == 0xBD && is_letter(w.first()) && is_letter(w.get(2)));
    Ok(if oe { ISO_8859_15 } else { WINDOWS_1252 })
}

/// The encoding that a page names in its head: `<meta charset="iso-8859-1">`.
fn declared(start: &[u8]) -> Option<&'static Encoding> {
    let at = start.windows(8).position(|w| w.eq_ignore_ascii_case(b"charset="))?;
    let label = start[at + 8..].iter().skip_while(|b| matches!(**b, b'"' | b'\'')).copied();
    let label: Vec<u8> = label.take_while(|b| b.is_ascii_alphanumeric() || matches!(*b, b'-' | b'_')).collect();
    Encoding::for_label(&label).filter(|e| *e != UTF_8)
}

/// The first bytes of formats that people drop on a reader by mistake.
const MAGIC: [(&[u8], &str); 8] = [
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
];

fn not_text(what: &str) -> Fault {
    let hint = match what {
        "a PDF file" => "take its text out first, for example with `pdftotext FILE -`",
        "a zip archive or office document" => "unpack it, or save the document as plain text",
        "a database" => "a record is asked with `tarikh incidents`, not read",
        _ => "tarikh reads plain text, Markdown and HTML",
    };
    Fault::new(format!("expected text, but found {what}"), hint)
}

/// One kind of line end, no control characters, no marks without width.
fn tidy(text: &str) -> String {
    let plain = |b: u8| matches!(b, b'\n' | b'\t' | b' '..=b'~');
    let mut out = String::with_capacity(text.len());
    // Most of a page is ASCII without control characters: it is copied as it stands.
    let start = text.bytes().position(|b| !plain(b)).unwrap_or(text.len());
    out.push_str(&text[..start]);
    let mut chars = text[start..].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2060}' | '\u{FEFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).expect("a text").text
    }

    #[test]
    fn encodings_are_told_apart() {
        let said = "L’armée a nié : « cœur », 1½ km.";
        let utf16 = |le: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(said.encode_utf16());
            units.flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
        };
        assert_eq!(text(said.as_bytes()), said);
        assert_eq!(text(&[b"\xEF\xBB\xBF", said.as_bytes()].concat()), said);
        assert_eq!(text(&utf16(true, true)), said);
        assert_eq!(text(&utf16(false, true)), said);
        assert_eq!(text(&utf16(true, false)), said);
        assert_eq!(text(b"L'arm\xe9e a ni\xe9 le d\xe9c\xe8s."), "L'armée a nié le décès.");
        assert_eq!(text(b"Il a dit \x93 non \x94."), "Il a dit “ non ”.");
        assert_eq!(text(b"Au c\xbdur de la ville, l'\xe9tat-major"), "Au cœur de la ville, l'état-major");
        assert_eq!(text("déjà tué\r\nblessé\rété".as_bytes()), "déjà tué\nblessé\nété");
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_it_latin_1() {
        let mut bytes = "L'état-major général a démenti à Ségou.".as_bytes().to_vec();
        bytes.push(0xE9);
        let decoded = decode(&bytes).expect("a text");
        assert!(decoded.text.starts_with("L'état-major général"));
        assert!(decoded.note.is_some());
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_next_step() {
        for bytes in [
            &b""[..],
            b" \n\t\n",
            b"%PDF-1.7 ...",
            b"PK\x03\x04....",
            b"\x00\x01\x02\x03\x04\x00\x00abc",
            b"\x89PNG\r\n",
        ] {
            let fault = decode(bytes).expect_err("no text");
            assert!(fault.message.starts_with("expected") && fault.hint.is_some(), "{fault:?}");
        }
        assert!(decode(&vec![b'a'; MAX_BYTES + 1]).is_err());
    }
}
