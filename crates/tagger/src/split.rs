//! Text → token spans, cut as Universal Dependencies cuts words.
//!
//! "The army's spokesman didn't confirm Al-Zaman's report." → The army 's spokesman did n't confirm Al - Zaman 's report .
//! French keeps hyphens and cuts elisions and inverted clitics: "L'armée a-t-elle quitté Saint-Louis ?" → L' armée a
//! -t-elle quitté Saint-Louis ?. Contractions such as `du` stay whole here.

use crate::abbreviations::stop_of;
use types::{Lang, Span};

/// The longest stretch without white space that is looked at as one address or mark: keeps every look-ahead bounded.
const LOOK: usize = 400;

/// The tokens of `text` in order. They never overlap and leave nothing but white space between them, except French
/// numbers written with a space, which are one token ("12 000").
pub fn split_tokens(text: &str, lang: Lang) -> Vec<Span> {
    let mut cut = Cutter { text, lang, at: 0, spans: Vec::with_capacity(text.len() / 5) };
    cut.run();
    cut.spans
}

struct Cutter<'t> {
    text: &'t str,
    lang: Lang,
    at: usize,
    spans: Vec<Span>,
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '´')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// A letter, digit or mark that may stand inside a word.
fn is_wordish(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200d}' | '_')
}

/// English prefixes that keep their hyphen ("pre-war", "co-founder").
const PREFIXES: &[&str] = &[
    "anti", "co", "counter", "e", "ex", "inter", "mid", "mini", "multi", "non", "pan", "post", "pre", "pro", "re",
    "semi", "sub", "trans", "ultra", "un",
];

/// French words before an apostrophe that are words of their own.
const ELIDED: &[&str] =
    &["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "parce qu"];

/// French words after a hyphen that are clitics of the verb before it.
const CLITICS: &[&str] = &[
    "t-il", "t-elle", "t-on", "t-ils", "t-elles", "il", "elle", "ils", "elles", "on", "je", "tu", "nous", "vous", "ce",
    "moi", "toi", "lui", "leur", "en", "y", "le", "la", "les",
];

/// Whole French words with a hyphen that look as if they ended in a clitic.
const NO_CLITIC: &[&str] = &["rendez-vous", "chez-vous", "chez-nous", "sur-le", "là-y", "garde-à-vous", "vis-à-vous"];

const SITE_ENDS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "int", "info", "mil", "uk", "fr", "ml", "us", "eu", "ch", "be", "de", "tv",
    "doc", "pdf", "xls", "html", "htm", "jpg", "txt", "ru", "bf", "ne", "sn",
];

const SMILEYS: &[&str] = &[":-)", ":-(", ";-)", ":)", ":(", ";)", ":D", ":P", "=)", "^_^", ":/", "<3"];

impl<'t> Cutter<'t> {
    fn run(&mut self) {
        while let Some(c) = self.rest().chars().next() {
            if c.is_whitespace() || is_invisible(c) {
                self.at += c.len_utf8();
                continue;
            }
            let fresh = self.text[..self.at]
                .chars()
                .next_back()
                .is_none_or(|p| p.is_whitespace() || matches!(p, '(' | '<' | '['));
            if fresh && self.address() {
                continue;
            }
            if is_wordish(c) {
                self.word();
            } else {
                self.mark(c, fresh);
            }
        }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn push(&mut self, end: usize) {
        self.spans.push(Span::new(self.at, end));
        self.at = end;
    }

    /// A web or mail address, as one token.
    fn address(&mut self) -> bool {
        let chunk = chunk_of(self.rest());
        let low = chunk.get(..8).unwrap_or(chunk).to_ascii_lowercase();
        let web = low.starts_with("http://") || low.starts_with("https://") || low.starts_with("www.");
        let mail = chunk.find('@').is_some_and(|i| {
            i > 0
                && chunk[i..].contains('.')
                && chunk
                    .chars()
                    .all(|c| is_wordish(c) || matches!(c, '@' | '.' | '-' | '+' | ',' | ';' | ':' | ')' | '>'))
        });
        if !(web || mail) {
            return false;
        }
        let kept = chunk.trim_end_matches(['.', ',', ';', ':', ')', ']', '>', '"', '\'', '!', '?', '»', '”', '’']);
        let kept = if mail { kept.split([',', ';', ')', '>']).next().unwrap_or(kept) } else { kept };
        if kept.len() < 4 {
            return false;
        }
        self.push(self.at + kept.len());
        true
    }

    /// Marks: one token each, but runs of the same mark and ellipses stay together.
    fn mark(&mut self, c: char, fresh: bool) {
        let rest = self.rest();
        let one = self.at + c.len_utf8();
        if fresh
            && let Some(face) = SMILEYS.iter().find(|f| rest.starts_with(**f))
            && !rest[face.len()..].starts_with(is_wordish)
        {
            return self.push(self.at + face.len());
        }
        if is_apostrophe(c) && self.lang == Lang::En {
            if let Some(len) = clitic_after(&rest[c.len_utf8()..]) {
                let glued = self.spans.last().is_some_and(|s| s.end as usize == self.at);
                if glued {
                    return self.push(one + len);
                }
            }
            if rest.starts_with("''") || rest.starts_with("’’") || rest.starts_with("``") {
                return self.push(one + c.len_utf8());
            }
            let year = &rest.as_bytes()[c.len_utf8()..];
            if fresh
                && year.len() >= 2
                && year[..2].iter().all(u8::is_ascii_digit)
                && !year.get(2).is_some_and(u8::is_ascii_digit)
            {
                let plural = year.get(2) == Some(&b's');
                return self.push(one + 2 + usize::from(plural));
            }
        }
        if self.lang == Lang::Fr && is_hyphen(c) {
            let after = &rest[c.len_utf8()..];
            let here = matches!(part_of(after), "là" | "ci").then(|| part_of(after).len());
            if let Some(len) = french_clitic(after).or(here)
                && self.spans.last().is_some_and(|s| s.end as usize == self.at)
            {
                return self.push(one + len);
            }
        }
        let runs = matches!(c, '.' | '-' | '!' | '?' | '*' | '=' | '_' | '~' | '<' | '>' | '—' | '–' | '#' | '+' | '$');
        if runs {
            let same = |d: char| d == c || (matches!(c, '!' | '?') && matches!(d, '!' | '?'));
            let end = rest.find(|d: char| !same(d)).unwrap_or(rest.len());
            return self.push(self.at + end);
        }
        self.push(one);
    }

    fn word(&mut self) {
        let start = self.at;
        let mut end = start;
        loop {
            let tail = &self.text[end..];
            end += tail.find(|c: char| !is_wordish(c)).unwrap_or(tail.len());
            let tail = &self.text[end..];
            let mut ahead = tail.chars();
            let Some(c) = ahead.next() else { break };
            let after = ahead.as_str();
            let next = after.chars().next().unwrap_or(' ');
            if end - start > LOOK {
                break;
            }
            let so_far = &self.text[start..end];
            let prev = so_far.chars().next_back().unwrap_or(' ');
            if !is_wordish(next) {
                if c == '.' && self.takes_stop(so_far, after) {
                    end += 1;
                    if self.lang == Lang::Fr && is_hyphen(next) && after.chars().nth(1).is_some_and(char::is_uppercase)
                    {
                        end += next.len_utf8();
                        continue;
                    }
                }
                break;
            }
            let last_part = so_far.rsplit(['.', '-', '\'', '’']).next().unwrap_or(so_far);
            let joins = match c {
                '.' => {
                    (prev.is_numeric() && next.is_numeric())
                        || (last_part.chars().count() == 1
                            && prev.is_alphabetic()
                            && next.is_alphabetic()
                            && initials(so_far))
                        || is_site_end(after)
                        || dotted(so_far, after)
                }
                ',' => {
                    prev.is_numeric() && next.is_numeric() && so_far.starts_with(|c: char| c.is_numeric() || c == '-')
                }
                ':' => prev.is_numeric() && next.is_numeric() && so_far.len() <= 8,
                '/' => self.slash_joins(so_far, after),
                '&' => prev.is_uppercase() && next.is_uppercase() && so_far.len() <= 4,
                c if is_apostrophe(c) => match self.apostrophe(so_far, after, c) {
                    Apostrophe::Joins => true,
                    Apostrophe::CutBefore => false,
                    Apostrophe::CutAfter => {
                        end += c.len_utf8();
                        break;
                    }
                },
                c if is_hyphen(c) => self.hyphen_joins(so_far, after),
                _ => false,
            };
            if !joins {
                break;
            }
            end += c.len_utf8();
        }
        if self.lang == Lang::Fr {
            end = self.spaced_number(start, end);
        }
        self.cut_word(start, end);
    }

    /// Pushes the word `start..end`, split where English splits inside a run of letters or digits.
    fn cut_word(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let tail = &self.text[end..];
        if self.lang == Lang::En {
            let mut after = tail.chars();
            if after.next().is_some_and(is_apostrophe) && word.len() > 1 && word.ends_with(['n', 'N']) {
                let rest = after.as_str();
                if rest.starts_with(['t', 'T']) && !rest[1..].starts_with(is_wordish) {
                    self.push(end - 1);
                    let mark = tail.len() - rest.len();
                    return self.push(end + mark + 1);
                }
            }
            let low = if word.len() <= 8 { word.to_ascii_lowercase() } else { String::new() };
            let cut = match low.as_str() {
                "cannot" | "gonna" | "gotta" | "wanna" | "gimme" | "lemme" => 3,
                "dont" | "doesnt" | "didnt" | "cant" | "isnt" | "havent" | "wasnt" | "couldnt" | "wouldnt" => {
                    word.len() - 2
                }
                "im" | "thats" => word.len() - 1,
                "ive" => 1,
                _ => digits_then_unit(word),
            };
            if cut > 0 && cut < word.len() {
                self.push(start + cut);
            }
        }
        self.push(end);
    }

    fn takes_stop(&self, word: &str, after: &str) -> bool {
        if word.len() > 16 {
            return false;
        }
        if initials(word) {
            let single = word.chars().count() == 1;
            // "I" ends many a sentence, and a French or all-caps "A." too rarely to matter.
            let goes_on = after.starts_with(is_hyphen)
                || after.trim_start_matches(' ').starts_with(|c: char| c.is_alphanumeric()) && !after.starts_with('\n');
            let initial = single && word != "I" && word.starts_with(char::is_uppercase) && goes_on;
            return initial || !single || stop_of(word, after, self.lang).is_some();
        }
        stop_of(word, after, self.lang).is_some()
    }

    fn slash_joins(&self, so_far: &str, after: &str) -> bool {
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit() || b == b'/');
        if digits(so_far) && after.starts_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        self.lang == Lang::Fr && so_far.len() <= 4 && matches!(part_of(after), "h" | "s" | "m" | "l" | "IIIa")
    }

    fn apostrophe(&self, so_far: &str, after: &str, _mark: char) -> Apostrophe {
        match self.lang {
            Lang::En => {
                if clitic_after(after).is_some() {
                    return Apostrophe::CutBefore;
                }
                let n_t = so_far.ends_with(['n', 'N']) && so_far.len() > 1 && matches!(part_of(after), "t" | "T");
                if n_t { Apostrophe::CutBefore } else { Apostrophe::Joins }
            }
            Lang::Fr => {
                let low = so_far.rsplit('-').next().unwrap_or(so_far).to_lowercase();
                let next = after.chars().next().unwrap_or(' ');
                let vowel = "aeiouyhàâäéèêëîïôöùûüœæ0123456789".contains(next.to_lowercase().next().unwrap_or(' '));
                if low == "l" && part_of(after).eq_ignore_ascii_case("on") {
                    return Apostrophe::Joins;
                }
                if low == "c"
                    && after.get(..3).is_some_and(|a| a.eq_ignore_ascii_case("est"))
                    && after[3..].starts_with("-à-dire")
                {
                    return Apostrophe::Joins;
                }
                if so_far.len() == low.len()
                    && ELIDED.contains(&low.as_str())
                    && (vowel || low.len() > 1 || matches!(low.as_str(), "l" | "d"))
                {
                    return Apostrophe::CutAfter;
                }
                Apostrophe::Joins
            }
        }
    }

    fn hyphen_joins(&self, so_far: &str, after: &str) -> bool {
        let part = part_of(after);
        if self.lang == Lang::Fr {
            if NO_CLITIC.iter().any(|w| {
                w.strip_prefix(&*so_far.to_lowercase())
                    .is_some_and(|t| t.strip_prefix('-') == Some(&*part.to_lowercase()))
            }) {
                return true;
            }
            if matches!(part, "là" | "ci") && !after[part.len()..].starts_with(is_hyphen) {
                let low = so_far.to_lowercase();
                return so_far.contains('-')
                    || matches!(low.as_str(), "celui" | "celle" | "ceux" | "celles" | "par" | "de" | "jusque");
            }
            return french_clitic(after).is_none();
        }
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if digits(part) && so_far.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            let more = after[part.len()..].starts_with('-')
                && after[part.len() + 1..].starts_with(|c: char| c.is_ascii_digit());
            let phone = so_far.len() == 3 && part.len() == 4;
            let date = so_far.len() == 4 && part.len() <= 2 && more;
            return so_far.contains('-') || more || phone || date;
        }
        so_far.len() <= 7 && PREFIXES.contains(&so_far.to_ascii_lowercase().as_str())
    }

    /// "12 000 hommes": digits grouped by threes with spaces.
    fn spaced_number(&self, start: usize, mut end: usize) -> usize {
        let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
        let first = &self.text[start..end];
        if digits(first) != first.len() || first.len() > 3 || first.starts_with('0') {
            return end;
        }
        loop {
            let tail = &self.text[end..];
            let Some(space) = tail.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
            else {
                return end;
            };
            let group = &tail[space.len_utf8()..];
            if digits(group) != 3 || group[3..].starts_with(is_wordish) {
                return end;
            }
            end += space.len_utf8() + 3;
        }
    }
}

enum Apostrophe {
    Joins,
    CutBefore,
    CutAfter,
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{ad}')
}

/// The stretch up to the next white space, cut at [`LOOK`] bytes.
fn chunk_of(rest: &str) -> &str {
    let mut end = rest.len().min(LOOK);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    let head = &rest[..end];
    &head[..head.find(char::is_whitespace).unwrap_or(end)]
}

/// The letters and digits `rest` starts with, at most 24 bytes of them.
fn part_of(rest: &str) -> &str {
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        if !is_wordish(c) || at > 24 {
            break;
        }
        end = at + c.len_utf8();
    }
    &rest[..end]
}

/// Length of the English clitic that follows an apostrophe.
fn clitic_after(after: &str) -> Option<usize> {
    let part = part_of(after);
    let known = part.len() <= 2 && matches!(part.to_ascii_lowercase().as_str(), "s" | "m" | "d" | "ll" | "re" | "ve");
    known.then_some(part.len())
}

/// Length of the French clitic (with an inner hyphen, "t-il") that follows a hyphen and ends the word.
fn french_clitic(after: &str) -> Option<usize> {
    CLITICS.iter().find_map(|clitic| {
        let head = after.get(..clitic.len())?;
        let tail = &after[clitic.len()..];
        let more =
            tail.starts_with(is_hyphen) && tail.chars().nth(1).is_some_and(is_wordish) && french_clitic_tail(tail);
        let goes_on = more || tail.starts_with(is_wordish) || tail.starts_with(is_apostrophe);
        (head.eq_ignore_ascii_case(clitic) && !goes_on).then_some(clitic.len())
    })
}

/// True where more than a second clitic follows: "Choisy-le-Roi" has no clitic, "dites-le-moi" has two.
fn french_clitic_tail(tail: &str) -> bool {
    let part = part_of(tail.get(1..).unwrap_or(""));
    !CLITICS.contains(&part.to_lowercase().as_str())
}

/// Single letters with stops between them: "U.S", "a.m", "J".
fn initials(word: &str) -> bool {
    let mut letter = true;
    for c in word.chars() {
        if letter != c.is_alphabetic() || (!letter && c != '.') {
            return false;
        }
        letter = !letter;
    }
    !letter
}

/// "alt.animals.cat": small letters on both sides and one more dot to come or gone.
fn dotted(so_far: &str, after: &str) -> bool {
    let part = part_of(after);
    let small = |s: &str| s.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.');
    let more =
        after[part.len()..].starts_with('.') && after[part.len() + 1..].starts_with(|c: char| c.is_ascii_lowercase());
    so_far.len() < 80 && small(so_far) && small(part) && (more || so_far.contains('.'))
}

fn is_site_end(after: &str) -> bool {
    let part = part_of(after);
    let bounded = !after[part.len()..].starts_with(|c: char| is_apostrophe(c));
    bounded && SITE_ENDS.contains(&part)
}

/// "10am" → 2, "5km" → 1: the length of the digits before a unit; 0 where the word is no such thing.
fn digits_then_unit(word: &str) -> usize {
    let digits = word.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b',')).count();
    if digits == 0 || digits == word.len() || word.len() - digits > 4 {
        return 0;
    }
    let unit = word[digits..].to_ascii_lowercase();
    let known = matches!(
        unit.as_str(),
        "am" | "pm" | "a.m." | "p.m." | "km" | "kg" | "mm" | "cm" | "lbs" | "ft" | "kms" | "m" | "hrs" | "min" | "k"
    );
    if known && unit != "k" { digits } else { 0 }
}
