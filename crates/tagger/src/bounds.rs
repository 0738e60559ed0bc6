//! Names found in a sentence → the same names from their first word to their last.
//!
//! Labels learnt from few texts begin and end a name one word early or late: "Muqtada [al-Sadr]", "[Kaya Burkina Faso]".
//! The tree, the words of titles and institutions, and names that everybody knows say where it really begins and ends. No
//! name is found here that was not found before.

use crate::names::known_whole;
use types::{Name, NameKind, Upos};

/// What is known of a sentence; `base` is the number of its first token.
pub(crate) struct Sentence<'s> {
    pub words: &'s [&'s str],
    pub upos: &'s [Upos],
    pub heads: &'s [usize],
    pub base: u32,
}

/// Mends the ends of the names from number `before` on, which stand in order and do not overlap.
pub(crate) fn mend(s: &Sentence, before: usize, out: &mut Vec<Name>) {
    let mut found: Vec<Found> = out.split_off(before).into_iter().map(|n| Found::of(&n, s.base)).collect();
    found.retain_mut(|n| cut_titles(s, n) && cut_addresses(s, n));
    for k in 0..found.len() {
        let left = if k > 0 { found[k - 1].end } else { 0 };
        let right = found.get(k + 1).map_or(s.words.len(), |n| n.start);
        widen(s, &mut found[k], left, right);
    }
    join_institutions(s, &mut found);
    for n in found {
        match place_in_place(s, &n) {
            Some(at) => {
                out.push(n.name(n.start, at, s.base));
                out.push(n.name(at, n.end, s.base));
            }
            None => out.push(n.name(n.start, n.end, s.base)),
        }
    }
}

/// A name by the numbers of its words in the sentence.
struct Found {
    start: usize,
    end: usize,
    kind: NameKind,
    score: f32,
}

impl Found {
    fn of(name: &Name, base: u32) -> Found {
        Found {
            start: (name.start - base) as usize,
            end: (name.end - base) as usize,
            kind: name.kind,
            score: name.score,
        }
    }

    fn name(&self, start: usize, end: usize, base: u32) -> Name {
        Name { start: base + start as u32, end: base + end as u32, kind: self.kind, score: self.score }
    }
}

/// Words that stand before a person's name and are no part of it, in small letters without a full stop.
const TITLES: &[&str] = &[
    "president",
    "president-elect",
    "minister",
    "prime",
    "general",
    "gen",
    "col",
    "colonel",
    "lt",
    "lieutenant",
    "capt",
    "captain",
    "major",
    "maj",
    "sgt",
    "sergeant",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sen",
    "senator",
    "gov",
    "governor",
    "rep",
    "king",
    "sheikh",
    "secretary",
    "ambassador",
    "commander",
    "judge",
    "bishop",
    "archbishop",
    "mayor",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "président",
    "présidente",
    "ministre",
    "général",
    "capitaine",
    "commandant",
    "m",
    "mme",
    "monsieur",
    "madame",
    "docteur",
    "colonel",
    "juge",
    "maire",
    "roi",
    "évêque",
];

/// Takes titles and months off persons' names: "FEBRUARY PRESIDENT CEREZO"; false where nothing but a title is left.
fn cut_titles(s: &Sentence, n: &mut Found) -> bool {
    if n.kind == NameKind::Person {
        let title = |at: usize| TITLES.contains(&s.words[at].trim_end_matches('.').to_lowercase().as_str());
        while n.start < n.end && title(n.start) {
            n.start += 1;
        }
    }
    n.start < n.end
}

/// Takes off an address that stands behind a name: "Awa Diallo awa@example.org".
fn cut_addresses(s: &Sentence, n: &mut Found) -> bool {
    if let Some(at) = (n.start..n.end).find(|&i| is_address(s.words[i])) {
        n.end = at;
    }
    n.start < n.end
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.") || word.contains('@') && word.contains('.')
}

/// Makes a name as long as the tree says: "Muqtada al - Sadr" hangs together though the labels stopped at its first word.
fn widen(s: &Sentence, n: &mut Found, left: usize, right: usize) {
    let proper = |i: usize| s.upos[i] == Upos::Propn;
    let inside = |i: usize, n: &Found| (n.start..n.end).contains(&s.heads[i]);
    loop {
        let end = n.end;
        if end < right && proper(end) && proper(end - 1) && inside(end, n) && !is_address(s.words[end]) {
            n.end += 1;
        } else if end + 1 < right && s.words[end] == "-" && proper(end + 1) && proper(end - 1) && inside(end + 1, n) {
            n.end += 2;
        } else {
            break;
        }
    }
    if matches!(n.kind, NameKind::Organisation | NameKind::Place | NameKind::Facility) {
        while n.start > left && begins_name(s, n.start - 1) && proper(n.start) && inside(n.start - 1, n) {
            n.start -= 1;
        }
    }
    // "[the United] States": whatever the first words were taken for.
    let wider = (1..=2).find(|k| left + k <= n.start && known_whole(&s.words[n.start - k..n.end]).is_some());
    n.start -= wider.unwrap_or(0);
}

/// Whether a word may begin the name it hangs on: a proper noun, or a describing word with a capital that is not the
/// sentence's first, "the International Energy Agency".
fn begins_name(s: &Sentence, i: usize) -> bool {
    let mixed = || s.words.iter().any(|w| w.starts_with(char::is_lowercase));
    let capital = || i > 0 && s.words[i].starts_with(char::is_uppercase) && mixed();
    s.upos[i] == Upos::Propn || s.upos[i] == Upos::Adj && capital()
}

/// Nouns that begin the name of an institution, whose field or seat follows: "Department of Housing and Urban Development".
const INSTITUTIONS: &[&str] = &[
    "academy",
    "agency",
    "association",
    "authority",
    "bureau",
    "centre",
    "center",
    "college",
    "commission",
    "committee",
    "council",
    "department",
    "directorate",
    "faculty",
    "federation",
    "institute",
    "league",
    "ministry",
    "office",
    "offices",
    "organisation",
    "organization",
    "school",
    "society",
    "union",
    "university",
];

/// Joins what follows an institution by "of", "for" or "and" and hangs on it: "Association [of Muslim Scholars]", "Department of
/// Housing [and Urban Development]".
fn join_institutions(s: &Sentence, found: &mut Vec<Found>) {
    let institution = |i: usize| {
        s.words[i].starts_with(char::is_uppercase) && INSTITUTIONS.contains(&s.words[i].to_lowercase().as_str())
    };
    let capital = |i: usize| s.words[i].starts_with(char::is_uppercase) && s.words[i].contains(char::is_lowercase);
    let mut k = 0;
    while k < found.len() {
        let n = &found[k];
        let at = n.end;
        let of = at < s.words.len() && matches!(s.words[at], "of" | "for") && institution(at - 1);
        let and = at < s.words.len()
            && s.words[at] == "and"
            && (n.start..at).any(institution)
            && s.words[n.start..at].contains(&"of");
        if n.kind == NameKind::Organisation && (of || and) {
            let mut end = at + 1;
            while end < s.words.len() && capital(end) {
                end += 1;
            }
            // The last word of the field is the one that hangs on the institution.
            if end > at + 1 && (n.start..at).contains(&s.heads[end - 1]) {
                let inside = found[k + 1..].iter().take_while(|m| m.start < end).count();
                if found[k + 1..][..inside].iter().all(|m| m.end <= end) {
                    found.drain(k + 1..k + 1 + inside);
                    found[k].end = end;
                    continue;
                }
            }
        }
        k += 1;
    }
}

/// The states of the United States as addresses shorten them.
const STATES: &[&str] = &[
    "al", "ak", "az", "ar", "ca", "co", "ct", "dc", "de", "fl", "ga", "hi", "ia", "id", "il", "ks", "ky", "ma", "md",
    "mi", "mn", "mo", "ms", "mt", "nc", "nd", "ne", "nh", "nj", "nm", "nv", "ny", "oh", "ok", "pa", "ri", "sc", "sd",
    "tn", "tx", "ut", "va", "vt", "wa", "wi", "wv", "wy",
];

/// Words before which no other place ends: "Northern Mali", "Gulf of Guinea", "New Mexico", "Papua New Guinea".
const PARTS: &[&str] = &[
    "of", "de", "du", "new", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
    "upper", "lower", "greater", "republic", "nord", "sud", "est", "ouest", "saint", "st.", "san", "santa", "el", "al",
    "la", "le", "-", "the", "port", "mount", "lake", "fort", "camp", "and", "et",
];

/// Where a second place begins in a name of two: "Miramar | Florida", "San Rafael | CA".
fn place_in_place(s: &Sentence, n: &Found) -> Option<usize> {
    let all = &s.words[n.start..n.end];
    if n.kind != NameKind::Place || all.len() < 2 || known_whole(all).is_some() {
        return None;
    }
    let last = all[all.len() - 1].trim_end_matches('.').to_lowercase();
    let state = all.len() > 1 && STATES.contains(&last.as_str()) && all[all.len() - 1].starts_with(char::is_uppercase);
    let tail = (1..all.len().min(4)).rev().find(|&k| known_whole(&all[all.len() - k..]) == Some(NameKind::Place));
    let tail = tail.or(state.then_some(1))?;
    let before = all[all.len() - tail - 1].to_lowercase();
    (!PARTS.contains(&before.as_str())).then_some(n.end - tail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag;
    use types::Lang;

    fn names(text: &str) -> Vec<&str> {
        let tagged = tag(text, Lang::En);
        tagged.names.iter().map(|n| tagged.span_of(n.start, n.end).of(text)).collect()
    }

    #[test]
    fn a_town_and_its_country_are_two_places() {
        let words = ["Kaya", "Burkina", "Faso"];
        let s = Sentence { words: &words, upos: &[Upos::Propn; 3], heads: &[0, 0, 0], base: 0 };
        let place = |start, end| Found { start, end, kind: NameKind::Place, score: 1.0 };
        assert_eq!(place_in_place(&s, &place(0, 3)), Some(1));
        assert_eq!(place_in_place(&s, &place(1, 3)), None, "a country of two words is one");
        for whole in [["Northern", "Mali"], ["South", "Sudan"], ["New", "Mexico"]] {
            let s = Sentence { words: &whole, upos: &[Upos::Propn; 2], heads: &[1, 1], base: 0 };
            assert_eq!(place_in_place(&s, &place(0, 2)), None, "{whole:?}");
        }
    }

    #[test]
    fn an_institution_keeps_its_field() {
        let words = ["the", "Department", "of", "Housing", "and", "Urban", "Development", "said"];
        let upos = [Upos::Det, Upos::Propn, Upos::Adp, Upos::Propn, Upos::Cconj, Upos::Propn, Upos::Propn, Upos::Verb];
        let s = Sentence { words: &words, upos: &upos, heads: &[1, 7, 3, 1, 6, 6, 3, 7], base: 0 };
        let mut names = vec![Name { start: 1, end: 4, kind: NameKind::Organisation, score: 1.0 }];
        mend(&s, 0, &mut names);
        assert_eq!((names.len(), names[0].start, names[0].end), (1, 1, 7));
    }

    #[test]
    fn addresses_and_titles_are_no_part_of_a_name() {
        let words = ["President", "Awa", "Diallo", "awa@example.org"];
        let s = Sentence { words: &words, upos: &[Upos::Propn; 4], heads: &[1, 1, 1, 1], base: 10 };
        let mut names = vec![Name { start: 10, end: 14, kind: NameKind::Person, score: 1.0 }];
        mend(&s, 0, &mut names);
        assert_eq!((names[0].start, names[0].end), (11, 13));
    }

    #[test]
    fn a_known_name_is_whole() {
        assert!(names("Envoys of the United States met in Bamako.").contains(&"United States"));
    }
}
