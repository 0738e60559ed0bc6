//! A short line → the date that stands in it: what datelines, credit lines and page metadata carry.
//!
//! "Bamako, le 21 août 2025" → 2025-08-21. Dates inside running text are the business of reading, not of this module.

use std::ops::Range;
use types::Date;

/// A date in a line: where it stands with its weekday and hour, and the day, which is open where the year is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    pub day: Option<Date>,
}

/// English and French names of months by their first letters, longest first where one begins another.
const MONTHS: [(&str, i8); 30] = [
    ("january", 1),
    ("janvier", 1),
    ("janv", 1),
    ("jan", 1),
    ("february", 2),
    ("février", 2),
    ("fevrier", 2),
    ("févr", 2),
    ("fév", 2),
    ("feb", 2),
    ("march", 3),
    ("mars", 3),
    ("mar", 3),
    ("april", 4),
    ("avril", 4),
    ("apr", 4),
    ("avr", 4),
    ("may", 5),
    ("mai", 5),
    ("june", 6),
    ("juin", 6),
    ("july", 7),
    ("juillet", 7),
    ("juil", 7),
    ("august", 8),
    ("août", 8),
    ("aout", 8),
    ("aug", 8),
    ("jun", 6),
    ("jul", 7),
];
const MONTHS_LATE: [(&str, i8); 14] = [
    ("september", 9),
    ("septembre", 9),
    ("sept", 9),
    ("sep", 9),
    ("october", 10),
    ("octobre", 10),
    ("oct", 10),
    ("november", 11),
    ("novembre", 11),
    ("nov", 11),
    ("december", 12),
    ("décembre", 12),
    ("decembre", 12),
    ("dec", 12),
];
const WEEKDAYS: [&str; 26] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "déc",
    "dim",
];

/// A word or number of the line, lower case.
struct Word {
    text: String,
    range: Range<usize>,
}

/// The first date of a line.
pub fn find(line: &str) -> Option<Found> {
    let words = words(line);
    for i in 0..words.len() {
        let Some((end, day)) = numeric(&words, i, line).or_else(|| named(&words, i, line)) else { continue };
        let mut start = i;
        while start > 0 && is_before(&words[start - 1].text) && close(line, &words, start - 1) {
            start -= 1;
        }
        let end = with_hour(&words, end, line);
        return Some(Found { range: words[start].range.start..words[end - 1].range.end, day });
    }
    None
}

fn words(line: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for (at, c) in line.char_indices() {
        if !c.is_alphanumeric() {
            continue;
        }
        let digit = c.is_ascii_digit();
        match words.last_mut() {
            Some(w) if w.range.end == at && w.text.ends_with(|x: char| x.is_ascii_digit()) == digit => {
                w.text.extend(c.to_lowercase());
                w.range.end = at + c.len_utf8();
            }
            _ => words.push(Word { text: c.to_lowercase().collect(), range: at..at + c.len_utf8() }),
        }
    }
    words
}

/// True where only spaces and light marks stand between word `i` and the next.
fn close(line: &str, words: &[Word], i: usize) -> bool {
    let between = &line[words[i].range.end..words[i + 1].range.start];
    between.len() <= 3 && between.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.' | '\''))
}

fn number(word: &Word) -> Option<i16> {
    (word.text.len() <= 4).then(|| word.text.parse().ok()).flatten()
}

fn month(word: &Word) -> Option<i8> {
    let names = MONTHS.iter().chain(&MONTHS_LATE);
    let found = names.clone().find(|(name, _)| word.text == *name).map(|(_, m)| *m);
    found.or_else(|| (word.text == "déc").then_some(12))
}

fn year(word: &Word) -> Option<i16> {
    let n = number(word)?;
    match word.text.len() {
        4 if (1900..2100).contains(&n) => Some(n),
        // "4 FEB 90", "9 OCT 24": wires of the last century and military press offices.
        2 => Some(if n < 60 { 2000 + n } else { 1900 + n }),
        _ => None,
    }
}

/// 2024-09-19, 2024/09/19, 19/09/2024, 19.09.2024: three numbers with the same mark between them.
fn numeric(words: &[Word], i: usize, line: &str) -> Option<(usize, Option<Date>)> {
    let [a, b, c] = words.get(i..i + 3)? else { return None };
    let mark = |x: &Word, y: &Word| line[x.range.end..y.range.start].to_string();
    let between = mark(a, b);
    if !matches!(between.as_str(), "-" | "/" | ".") || mark(b, c) != between {
        return None;
    }
    let (x, y, z) = (number(a)?, number(b)?, number(c)?);
    let day = match (a.text.len(), c.text.len()) {
        (4, _) => Date::new(x, y as i8, z as i8).ok(),
        // Day first, as everybody but the United States writes; the other order where that is no date.
        (_, 4) => Date::new(z, y as i8, x as i8).or_else(|_| Date::new(z, x as i8, y as i8)).ok(),
        _ => None,
    };
    day.map(|d| (i + 3, Some(d)))
}

/// 19 September 2024, 1er mars 2024, September 19th, 2024; without a year the day stays open.
fn named(words: &[Word], i: usize, line: &str) -> Option<(usize, Option<Date>)> {
    let at = |j: usize| words.get(j).filter(|_| j == i || close(line, words, j - 1));
    let skip = |j: usize, list: &[&str]| j + usize::from(at(j).is_some_and(|w| list.contains(&w.text.as_str())));
    let (day, m, mut end) = if let Some(day) = number(at(i)?).filter(|d| (1..=31).contains(d)) {
        let j = skip(skip(i + 1, &["st", "nd", "rd", "th", "er", "e"]), &["of", "de"]);
        (Some(day), month(at(j)?)?, j + 1)
    } else {
        let m = month(at(i)?)?;
        match at(i + 1).and_then(number).filter(|d| (1..=31).contains(d)) {
            Some(day) if year_after_month(at(i + 1)?).is_none() => {
                (Some(day), m, skip(i + 2, &["st", "nd", "rd", "th"]))
            }
            // "September 2024": a month is no day, but it belongs to the date.
            _ => return year(at(i + 1)?).filter(|_| words[i + 1].text.len() == 4).map(|_| (i + 2, None)),
        }
    };
    let y = at(end).and_then(year);
    end += usize::from(y.is_some());
    let date = y.zip(day).and_then(|(y, d)| Date::new(y, m, d as i8).ok());
    Some((end, date))
}

fn year_after_month(word: &Word) -> Option<i16> {
    (word.text.len() == 4).then(|| year(word)).flatten()
}

fn is_before(word: &str) -> bool {
    WEEKDAYS.contains(&word) || matches!(word, "le" | "on" | "dated" | "du" | "of" | "the")
}

/// "19 September 2024 at 14:05 GMT", "le 21 août 2025 à 14h00": the end with the hour, if one stands there.
fn with_hour(words: &[Word], end: usize, line: &str) -> usize {
    let mut j = end;
    let near = |j: usize| j < words.len() && line[words[j - 1].range.end..words[j].range.start].chars().count() <= 3;
    if near(j) && matches!(words[j].text.as_str(), "at" | "à") {
        j += 1;
    }
    if !(near(j) && number(&words[j]).is_some_and(|h| (0..24).contains(&h))) {
        return end;
    }
    let hour = j + 1;
    let mark = words.get(hour).map_or("", |w| &line[words[hour - 1].range.end..w.range.start]);
    let joined = near(hour) && (mark == ":" && number(&words[hour]).is_some() || words[hour].text == "h");
    if !joined {
        return end;
    }
    j = hour + 1;
    while near(j)
        && (j < hour + 5)
        && (number(&words[j]).is_some_and(|n| n < 60)
            || matches!(
                words[j].text.as_str(),
                "am" | "pm"
                    | "a"
                    | "p"
                    | "m"
                    | "gmt"
                    | "utc"
                    | "tu"
                    | "est"
                    | "edt"
                    | "cet"
                    | "cest"
                    | "eat"
                    | "wat"
                    | "cat"
            ))
    {
        j += 1;
    }
    j
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn dates_of_credit_lines_are_found() {
        for (line, words, day) in [
            ("Bamako, 19 September 2024 (Wire)", "19 September 2024", "2024-09-19"),
            ("Bamako, le 21 août 2025", "le 21 août 2025", "2025-08-21"),
            ("Gusau, Sunday 9 March 2025, noon", "Sunday 9 March 2025", "2025-03-09"),
            ("Goma, jeudi 1er février 2024 à 14h30 TU", "jeudi 1er février 2024 à 14h30 TU", "2024-02-01"),
            ("September 19th, 2024 at 10:30 a.m. EST", "September 19th, 2024 at 10:30 a.m. EST", "2024-09-19"),
            ("KABUL, Afghanistan (Jan. 25, 2013)", "Jan. 25, 2013", "2013-01-25"),
            ("GUATEMALA CITY, 4 FEB 90 (X)", "4 FEB 90", "1990-02-04"),
            ("Published 2024-09-19", "2024-09-19", "2024-09-19"),
            ("Publié le 19/09/2024 à 08:15", "le 19/09/2024 à 08:15", "2024-09-19"),
            ("09/19/2024", "09/19/2024", "2024-09-19"),
        ] {
            let found = find(line).unwrap_or_else(|| panic!("no date in {line}"));
            assert_eq!(
                (&line[found.range.clone()], found.day.map(|d| d.to_string()).as_deref()),
                (words, Some(day)),
                "{line}"
            );
        }
    }

    #[test]
    fn a_date_without_year_or_day_stays_open() {
        for (line, words) in [("BAMAKO, Sept 19 (Wire)", "Sept 19"), ("Review, March 2024", "March 2024")] {
            let found = find(line).unwrap_or_else(|| panic!("no date in {line}"));
            assert_eq!((&line[found.range.clone()], found.day), (words, None), "{line}");
        }
    }

    #[test]
    fn numbers_are_no_dates() {
        for line in [
            "FLASH n° 14",
            "At least 70 killed, 200 hurt",
            "Chapter 3.2.1",
            "La marche du 3e régiment",
            "",
            "31/31/2024",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
