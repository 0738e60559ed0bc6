//! What "today" is for a report, and when its news happened.
//!
//! In: the day the caller gave, else what the text itself gives: a dateline, an anniversary, the latest date it names. Out:
//! the day, how it is known, and why. "… the anniversary of the signing of the charter on 16 September 2023" in a report
//! without a date → about 16 September 2024, inferred.

use super::calendar::{Stretch, Unit, date, plus_days, weekday};
use super::grammar::Slot;
use super::resolve::is_kind;
use super::{Dated, Raw};
use crate::Doc;
use crate::atoms::Atoms;
use types::{Date, Evidence, When, WhenBasis};

/// The day "today" stands for.
pub(super) struct Anchor {
    /// The day.
    pub now: Option<Date>,
    /// How dates counted from it are known.
    pub basis: WhenBasis,
    /// True for histories, which tell dates in their own order.
    pub narrative: bool,
    /// The day of the news itself, where the text ties it to an anniversary, and the words that do.
    pub event: Option<(Date, Evidence)>,
    /// Why.
    pub notes: Vec<String>,
}

/// Finds the day of publication.
pub(super) fn find(doc: &Doc, atoms: &Atoms, raws: &[Raw]) -> Anchor {
    let narrative = is_history(doc, raws);
    let mut anchor =
        Anchor { now: doc.report.published, basis: WhenBasis::Resolved, narrative, event: None, notes: Vec::new() };
    if anchor.now.is_some() {
        return anchor;
    }
    if let Some(day) = dateline(doc, raws) {
        anchor.now = Some(day);
        anchor.notes.push(format!("published {day}: the date line of the text"));
        return anchor;
    }
    anchor.basis = WhenBasis::Inferred;
    let latest = raws.iter().filter_map(full).filter_map(|s| s.days()).map(|d| d.0).max();
    for raw in raws {
        let Some(stretch @ Stretch::Day(day)) = full(raw) else { continue };
        let (first, last) = super::sentence_atoms(doc, atoms, raw.sentence);
        if let Some(years) = years_to_the_day(atoms, first, last) {
            if let Some(now) = years_after(last_day(raw, day), years) {
                anchor.now = Some(fit_weekday(raws, now));
                anchor.notes.push(format!("published about {now}: {years} years to the day after {day}"));
                return anchor;
            }
        }
        if let Some((from, falls)) = anniversary(atoms, first, raw, stretch, latest) {
            anchor.now = Some(falls);
            let words = types::Span { start: from, end: raw.span.end };
            anchor.event = Some((falls, Evidence::new(words, "times/anniversary@1")));
            anchor.notes.push(format!("published about {falls}: the report speaks of the anniversary of {day}"));
            return anchor;
        }
    }
    let days = raws.iter().filter_map(|r| match full(r) {
        Some(Stretch::Day(d)) => Some(last_day(r, d)),
        _ => None,
    });
    if let Some(day) = days.max().filter(|d| latest.is_none_or(|l| l <= plus_days(*d, 40))) {
        anchor.now = Some(day);
        anchor.notes.push(format!("published on or after {day}: the latest day the report names"));
        return anchor;
    }
    // "his second coup in 2021 … in July this year": the year after the latest one named, at the end of that month
    let this_year = raws.iter().filter(|r| is_kind(&r.m.frame, "rel") && r.m.frame.get(Slot::Shift) == Some(0));
    let this_year: Vec<&Raw> =
        this_year.filter(|r| r.m.frame.get(Slot::Unit).and_then(Unit::of) == Some(Unit::Year)).collect();
    if let (Some(latest), false) =
        (raws.iter().filter_map(full).map(|s| i32::from(s.year())).max(), this_year.is_empty())
    {
        let month = this_year.iter().filter_map(|r| r.m.frame.get(Slot::M)).max().unwrap_or(12);
        if let Some(day) = date(latest + 1, month, 1).map(|d| d.last_of_month()) {
            anchor.now = Some(day);
            anchor
                .notes
                .push(format!("published about {day}: \"this year\" comes after {latest}, the latest year named"));
        }
        return anchor;
    }
    anchor.notes.push("expected a day of publication, but found none: relative dates stay open".into());
    anchor
}

/// The stretch an expression names with its year.
fn full(raw: &Raw) -> Option<Stretch> {
    let f = &raw.m.frame;
    if f.get(Slot::Kind).is_some() && !is_kind(f, "date") && !is_kind(f, "clock") {
        return None;
    }
    let y = f.get(Slot::Y)?;
    if f.get(Slot::Unit).and_then(Unit::of).is_some_and(|u| u >= Unit::Decade) {
        return None;
    }
    match (f.get(Slot::M), f.get(Slot::D)) {
        (Some(m), Some(d)) => date(y, m, d).map(Stretch::Day),
        (Some(m), None) => Some(Stretch::Month(y as i16, m as i8)),
        _ => Some(Stretch::Year(y as i16)),
    }
}

fn last_day(raw: &Raw, day: Date) -> Date {
    let last = raw.m.frame.get(Slot::D2).and_then(|d| date(day.year().into(), day.month().into(), d));
    last.filter(|l| *l >= day).unwrap_or(day)
}

fn years_after(day: Date, years: i32) -> Option<Date> {
    date(i32::from(day.year()) + years, day.month().into(), day.day().into())
        .or_else(|| date(i32::from(day.year()) + years, 3, 1))
}

/// "Ce mercredi" in a report inferred to be of the 4th or 5th: the day that is a Wednesday.
fn fit_weekday(raws: &[Raw], now: Date) -> Date {
    let named =
        raws.iter().find(|r| r.m.rule == "weekday-near" || r.m.rule == "weekday").and_then(|r| r.m.frame.get(Slot::Wd));
    let Some(wd) = named else { return now };
    (-1..=1).map(|n| plus_days(now, n)).find(|d| weekday(*d) == wd).unwrap_or(now)
}

/// A date in the line before the news: "KABUL, Afghanistan (Jan. 25, 2013)", "BOGOTA, 4 FEB 90".
fn dateline(doc: &Doc, raws: &[Raw]) -> Option<Date> {
    let raw = raws.first().filter(|r| r.span.start < 220)?;
    let Some(Stretch::Day(day)) = full(raw) else { return None };
    let head = doc.text.get(..raw.span.start as usize)?;
    let tail = doc.text.get(raw.span.end as usize..)?.trim_start_matches([' ', '.']);
    let bracketed = head.trim_end().ends_with('(') && tail.starts_with(')');
    let alone = head.rsplit('\n').next().is_some_and(|l| l.chars().count() < 60)
        && (tail.starts_with('\n') || tail.starts_with(['(', '[', '-', '–', '—']) && tail.len() > 2);
    let wire = raw.m.rule == "date-wire";
    (bracketed || alone || wire).then_some(day)
}

/// Where the words before a full date in its sentence speak of its anniversary: where they begin, and the day it falls on.
/// The count of years is the ordinal said ("third anniversary"), else the least that is not before `known`.
pub(super) fn anniversary(
    atoms: &Atoms,
    first: usize,
    raw: &Raw,
    stretch: Stretch,
    known: Option<Date>,
) -> Option<(u32, Date)> {
    let Stretch::Day(day) = stretch else { return None };
    let from = raw.m.frame.open.saturating_sub(40).max(first);
    let at = (from..raw.m.frame.open).rev().find(|i| atoms.word(*i).starts_with("anniversa"))?;
    let ordinal = ["first", "second", "third", "fourth", "fifth", "tenth"];
    let french = ["premier", "deuxieme", "troisieme", "quatrieme", "cinquieme", "dixieme"];
    let years = at.checked_sub(1).and_then(|i| {
        let word = atoms.word(i);
        let said = ordinal.iter().position(|o| *o == word).or_else(|| french.iter().position(|o| *o == word));
        said.map(|i| if i == 5 { 10 } else { i as i32 + 1 })
    });
    let falls = match years {
        Some(n) => years_after(day, n)?,
        None => {
            (1..=100).filter_map(|n| years_after(day, n)).find(|d| known.is_none_or(|k| *d >= plus_days(k, -45)))?
        }
    };
    Some((atoms.get(at)?.span.start, falls))
}

/// "Il y a trois ans jour pour jour", "three years ago today": how many years.
fn years_to_the_day(atoms: &Atoms, first: usize, last: usize) -> Option<i32> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let mots = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];
    let value = |i: usize| {
        let w = atoms.word(i);
        let n = words.iter().position(|x| *x == w).or_else(|| mots.iter().position(|x| *x == w)).map(|n| n as i32 + 1);
        n.or_else(|| atoms.digits(i).map(|n| n as i32)).filter(|n| (1..200).contains(n))
    };
    for i in first..last.min(first + 80) {
        let french =
            matches!(atoms.word(i), "an" | "ans") && atoms.word(i + 1) == "jour" && atoms.word(i + 2) == "pour";
        let english = matches!(atoms.word(i), "year" | "years")
            && atoms.word(i + 1) == "ago"
            && (atoms.word(i + 2) == "today" || atoms.word(i + 2) == "to" && atoms.word(i + 4) == "day");
        if french || english {
            return value(i.checked_sub(1)?);
        }
    }
    None
}

/// A history tells many full dates and few "yesterday"s and bare weekdays.
fn is_history(doc: &Doc, raws: &[Raw]) -> bool {
    let (mut full_dates, mut deictic) = (0, 0);
    for raw in raws {
        let f = &raw.m.frame;
        if f.get(Slot::Y).is_some() {
            let far = doc.report.published.is_none_or(|p| f.get(Slot::Y).is_some_and(|y| y < i32::from(p.year()) - 1));
            full_dates += usize::from(far);
            deictic += usize::from(!far && doc.report.published.is_some());
        } else if is_kind(f, "rel") && f.get(Slot::From).is_none()
            || f.get(Slot::Wd).is_some() && f.get(Slot::M).is_none()
            || is_kind(f, "present")
        {
            deictic += 1;
        }
    }
    full_dates >= 6 && full_dates > 3 * deictic
}

/// When the news happened: the day tied to an anniversary, else the first dated day of the lead, else the day before and of
/// publication.
pub(super) fn main(doc: &Doc, dated: &Dated, event: Option<(Date, Evidence)>) -> Option<When> {
    if let Some((day, evidence)) = event {
        return Some(When { start: day, end: day, basis: WhenBasis::Inferred, evidence: Some(evidence) });
    }
    let lead = doc.tagged.sentences.len().min(5) as u32;
    let known = dated.published;
    let near = |w: &When| known.is_none_or(|p| w.end <= p && w.start >= plus_days(p, -31));
    let first = dated.facts.iter().zip(&dated.list).filter(|(f, _)| f.sentence < lead).find_map(|(f, t)| {
        let day = matches!(f.stretch, Some(Stretch::Day(_))) && f.anniversary.is_none();
        t.when.as_ref().filter(|w| day && near(w))
    });
    if let Some(w) = first {
        return Some(When { basis: WhenBasis::Inferred, ..w.clone() });
    }
    known.map(|p| When { start: plus_days(p, -1), end: p, basis: WhenBasis::Inferred, evidence: None })
}
