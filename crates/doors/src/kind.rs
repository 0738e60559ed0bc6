//! A file's name and first bytes → what it is. The bytes go before the name: a feed called `index.html` is a feed.

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One report: plain text, Markdown or HTML.
    Text,
    /// One mail.
    Mail,
    /// One Word document.
    Docx,
    /// One PDF file.
    Pdf,
    /// One JSON value: a report, or a list of them.
    Json,
    /// One report as JSON on each line.
    Lines,
    /// One report in each row of comma-separated values.
    Table,
    /// One report in each row of a Parquet file.
    Parquet,
    /// A web archive.
    Warc,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list of feeds.
    Opml,
    /// A zip archive.
    Zip,
    /// A compressed file.
    Gzip,
}

/// Endings that are read in a folder. A file named by the user is read whatever its ending.
pub const ENDINGS: [&str; 25] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "csv", "tsv", "parquet",
    "warc", "wet", "rss", "atom", "xml", "rdf", "opml", "eml", "docx", "pdf", "zip", "gz",
];

/// How many first bytes [`of`] wants to see.
pub const HEAD: usize = 4096;

/// What a file is by its name and its first bytes.
pub fn of(name: &str, head: &[u8]) -> Kind {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return if ending == "docx" || ending == "docm" { Kind::Docx } else { Kind::Zip };
    }
    for (magic, kind) in
        [(&b"\x1f\x8b"[..], Kind::Gzip), (b"PAR1", Kind::Parquet), (b"%PDF", Kind::Pdf), (b"WARC/", Kind::Warc)]
    {
        if head.starts_with(magic) {
            return kind;
        }
    }
    match ending.as_str() {
        "jsonl" | "ndjson" => return Kind::Lines,
        "csv" | "tsv" => return Kind::Table,
        "eml" => return Kind::Mail,
        "json" => return if is_json_feed(head) { Kind::Feed } else { Kind::Json },
        // Named so, but not begun so: each says what it misses.
        "warc" | "wet" => return Kind::Warc,
        "parquet" => return Kind::Parquet,
        "docx" => return Kind::Docx,
        "opml" => return Kind::Opml,
        "rss" | "atom" => return Kind::Feed,
        // Standard input has no name: `zcat news.jsonl.gz | tarikh read -`.
        "" if begins_as_lines(head) => return Kind::Lines,
        _ => {}
    }
    match root(head).as_deref() {
        Some("rss" | "feed" | "rdf") => Kind::Feed,
        Some("opml") => Kind::Opml,
        _ => Kind::Text,
    }
}

/// True for markup that a browser would show.
pub fn is_page(bytes: &[u8]) -> bool {
    matches!(root(&bytes[..bytes.len().min(HEAD)]).as_deref(), Some("html" | "head" | "body" | "article" | "div" | "p"))
}

/// True where the first line is a JSON object, or as much of one as is there.
fn begins_as_lines(head: &[u8]) -> bool {
    let first = head.split(|b| *b == b'\n').next().unwrap_or_default();
    head.starts_with(b"{\"")
        && (first.len() == head.len()
            || serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(first).is_ok())
}

fn is_json_feed(head: &[u8]) -> bool {
    head.windows(19).any(|w| w == b"jsonfeed.org/versio")
}

/// The name of the first element of a piece of markup, without the prefix's own meaning: "rdf:RDF" → "rdf".
fn root(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let after = rest.strip_prefix('<')?;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1.trim_start();
        } else if after.starts_with(['?', '!']) {
            rest = after.split_once('>')?.1.trim_start();
        } else {
            let name: String = after.chars().take_while(char::is_ascii_alphanumeric).collect();
            return Some(name.to_ascii_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_go_before_names() {
        for (name, head, kind) in [
            ("a.html", "<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", Kind::Feed),
            ("a.xml", "\u{feff}<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
            ("a.xml", "<rdf:RDF>", Kind::Feed),
            ("a.xml", "<opml version='2.0'>", Kind::Opml),
            ("a.xml", "<!doctype html><html>", Kind::Text),
            ("a.txt", "PK\x03\x04", Kind::Zip),
            ("a.docx", "PK\x03\x04", Kind::Docx),
            ("a.JSONL", "{}", Kind::Lines),
            ("a", "WARC/1.0\r\n", Kind::Warc),
            ("a.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", Kind::Feed),
            ("a.json", "[{}]", Kind::Json),
            ("", "{\"text\": \"Gunmen came.\"}\n{\"te", Kind::Lines),
            ("", "{\"text\": \"Gunmen", Kind::Lines),
            ("", "{\"Gunmen came\", he said}\n", Kind::Text),
            ("a.txt", "{\"text\": \"Gunmen came.\"}\n", Kind::Text),
            ("a", "Gunmen came. <feed>", Kind::Text),
            ("", "", Kind::Text),
        ] {
            assert_eq!(of(name, head.as_bytes()), kind, "{name} {head}");
        }
        assert_eq!(of("a.jsonl.gz", b"\x1f\x8b\x08"), Kind::Gzip);
    }
}
