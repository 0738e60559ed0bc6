//! The text cut finer than the tagger's tokens, for times and numbers: runs of letters, runs of digits, single marks.
//!
//! "mid-1990s" → `mid` `-` `1990` `s`; "10:35 a.m." → `10` `:` `35` `a` `.` `m` `.`; "12h30" → `12` `h` `30`. Letters are
//! folded (lower case, no accents), so that one pattern fits "Août", "aout" and "AOÛT". Whatever cuts the tagger makes,
//! these stay the same.

use types::Span;

/// What an atom is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// One mark.
    Mark,
}

/// A run of letters, a run of digits or a mark.
#[derive(Clone, Copy, Debug)]
pub struct Atom {
    /// Where it stands in the text.
    pub span: Span,
    /// What it is made of.
    pub kind: Kind,
    /// No white space stands before it.
    pub glued: bool,
    /// A blank line, or the start of the text, stands before it.
    pub breaks: bool,
    /// Its first letter is a capital.
    pub capital: bool,
    /// All its letters are capitals.
    pub shouted: bool,
    from: u32,
    to: u32,
}

/// The atoms of a text.
#[derive(Clone, Debug, Default)]
pub struct Atoms {
    /// In text order.
    pub list: Vec<Atom>,
    folded: String,
}

impl Atoms {
    /// Cuts a text.
    pub fn of(text: &str) -> Atoms {
        let mut atoms = Atoms { list: Vec::with_capacity(text.len() / 4), folded: String::with_capacity(text.len()) };
        let (mut glued, mut breaks, mut lines) = (false, true, 0);
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() {
                glued = false;
                lines += usize::from(c == '\n');
                breaks |= lines > 1;
                continue;
            }
            let from = atoms.folded.len() as u32;
            let kind = match c {
                c if c.is_ascii_digit() => Kind::Digits,
                c if c.is_alphabetic() => Kind::Word,
                _ => Kind::Mark,
            };
            let mut end = start + c.len_utf8();
            let capital = c.is_uppercase();
            let mut shouted = capital;
            fold(c, &mut atoms.folded);
            while let Some(&(at, d)) = chars.peek() {
                let joins = match kind {
                    Kind::Digits => d.is_ascii_digit(),
                    Kind::Word => d.is_alphabetic() || is_combining(d),
                    Kind::Mark => false,
                };
                if !joins {
                    break;
                }
                shouted &= !d.is_lowercase();
                fold(d, &mut atoms.folded);
                end = at + d.len_utf8();
                chars.next();
            }
            let span = Span::new(start, end);
            let to = atoms.folded.len() as u32;
            atoms.list.push(Atom { span, kind, glued, breaks, capital, shouted, from, to });
            (glued, breaks, lines) = (true, false, 0);
        }
        atoms
    }

    /// The folded letters, the digits or the mark of atom `i`; empty beyond the last.
    pub fn word(&self, i: usize) -> &str {
        self.list.get(i).map_or("", |a| &self.folded[a.from as usize..a.to as usize])
    }

    /// Atom `i`.
    pub fn get(&self, i: usize) -> Option<&Atom> {
        self.list.get(i)
    }

    /// The value of a run of at most nine digits.
    pub fn digits(&self, i: usize) -> Option<u32> {
        let a = self.list.get(i).filter(|a| a.kind == Kind::Digits)?;
        self.folded[a.from as usize..a.to as usize].parse().ok().filter(|_| a.to - a.from <= 9)
    }

    /// How many digits or letters atom `i` has.
    pub fn len_of(&self, i: usize) -> usize {
        self.list.get(i).map_or(0, |a| (a.to - a.from) as usize)
    }

    /// True where atom `i` is there and touches the one before it.
    pub fn glued(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|a| a.glued)
    }

    /// The first atom that starts at byte `at` or later.
    pub fn at(&self, at: u32) -> usize {
        self.list.partition_point(|a| a.span.start < at)
    }

    /// The text from atom `from` up to, and without, atom `to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.list.get(from), to.checked_sub(1).and_then(|i| self.list.get(i))) {
            (Some(a), Some(b)) => a.span.cover(b.span),
            _ => Span::default(),
        }
    }
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Adds `c` to `out` in lower case, without accents, with plain quotes and dashes.
pub fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => out.push('a'),
        'ç' | 'Ç' => out.push('c'),
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => out.push('e'),
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => out.push('i'),
        'ñ' | 'Ñ' => out.push('n'),
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' => out.push('o'),
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => out.push('u'),
        'œ' | 'Œ' => out.push_str("oe"),
        'æ' | 'Æ' => out.push_str("ae"),
        '’' | '‘' | 'ʼ' | '′' => out.push('\''),
        '–' | '—' | '‑' | '‐' | '−' => out.push('-'),
        '“' | '”' | '«' | '»' => out.push('"'),
        c if is_combining(c) => {}
        c => out.extend(c.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_and_folds() {
        let atoms = Atoms::of("mid-1990s, Août\n\n12h30");
        let words: Vec<&str> = (0..atoms.list.len()).map(|i| atoms.word(i)).collect();
        assert_eq!(words, ["mid", "-", "1990", "s", ",", "aout", "12", "h", "30"]);
        assert!(atoms.list[6].breaks && !atoms.list[6].glued && atoms.list[7].glued);
    }
}
