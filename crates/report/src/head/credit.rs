//! A credit line → place, day, source: "Bamako, 19 September 2024 (Meridian News Agency)".

use super::words::{self, Publisher};
use crate::date;
use types::Date;

/// The longest credit line, in characters.
pub const LONGEST: usize = 140;

/// What a credit line or dateline says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Credit {
    pub place: Option<String>,
    pub source: Option<String>,
    pub published: Option<Date>,
    /// The broadcast that a transcript is of.
    pub programme: Option<String>,
}

impl Credit {
    /// True where the line could hardly be a title: it names a publisher.
    pub fn is_sure(&self) -> bool {
        self.source.is_some()
    }
}

/// True for "Transcript: …", "Press release, …".
pub fn opens_with_kind(line: &str) -> bool {
    words::kind(line).is_some() && parse(line).is_some()
}

/// The parts of a credit line, or nothing where the line may be anything else.
pub fn parse(line: &str) -> Option<Credit> {
    if line.chars().count() > LONGEST || line.ends_with(['.', '?', '!']) && !line.ends_with(".m.") {
        return None;
    }
    let (inside, line) = take_brackets(line);
    let kind = words::kind(&line);
    let found = date::find(&line).or_else(|| date::find(inside.as_deref()?).map(|f| date::Found { range: 0..0, ..f }));
    let mut rest = line.clone();
    if let Some(found) = found.as_ref().filter(|f| !f.range.is_empty()) {
        // A date in the middle of words is a title's or a sentence's: "The attack of 17 September: what we know".
        let (before, after) = (line[..found.range.start].trim(), line[found.range.end..].trim());
        let cut_before = before.is_empty() || before.ends_with(SEPARATORS) || kind.is_some();
        let cut_after = after.is_empty() || after.starts_with(SEPARATORS) || kind.is_some();
        if !(cut_before && cut_after) {
            return None;
        }
        rest.replace_range(found.range.clone(), ", ");
    }
    if let Some(length) = kind {
        // "Communiqué de l'état-major" is a title; "Communiqué, Bamako" and "Communiqué n° 3, …" are not.
        let after = rest[length..].trim_start();
        let cut = after.is_empty() || after.starts_with(SEPARATORS) || after.starts_with("n°") || found.is_some();
        if !cut || after.is_empty() && found.is_none() && inside.is_none() {
            return None;
        }
        rest.replace_range(..length, "");
    }
    let byline = byline(&rest);
    if let Some(left) = &byline {
        rest.clone_from(left);
    }
    let parts = parts(&rest)?;
    let source_inside = inside.as_deref().and_then(source_in);
    let parted = found.is_some() || kind.is_some() || byline.is_some();
    let mut credit = Credit { published: found.and_then(|f| f.day), ..Credit::default() };
    match (&source_inside, parts.as_slice()) {
        // "Sebba (La Voix du Yagha)": without a date the line must be that short.
        (Some(_), [place]) if !parted && !is_short(place) => return None,
        (Some(_), [place, ..]) => credit.place = Some(place.clone()),
        (None, [alone]) if !parted => {
            // "Delta News Agency", alone on its line, and nothing else.
            let media = words::publisher(alone) == Some(Publisher::Media);
            if inside.is_some() || !media || !is_short(alone) || !all_capitalised(alone) {
                return None;
            }
            credit.source = Some(alone.clone());
        }
        (None, _) if !parted => return None,
        (None, parts) => sort_parts(parts, kind.is_some(), &mut credit),
        (Some(_), []) => {}
    }
    credit.source = source_inside.or(credit.source);
    Some(credit)
}

const SEPARATORS: [char; 12] = [',', '|', '•', '·', '—', '–', '-', ';', ':', '/', '(', ')'];

/// The content of the last brackets, and the line without them.
fn take_brackets(line: &str) -> (Option<String>, String) {
    let Some((open, close)) = line.rfind('(').zip(line.rfind(')')).filter(|(o, c)| o < c) else {
        return (None, line.to_string());
    };
    let inside = line[open + 1..close].trim().to_string();
    (Some(inside), format!("{} {}", line[..open].trim_end(), line[close + 1..].trim_start()).trim().to_string())
}

/// The publisher in brackets: "Armed Forces press office, unofficial translation" names one and a remark.
fn source_in(inside: &str) -> Option<String> {
    let mut inside = inside.to_string();
    if let Some(found) = date::find(&inside) {
        inside.replace_range(found.range, "");
    }
    let first = inside.split([',', ';']).map(str::trim).find(|p| starts_high(p))?;
    (first.split_whitespace().count() <= 8).then(|| first.to_string())
}

/// The parts of a line between its separators; nothing where a part reads like a piece of a sentence.
fn parts(rest: &str) -> Option<Vec<String>> {
    let rest = rest.replace(" - ", " | ").replace(" -- ", " | ");
    let cut = |c: char| matches!(c, ',' | '|' | '•' | '·' | '—' | '–' | ';' | ':');
    let mut parts = Vec::new();
    for part in rest.split(cut).map(|p| p.trim_matches([' ', '-', '/', '.', '"', '“', '”'])).filter(|p| !p.is_empty())
    {
        let part = ["from ", "by ", "par ", "de ", "source ", "at ", "à ", "in "]
            .iter()
            .find_map(|w| part.strip_prefix(w))
            .unwrap_or(part);
        if words::kind(part).is_some() && words::publisher(part) != Some(Publisher::Media) {
            continue;
        }
        if !starts_high(part) && !part.starts_with("n°") || part.split_whitespace().count() > 8 {
            return None;
        }
        if !part.starts_with("n°") {
            parts.push(part.to_string());
        }
    }
    (parts.len() <= 4).then_some(parts)
}

/// Tells places from publishers where no brackets do.
fn sort_parts(parts: &[String], has_kind: bool, credit: &mut Credit) {
    let publisher = |p: &String| is_publisher(p);
    let source = parts
        .iter()
        .rposition(|p| words::publisher(p) == Some(Publisher::Media))
        .or_else(|| parts.iter().position(publisher));
    credit.source = source.map(|i| parts[i].clone());
    let others: Vec<_> = parts.iter().enumerate().filter(|(i, _)| Some(*i) != source).map(|(_, p)| p).collect();
    match (source, others.as_slice()) {
        // "Transcript: Delta at Seven, River Radio": what stands before the station is the broadcast.
        (Some(at), [programme, ..]) if has_kind && at > 0 => credit.programme = Some((*programme).clone()),
        (_, [place, ..]) if is_short(place) => credit.place = Some((*place).clone()),
        _ => {}
    }
}

fn is_publisher(part: &str) -> bool {
    let article = ["The ", "Le ", "La ", "Les ", "L'", "L’"].iter().any(|a| part.starts_with(a));
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let acronym = part.chars().all(|c| c.is_uppercase()) && letters <= 4;
    words::publisher(part).is_some()
        || acronym
        || article && part.split_whitespace().count() > 1 && !is_town_with_article(part)
}

/// "La Paz", "Le Caire", "Les Cayes": two words that begin with an article are a town as often as a newspaper.
fn is_town_with_article(part: &str) -> bool {
    part.split_whitespace().count() == 2 && !part.starts_with("The ")
}

/// "By Awa Traoré in Sévaré, Delta Wire" → ", Delta Wire"; nothing where the line is no byline.
fn byline(rest: &str) -> Option<String> {
    let rest = rest.trim_start_matches([',', ' ']);
    let after = ["By ", "BY ", "Par ", "PAR "].iter().find_map(|w| rest.strip_prefix(w))?;
    let end = after.find([',', '|', '—', '–', ';']).unwrap_or(after.len());
    let name = &after[..end];
    (starts_high(name) && name.split_whitespace().count() <= 9).then(|| after[end..].to_string())
}

fn starts_high(part: &str) -> bool {
    part.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

fn is_short(part: &str) -> bool {
    part.split_whitespace().count() <= 5
}

fn all_capitalised(part: &str) -> bool {
    part.split_whitespace().all(|w| w.chars().next().is_some_and(|c| c.is_uppercase()) || w.chars().count() <= 3)
}
