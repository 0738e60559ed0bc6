//! One PDF file → the report in it: the words in the order in which the file draws them.
//!
//! A page that is a picture has no words. Columns come out one after the other or mixed, as the file was made; the note
//! says where the text is from, so that a reader of strange sentences knows why.

use crate::item::fault;
use report::{Fault, Given};
use types::Report;

/// The report in a PDF file.
pub fn report(bytes: &[u8], given: &Given) -> Result<Report, Fault> {
    let hint = "try `pdftotext -layout FILE -`, or run text recognition on a scan";
    // Files are written by others; one that makes the extractor panic is one that cannot be read.
    let text = std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem(bytes));
    let text = text
        .ok()
        .and_then(Result::ok)
        .ok_or_else(|| fault("expected a PDF file with text, but found a damaged or locked one", hint))?;
    if text.trim().is_empty() {
        return Err(fault("expected a PDF file with text, but found only pictures", hint));
    }
    let known = Given { file: Some("document.txt".to_string()), ..given.clone() };
    let mut report = report::from_bytes(text.as_bytes(), &known)?;
    report.notes.push("text taken out of a PDF file".to_string());
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest file with one line of text.
    fn pdf(line: &str) -> Vec<u8> {
        let stream = format!("BT /F1 12 Tf 72 700 Td ({line}) Tj ET");
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_string(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_string(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_string(),
            format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_string(),
        ];
        let mut out = String::from("%PDF-1.4\n");
        let mut at = Vec::new();
        for (i, object) in objects.iter().enumerate() {
            at.push(out.len());
            out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
        }
        let table = out.len();
        out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
        for offset in at {
            out.push_str(&format!("{offset:010} 00000 n \n"));
        }
        out.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
        out.into_bytes()
    }

    #[test]
    fn words_are_taken_and_damage_is_named() {
        let read = report(&pdf("Gunmen raided a camp on Monday."), &Given::default()).expect("a report");
        assert_eq!(read.text, "Gunmen raided a camp on Monday.");
        for bytes in [&b"%PDF-1.4"[..], b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>", &pdf("")] {
            assert!(report(bytes, &Given::default()).is_err());
        }
    }
}
