//! Notices of a saved filter → an Atom feed (RFC 4287), for any feed reader.
//!
//! Ids and dates of entries are those of the notices, so that an entry never comes up twice. Who is only accused stays
//! so; numbers are ranges of what is stated.

use super::plain::{headline, names, range, toll};
use crate::record::News;
use types::Measure;

/// The feed of what a filter took, the newest first.
pub fn atom(filter: &str, news: &[News]) -> String {
    let updated = news.iter().map(|n| n.made.as_str()).max().unwrap_or("1970-01-01T00:00:00Z");
    let entries: String = news.iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  \
         <id>urn:tarikh:filter:{id}</id>\n  <title>{title}</title>\n  <updated>{updated}</updated>\n  \
         <author><name>tarikh</name></author>\n  <generator>tarikh</generator>\n{entries}</feed>\n",
        id = report::id_of(None, filter),
        title = escaped(&format!("tarikh: {filter}")),
    )
}

fn entry(n: &News) -> String {
    let i = &n.incident;
    let title = match &n.disagreement {
        None => headline(i),
        Some(d) => format!("disagreement on {}: {}", d.kind.word(), headline(i)),
    };
    let mut lines = Vec::new();
    if let Some(d) = &n.disagreement {
        lines.push(d.note.clone());
    }
    for (what, who) in [("by", names(i, true)), ("against", names(i, false))] {
        if !who.is_empty() {
            lines.push(format!("{what} {who}"));
        }
    }
    for (what, measure) in [("killed", Measure::Killed), ("wounded", Measure::Wounded)] {
        if let Some(t) = toll(i, measure) {
            lines.push(format!("{what}: {}", range(t)));
        }
    }
    lines.push(format!("{}; told by {}", i.status.word().replace('_', " "), i.sources.join(", ")));
    let said = n.disagreement.as_ref().map_or(&i.statements, |d| &d.statements);
    lines.extend(said.iter().take(6).map(|s| {
        let who = s.holder_text.as_ref().unwrap_or(&s.holder);
        let source = s.source.as_deref().unwrap_or("unknown source");
        format!("{source}, {who}, {}: “{}”", s.stance.word(), s.quote)
    }));
    format!(
        "  <entry>\n    <id>urn:tarikh:notice:{}</id>\n    <title>{}</title>\n    <updated>{}</updated>\n    \
         <content type=\"text\">{}</content>\n  </entry>\n",
        n.id,
        escaped(&title),
        n.made,
        escaped(&lines.join("\n")),
    )
}

/// Text as XML holds it; signs that XML forbids become spaces.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
