//! One mail → the report in it: subject, sender and day from its head, its text or page as the text.

use crate::item::fault;
use mail_parser::MessageParser;
use report::{Fault, Given};
use types::Report;

/// The report in a mail. Attachments are not read, and noted.
pub fn report(bytes: &[u8], given: &Given) -> Result<Report, Fault> {
    let none = || fault("expected a mail, but found none", "a mail begins with lines such as From: and Subject:");
    let mail = MessageParser::default().parse(bytes).ok_or_else(none)?;
    if mail.headers().is_empty() {
        return Err(none());
    }
    let words = |s: &str| Some(s.trim().to_string()).filter(|s| !s.is_empty());
    let sender = mail.from().and_then(|a| a.first()).and_then(|a| a.name().or(a.address())).and_then(words);
    // "Fwd:" and "Re:" are of the post, not of the report.
    let subject = mail.thread_name().or(mail.subject()).and_then(words);
    let day = mail.date().and_then(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day).parse().ok());
    let mut known = given.clone();
    known.title = known.title.or(subject);
    known.source = known.source.or(sender);
    known.published = known.published.or(day);
    let plain = mail.text_part(0).is_some_and(|p| !p.is_text_html());
    let (name, text) = if plain {
        ("mail.txt", mail.body_text(0))
    } else {
        ("mail.html", mail.body_html(0).or_else(|| mail.body_text(0)))
    };
    let text =
        text.ok_or_else(|| fault("expected a mail with text, but found none", "its attachments are not read"))?;
    known.file = Some(name.to_string());
    let mut report = report::from_bytes(text.as_bytes(), &known)?;
    let attached = mail.attachment_count();
    if attached > 0 {
        report.notes.push(format!("attachments that were not read: {attached}"));
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_text_of_a_mail() {
        let mail = b"From: Delta Wire <news@delta.example>\r\nSubject: Fwd: =?utf-8?Q?L=E2=80=99arm=C3=A9e?= nie\r\nDate: Wed, 3 May 2023 08:00:00 +0000\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nL'arm=E9e a ni=E9 =\r\nles faits.\r\n";
        let read = report(mail, &Given::default()).expect("a report");
        assert_eq!(read.text, "L'armée a nié les faits.");
        assert_eq!(read.title.as_deref(), Some("L’armée nie"));
        assert_eq!(read.source.as_deref(), Some("Delta Wire"));
        assert_eq!(read.published.map(|d| d.to_string()).as_deref(), Some("2023-05-03"));
    }

    #[test]
    fn a_page_in_parts_with_an_attachment() {
        let mail = "From: a@b.example\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n<html><body><p>Gunmen came.</p></body></html>\r\n--B\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\nx\r\n--B--\r\n";
        let read = report(mail.as_bytes(), &Given::default()).expect("a report");
        assert_eq!((read.text.as_str(), read.source.as_deref()), ("Gunmen came.", Some("a@b.example")));
        assert!(read.notes.iter().any(|n| n.contains("attachments")));
    }

    #[test]
    fn what_is_no_mail_is_refused() {
        for bytes in [&b""[..], b"From: a\r\nContent-Type: image/png\r\n\r\n\x00", b"\xff\xfe\x00"] {
            assert!(report(bytes, &Given::default()).is_err(), "{bytes:?}");
        }
    }
}
