//! Text → lines, and lines → the text of a report: paragraphs with one empty line between them.
//!
//! A line is what its writer meant as one: a file that is wrapped at a column gets its paragraphs joined again.

/// A paragraph, heading or list item, without white space at its ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    /// True where an empty line stood before it.
    pub gap: bool,
}

/// The lines of a plain text.
pub fn of(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = true;
    for raw in text.lines() {
        let line = squeeze(raw);
        if line.is_empty() {
            gap = true;
            continue;
        }
        lines.push(Line { text: line, gap });
        gap = false;
    }
    if is_wrapped(&lines) { unwrap(lines) } else { lines }
}

/// The text of a report: lines with one empty line between them.
pub fn join(lines: &[Line]) -> String {
    let mut text = String::with_capacity(lines.iter().map(|l| l.text.len() + 2).sum());
    for line in lines {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&line.text);
    }
    text
}

/// White space of every kind becomes one space; a no-break space stays ("2 880", "« oui »").
pub fn squeeze(raw: &str) -> String {
    let mut line = String::with_capacity(raw.len());
    let mut space = false;
    for c in raw.chars() {
        if c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}') {
            space = !line.is_empty();
        } else {
            if std::mem::take(&mut space) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    line.trim().to_string()
}

/// True where most lines inside paragraphs break in mid-sentence at about the same width.
fn is_wrapped(lines: &[Line]) -> bool {
    let inner: Vec<_> = lines.windows(2).filter(|w| !w[1].gap).map(|w| (&w[0], &w[1])).collect();
    if inner.len() < 3 {
        return false;
    }
    let width = lines.iter().map(|l| l.text.chars().count()).max().unwrap_or(0);
    let broken =
        inner.iter().filter(|(a, b)| continues(&a.text, width) && !ends_sentence(&a.text) || starts_low(&b.text));
    width <= 110 && broken.count() * 10 >= inner.len() * 6
}

fn continues(line: &str, width: usize) -> bool {
    line.chars().count() * 10 >= width * 7
}

fn unwrap(lines: Vec<Line>) -> Vec<Line> {
    let width = lines.iter().map(|l| l.text.chars().count()).max().unwrap_or(0);
    let mut out: Vec<Line> = Vec::new();
    let mut full = false;
    for line in lines {
        let fills = continues(&line.text, width);
        match out.last_mut() {
            Some(last) if !line.gap && full => {
                // A hyphen at the end of a line stays: "al-" + "Qaeda" is the common case in this kind of text.
                if !last.text.ends_with('-') {
                    last.text.push(' ');
                }
                last.text.push_str(&line.text);
            }
            _ => out.push(line),
        }
        full = fills;
    }
    out
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '»', ')', '’', ' ', '\u{A0}']).ends_with(['.', '!', '?', '…', ':'])
}

fn starts_low(line: &str) -> bool {
    line.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        of(text).into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_where_nothing_is_wrapped() {
        assert_eq!(texts("One  went.\nTwo\twent.\n\n\nThree went."), ["One went.", "Two went.", "Three went."]);
        assert_eq!(texts("2\u{A0}880 hommes"), ["2\u{A0}880 hommes"]);
    }

    #[test]
    fn wrapped_paragraphs_are_joined() {
        let wrapped = "The army said on Monday that its soldiers had taken\nthe town after three days of fighting in which at\nleast a dozen people died, most of them fighters of\nthe other side.\n\nResidents gave another account of what happened\nthere and asked not to be named.";
        let read = texts(wrapped);
        assert_eq!(read.len(), 2, "{read:?}");
        assert!(read[0].ends_with("most of them fighters of the other side."));
    }

    #[test]
    fn a_title_over_a_wrapped_text_stays_alone() {
        let wrapped = "Raid in the north\nThe army said on Monday that its soldiers had taken\nthe town after three days of fighting in which at\nleast a dozen people died, most of them fighters of\nthe other side.";
        assert_eq!(texts(wrapped)[0], "Raid in the north");
    }
}
