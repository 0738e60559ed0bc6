//! Lines → the lines of the report: links, calls to subscribe, picture credits and legal lines are left out and noted.
//!
//! "Read more: Niger coup marks yet another French setback" tells of a coup that this report does not tell. What is junk
//! stands in `lexicon/junk/lines.tsv`; only whole short lines are ever left out, and a heading stays.

use crate::lines::Line;
use std::sync::OnceLock;

const LINES: &str = include_str!("../../../lexicon/junk/lines.tsv");
/// The longest line, in words and marks, that a pattern without `long` may take.
const LONGEST: usize = 25;

/// Leaves out junk lines. Returns a note for each.
pub fn drop_junk(lines: &mut Vec<Line>) -> Vec<String> {
    let mut notes = Vec::new();
    lines.retain(|line| {
        let junk = is_junk(&line.text);
        if junk {
            notes.push(format!("left out: {}", clipped(&line.text)));
        }
        !junk
    });
    notes
}

/// True for a line that is no part of a report.
pub fn is_junk(line: &str) -> bool {
    // Nothing in the table is this long; a megabyte without a break is not taken apart.
    if line.len() > 600 {
        return false;
    }
    // "***", "- - -": a rule between parts.
    if !line.contains(char::is_alphanumeric) {
        return true;
    }
    let words = words(line);
    patterns().iter().any(|p| (p.long || words.len() <= LONGEST) && p.matches(&words))
}

fn clipped(line: &str) -> String {
    match line.char_indices().nth(80) {
        Some((at, _)) => format!("{} …", line[..at].trim_end()),
        None => line.to_string(),
    }
}

/// A word, lower case with straight apostrophes, or one mark.
fn words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut joined = false;
    let mut chars = line.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        let c = if matches!(c, '’' | 'ʼ') { '\'' } else { c };
        let inner = matches!(c, '\'' | '-') && joined && chars.peek().is_some_and(|d| d.is_alphanumeric());
        if c.is_whitespace() {
            joined = false;
        } else if c.is_alphanumeric() || inner {
            match words.last_mut() {
                Some(word) if joined => word.push(c),
                _ => words.push(c.to_string()),
            }
            joined = true;
        } else {
            words.push(c.to_string());
            joined = false;
        }
    }
    words
}

/// A row of the table.
struct Pattern {
    parts: Vec<Part>,
    long: bool,
}

enum Part {
    Any,
    Words { words: Vec<&'static str>, optional: bool },
}

impl Pattern {
    /// A line matches as a whole.
    fn matches(&self, words: &[String]) -> bool {
        Pattern::from(&self.parts, words)
    }

    fn from(parts: &[Part], words: &[String]) -> bool {
        match parts.split_first() {
            None => words.is_empty(),
            Some((Part::Any, rest)) => rest.is_empty() || (0..=words.len()).any(|i| Pattern::from(rest, &words[i..])),
            Some((Part::Words { words: options, optional }, rest)) => {
                let here = words.split_first().is_some_and(|(first, more)| {
                    options.iter().any(|o| is_word(o, first)) && Pattern::from(rest, more)
                });
                here || *optional && Pattern::from(rest, words)
            }
        }
    }
}

fn is_word(option: &str, word: &str) -> bool {
    match option {
        ":" => matches!(word, ":" | "|" | ">" | "»" | "→" | "…" | "–" | "—" | "-" | "!"),
        _ => option == word,
    }
}

fn patterns() -> &'static [Pattern] {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    PATTERNS.get_or_init(|| {
        let rows =
            LINES.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("# ") && !l.starts_with("#\t")).skip(1);
        rows.map(parse).collect()
    })
}

fn parse(row: &'static str) -> Pattern {
    let (pattern, scope) = row.split_once('\t').unwrap_or((row, ""));
    let part = |word: &'static str| {
        let (word, optional) = match word.strip_suffix('?') {
            Some(word) if !word.is_empty() => (word, true),
            _ => (word, false),
        };
        if word == "*" {
            return Part::Any;
        }
        // A lone bar is a mark, not two empty words.
        let words: Vec<_> = if word == "|" { vec!["|"] } else { word.split('|').collect() };
        Part::Words { words, optional }
    };
    Pattern { parts: pattern.split_whitespace().map(part).collect(), long: scope.trim() == "long" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases() {
        let cases = include_str!("../../../lexicon/junk/lines.cases");
        let mut line = "";
        let mut faults = Vec::new();
        for (i, row) in cases.lines().enumerate() {
            if let Some(text) = row.strip_prefix("> ") {
                line = text;
            } else if row == "= junk" && !is_junk(line) || row == "! junk" && is_junk(line) {
                faults.push(format!("lexicon/junk/lines.cases:{}: expected \"{row}\" of: {line}", i + 1));
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
