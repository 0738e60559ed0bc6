//! A page of fixed width: wrapped lines, hanging labels, two columns, and colours that never carry meaning alone.

/// The width of every page, in characters.
pub const WIDTH: usize = 80;
/// Where the text after a label begins.
pub const INDENT: usize = 13;

/// How words are set. Without colour all of them are plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Titles and headings.
    Bold,
    /// What stands in the margin.
    Dim,
    /// Words of the report.
    Quote,
    /// What needs a second look: denials, disagreements.
    Alert,
    /// Everything else.
    Plain,
}

/// Text that is set on the page.
pub struct Paper {
    out: String,
    colour: bool,
}

impl Paper {
    /// An empty page.
    pub fn new(colour: bool) -> Paper {
        Paper { out: String::new(), colour }
    }

    /// What was set.
    pub fn finish(self) -> String {
        self.out
    }

    /// An empty line, but never two.
    pub fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A rule over the whole width.
    pub fn rule(&mut self) {
        let rule = "-".repeat(WIDTH);
        self.line(&rule, Ink::Dim);
    }

    /// A line as it is.
    pub fn line(&mut self, text: &str, ink: Ink) {
        self.ink(text, ink);
        self.out.push('\n');
    }

    /// Text wrapped to the width, every line indented by `indent`.
    pub fn text(&mut self, indent: usize, text: &str, ink: Ink) {
        for line in wrap(text, WIDTH - indent) {
            self.out.push_str(&" ".repeat(indent));
            self.line(&line, ink);
        }
    }

    /// A label in the margin and text beside it. An empty label continues the one above.
    pub fn labelled(&mut self, label: &str, text: &str, ink: Ink) {
        for (i, line) in wrap(text, WIDTH - INDENT).iter().enumerate() {
            let label = if i == 0 { label } else { "" };
            self.out.push_str("   ");
            self.ink(label, Ink::Dim);
            self.out.push_str(&" ".repeat(INDENT.saturating_sub(3 + label.chars().count()).max(1)));
            self.line(line, ink);
        }
    }

    /// Two texts side by side, each under its heading.
    pub fn columns(&mut self, left: (&str, &[String]), right: (&str, &[String])) {
        let width = (WIDTH - 3 - 3) / 2;
        let side = |texts: &[String]| texts.iter().flat_map(|t| wrap(t, width)).collect::<Vec<_>>();
        let (a, b) = (side(left.1), side(right.1));
        self.out.push_str("   ");
        self.ink(left.0, Ink::Dim);
        self.out.push_str(&" ".repeat((width + 3).saturating_sub(left.0.chars().count())));
        self.ink(right.0, Ink::Alert);
        self.out.push('\n');
        for i in 0..a.len().max(b.len()) {
            let (l, r) = (a.get(i).map_or("", String::as_str), b.get(i).map_or("", String::as_str));
            let space = " ".repeat((width + 3).saturating_sub(l.chars().count()));
            let row = format!("   {l}{space}{r}");
            self.line(row.trim_end(), Ink::Plain);
        }
    }

    fn ink(&mut self, text: &str, ink: Ink) {
        let code = match ink {
            Ink::Plain => "",
            Ink::Bold => "1",
            Ink::Dim => "2",
            Ink::Quote => "36",
            Ink::Alert => "33",
        };
        if self.colour && !code.is_empty() && !text.is_empty() {
            self.out.push_str(&format!("\x1b[{code}m{text}\x1b[0m"));
        } else {
            self.out.push_str(text);
        }
    }
}

/// Lines of at most `width` characters, broken at spaces; a longer word is broken where it must be.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let mut word = word;
        let mut length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        while length > width {
            let cut = word.char_indices().nth(width).map_or(word.len(), |(at, _)| at);
            if let Some(line) = lines.last_mut() {
                line.push_str(&word[..cut]);
            }
            lines.push(String::new());
            word = &word[cut..];
            length -= width;
        }
        if let Some(line) = lines.last_mut() {
            if used > 0 {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_whatever_the_words() {
        let long = "x".repeat(300);
        for text in ["", "one two three", &long, "a\u{A0}b « c »", "déjà vu à l'aube du jour de l'an dernier"] {
            for width in [10, 33, 68] {
                assert!(wrap(text, width).iter().all(|l| l.chars().count() <= width), "{text} at {width}");
                let words = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                assert_eq!(words(&wrap(text, width).concat()), words(text));
            }
        }
    }

    #[test]
    fn without_colour_nothing_is_escaped() {
        let mut paper = Paper::new(false);
        paper.labelled("Who", "JNIM", Ink::Bold);
        paper.columns(("Claimed", &["a b".into()]), ("Denied", &["c".into()]));
        assert!(!paper.finish().contains('\x1b'));
    }
}
