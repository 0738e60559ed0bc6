//! The dateline at the head of the first sentence: "BAMAKO (Reuters) — Gunmen …", "MINNA - Bandits …".

use super::credit::{self, Credit};

/// How far into the line the dateline may reach, in bytes.
const REACH: usize = 100;
const DASHES: [&str; 7] = [" — ", " – ", " - ", " -- ", " _ ", "— ", "– "];
/// Labels that stand before a colon in capitals and name no place.
const LABELS: [&str; 31] = [
    "UPDATE",
    "BREAKING",
    "ANALYSIS",
    "ANALYSE",
    "OPINION",
    "EXCLUSIVE",
    "EXCLUSIF",
    "WATCH",
    "VIDEO",
    "URGENT",
    "ALERT",
    "ALERTE",
    "FLASH",
    "SUMMARY",
    "SITUATION",
    "BILAN",
    "CONTEXT",
    "CONTEXTE",
    "NOTE",
    "Q",
    "A",
    "CORRECTION",
    "WARNING",
    "DATE",
    "HOST",
    "PRESENTER",
    "REPORTER",
    "ANCHOR",
    "MODERATOR",
    "JOURNALISTE",
    "SOURCE",
];

/// The bytes to cut and what they say; nothing where the line begins with its sentence. `speakers`: other lines begin
/// with a label too, so that "HOST:" is somebody who speaks.
pub fn parse(line: &str, speakers: bool) -> Option<(usize, Credit)> {
    let mut reach = line.len().min(REACH);
    while !line.is_char_boundary(reach) {
        reach -= 1;
    }
    let top = &line[..reach];
    let dash = DASHES.iter().filter_map(|d| top.find(d).map(|at| (at, at + d.len()))).min();
    if let Some((end, cut)) = dash {
        let space = line[cut..].len() - line[cut..].trim_start().len();
        if let Some(credit) = before_dash(top[..end].trim()) {
            return Some((cut + space, credit));
        }
    }
    let colon = top.find(": ").filter(|_| !speakers)?;
    let place = &top[..colon];
    let bare = is_capital_name(place) && !LABELS.contains(&place) && place.chars().count() > 2;
    bare.then(|| (colon + 2, Credit { place: Some(place.to_string()), ..Credit::default() }))
}

/// True for "PRESENTER: Good morning", "A. DIALLO: …", "Q: …".
pub fn names_speaker(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(label, _)| is_capital_name(label))
}

fn before_dash(left: &str) -> Option<Credit> {
    if let Some(source) = left.strip_prefix('(').and_then(|l| l.strip_suffix(')')) {
        let short = source.split_whitespace().count() <= 4 && source.starts_with(char::is_uppercase);
        return short.then(|| Credit { source: Some(source.to_string()), ..Credit::default() });
    }
    if left.ends_with(')') {
        // "A man (Diallo) …" is excluded by what a credit line asks of its parts; a lone first name is not: "Diallo (Ali)".
        let open = left.rfind('(')?;
        let place = left[..open].trim();
        let first = place.split(',').next().unwrap_or_default().trim();
        let credit = credit::parse(left)?;
        return (is_capital_name(first) || crate::date::find(left).is_some()).then_some(credit);
    }
    let first = left.split(',').next().unwrap_or_default().trim();
    if left.contains(',') && crate::date::find(left).is_some() {
        return credit::parse(left);
    }
    let bare =
        is_capital_name(first) && first.chars().count() > 2 && !LABELS.contains(&first) && left.split(',').count() <= 2;
    let country = left.split(',').nth(1).is_none_or(|c| c.split_whitespace().count() <= 3);
    (bare && country).then(|| Credit { place: Some(first.to_string()), ..Credit::default() })
}

/// One to four words in capitals.
fn is_capital_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=4).contains(&words)
        && name.chars().any(char::is_alphabetic)
        && name.chars().all(|c| !c.is_lowercase() && (c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-')))
}
