//! Markdown → lines: the words without the marks.
//!
//! "## Tensions in the [north](…)" → "Tensions in the north". Front matter gives title, date and source.

use crate::{Page, date, lines};

/// True for a text that begins with front matter or a first-order heading.
pub fn looks_like(text: &str) -> bool {
    let text = text.trim_start();
    let front = text
        .strip_prefix("---\n")
        .is_some_and(|rest| rest.contains("\n---\n") && rest.starts_with(|c: char| c.is_alphabetic()));
    front || text.starts_with("# ")
}

/// The lines of a Markdown text.
pub fn to_page(text: &str) -> Page {
    let mut page = Page::default();
    let body = front_matter(text.trim_start(), &mut page);
    let mut plain = String::with_capacity(body.len());
    let mut fenced = false;
    for line in body.lines() {
        let mut line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
            continue;
        }
        if fenced || is_rule(line) || line.starts_with("[^") {
            plain.push('\n');
            continue;
        }
        let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        let first_title = heading && line.starts_with("# ") && page.title.is_none() && plain.trim().is_empty();
        if heading {
            line = line.trim_matches('#').trim();
        }
        line = line.trim_start_matches("> ").trim_start_matches('>');
        line = ["- ", "* ", "+ "].iter().find_map(|b| line.strip_prefix(b)).unwrap_or(line);
        let words = inline(line);
        if first_title {
            page.title = Some(words.trim().to_string());
        } else if heading {
            plain.push_str(&format!("\n{words}\n"));
        } else {
            plain.push_str(&words);
        }
        plain.push('\n');
    }
    page.lines = lines::of(&plain);
    page
}

/// Reads `title:`, `date:`, `source:` and `url:` of front matter; returns what follows it.
fn front_matter<'t>(text: &'t str, page: &mut Page) -> &'t str {
    let Some((head, body)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")) else { return text };
    for (key, value) in head.lines().filter_map(|l| l.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']).to_string();
        if value.is_empty() {
            continue;
        }
        match key.trim().to_lowercase().as_str() {
            "title" | "titre" => page.title = Some(value),
            "date" | "published" => page.published = date::find(&value).and_then(|f| f.day),
            "source" | "publisher" => page.source = Some(value),
            "url" | "link" => page.url = Some(value),
            _ => {}
        }
    }
    body.trim_start_matches('-')
}

fn is_rule(line: &str) -> bool {
    let marks = line.chars().filter(|c| !c.is_whitespace());
    line.len() >= 3
        && (line.starts_with("---") || line.starts_with("***") || line.starts_with("___") || line.starts_with("==="))
        && marks.clone().all(|c| matches!(c, '-' | '*' | '_' | '='))
}

/// Words of a line: links keep their words, pictures go, emphasis and code marks go.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let skip = c.len_utf8();
        match c {
            '\\' if rest[1..].starts_with(|d: char| d.is_ascii_punctuation()) => {
                out.push_str(&rest[1..2]);
                rest = &rest[2..];
                continue;
            }
            '!' if rest.starts_with("![") => {
                if let Some((_, after)) = link(&rest[1..]) {
                    rest = after;
                    continue;
                }
                out.push(c);
            }
            '[' => {
                if let Some((words, after)) = link(rest) {
                    out.extend(words.chars().filter(|c| !matches!(c, '*' | '`' | '_' | '[')));
                    rest = after;
                    continue;
                }
                out.push(c);
            }
            '*' | '`' => {}
            '_' => {
                // snake_case keeps its mark; _emphasis_ does not.
                let before = out.chars().last().is_some_and(char::is_alphanumeric);
                let after = rest[1..].chars().next().is_some_and(char::is_alphanumeric);
                if before && after {
                    out.push(c);
                }
            }
            _ => out.push(c),
        }
        rest = &rest[skip..];
    }
    out
}

/// `[words](target)` or `[words][ref]`: the words, and what follows. Links longer than a line of prose are left alone,
/// so that a text full of brackets costs no more than its length.
fn link(rest: &str) -> Option<(&str, &str)> {
    let mut reach = rest.len().min(600);
    while !rest.is_char_boundary(reach) {
        reach -= 1;
    }
    let near = &rest[..reach];
    let close = near.find(']')?;
    let words = &near[1..close];
    let end = match near[close + 1..].chars().next()? {
        '(' => close + 1 + near[close + 1..].find(')')?,
        '[' => close + 1 + near[close + 1..].find(']')?,
        _ => return None,
    };
    Some((words, &rest[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        to_page(text).lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn marks_go_and_words_stay() {
        let text = "# Raid\n\nThe **army** said [twelve *died*](http://x.y/z_(1)) in `Sévaré`.\n\n![map](a.png)\n\n## In the north\n\n- one\n- two\n\n> It was *quiet*.\n\n---\n\nfile_name stays";
        let page = to_page(text);
        assert_eq!(page.title.as_deref(), Some("Raid"));
        let want =
            ["The army said twelve died) in Sévaré.", "In the north", "one", "two", "It was quiet.", "file_name stays"];
        assert_eq!(texts(text), want);
    }

    #[test]
    fn front_matter_gives_title_day_and_source() {
        let page = to_page("---\ntitle: \"Raid\"\ndate: 2023-05-03\nsource: Delta Wire\n---\n\nGunmen came.");
        assert_eq!((page.title.as_deref(), page.source.as_deref()), (Some("Raid"), Some("Delta Wire")));
        assert_eq!(page.published.map(|d| d.to_string()).as_deref(), Some("2023-05-03"));
        assert_eq!(page.lines.len(), 1);
    }

    #[test]
    fn plain_text_is_not_markdown() {
        assert!(!looks_like("Raid on a camp\n\nGunmen came."));
        assert!(!looks_like("---\n\nGunmen came.\n---\nThey left."));
        assert!(looks_like("# Raid\n\nGunmen came."));
    }
}
