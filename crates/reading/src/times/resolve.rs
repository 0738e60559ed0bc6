//! From a matched pattern to the calendar: TIMEX3 type, value, and the days meant.
//!
//! In: what a rule filled, the day of publication, what was dated before. Out: an [`Answer`]. "Tuesday" of a report of
//! Thursday 19 September 2024 → DATE 2024-09-17.

use super::calendar::{self, Stretch, Unit, date, days_between, monday, plus_days, weekday};
use super::grammar::{Frame, Slot, symbol};
use super::tense::Tense;
use types::{Date, TimexType, WhenBasis};

/// What an expression means.
#[derive(Clone, Debug)]
pub struct Answer {
    /// TIMEX3 type.
    pub timex: TimexType,
    /// TIMEX3 value.
    pub value: String,
    /// First and last day, and how they are known.
    pub days: Option<(Date, Date, WhenBasis)>,
    /// The stretch, where it is one.
    pub stretch: Option<Stretch>,
    /// True where the words alone fix the year.
    pub stated: bool,
}

/// What is known so far while the expressions of a text are resolved in order.
#[derive(Clone, Debug)]
pub struct Context {
    /// Day of publication, given or inferred.
    pub now: Option<Date>,
    /// How dates counted from `now` are known.
    pub basis: WhenBasis,
    /// True for histories, which count from their own last date, not from today.
    pub narrative: bool,
    /// The last dated stretch.
    pub last: Option<Stretch>,
    /// The last stretch of the same paragraph whose year was said.
    pub said: Option<Stretch>,
    /// The last quarter spoken of.
    pub quarter: Option<Stretch>,
    /// The day of what the report tells of: that of "the attack of the 17th", else the first near day it names.
    pub news: Option<Date>,
}

/// True where the frame's kind is `word`.
pub fn is_kind(frame: &Frame, word: &str) -> bool {
    frame.get(Slot::Kind).is_some() && frame.get(Slot::Kind) == symbol(word)
}

impl Context {
    /// What `frame` means here; `tense` is where its clause looks.
    pub fn resolve(&mut self, frame: &Frame, tense: Option<Tense>) -> Option<Answer> {
        let refer = |value: &str| {
            Some(Answer { timex: TimexType::Date, value: value.into(), days: None, stretch: None, stated: false })
        };
        if is_kind(frame, "none") {
            return None;
        }
        if is_kind(frame, "past") {
            return refer("PAST_REF");
        }
        if is_kind(frame, "present") {
            return refer("PRESENT_REF");
        }
        if is_kind(frame, "future") {
            return refer("FUTURE_REF");
        }
        if is_kind(frame, "set") {
            return Some(set(frame));
        }
        if is_kind(frame, "dur") {
            return Some(self.duration(frame));
        }
        if is_kind(frame, "ago") {
            if frame.get(Slot::N) == Some(-1) {
                return refer(if frame.is(Slot::Fwd) { "FUTURE_REF" } else { "PAST_REF" });
            }
            if frame.get(Slot::Unit).and_then(Unit::of).is_some_and(|u| u < Unit::Day) {
                return Some(self.duration(frame));
            }
        }
        self.dated(frame, tense)
    }

    fn dated(&mut self, frame: &Frame, tense: Option<Tense>) -> Option<Answer> {
        let (stretch, stated) = match self.stretch(frame, tense) {
            Some((Stretch::Day(d), stated)) => {
                (Stretch::Day(plus_days(d, frame.get(Slot::Off).unwrap_or(0).into())), stated)
            }
            Some(found) => found,
            None => return unanchored(frame),
        };
        let basis = if stated { WhenBasis::Stated } else { self.basis };
        let mut days = stretch.days();
        if let (Some((start, _)), Some(last), Stretch::Day(d)) = (days, frame.get(Slot::D2), stretch) {
            // "27 to 31 March 2022"; "the night of 28 to 1"
            let end = date(d.year().into(), d.month().into(), last).filter(|e| *e >= start);
            let end = end.or_else(|| (frame.get(Slot::Pod).is_some()).then(|| plus_days(d, 1)));
            days = Some((start, end.unwrap_or(d)));
        }
        if let (Some((start, end)), Some(edge)) = (days, frame.get(Slot::Edge)) {
            days = Some(narrow(stretch, start, end, edge));
        }
        // "visited earlier this month": not later than the report
        let this = is_kind(frame, "rel") && frame.get(Slot::Shift).unwrap_or(0) == 0;
        if let (Some((start, end)), Some(now), true, Some(Tense::Past)) = (days, self.now, this, tense)
            && start <= now
            && now < end
        {
            days = Some((start, now));
        }
        // "a week later" after a day is a day
        if let (Stretch::Week(_), true, false) = (stretch, is_kind(frame, "ago"), stated)
            && let Some(day) = self.weeks_from(frame)
        {
            days = Some((day, day));
        }
        // "the night of Monday to Tuesday" ends on the second day
        if let (Some(9), Some((start, _))) = (frame.get(Slot::Edge), days) {
            days = Some((start, plus_days(start, 1)));
        }
        let (mut value, mut timex) = (stretch.value(), TimexType::Date);
        if let Stretch::Day(_) = stretch {
            if let Some(time) = clock(frame).or_else(|| pod(frame)) {
                value.push_str(&time);
                timex = TimexType::Time;
            }
        }
        // "up from $2m a year earlier": a comparison does not move the narrative
        let compares = is_kind(frame, "ago") && !self.narrative && stretch.unit() > Unit::Day;
        if !compares && !(is_kind(frame, "ago") && frame.get(Slot::N) == Some(0)) {
            self.last = Some(stretch);
        }
        if stated {
            self.said = Some(stretch);
        }
        if let (Stretch::Day(day), Some(now)) = (stretch, self.now) {
            let near = day <= now && day >= plus_days(now, -31);
            let by_its_day = frame.get(Slot::D).is_some() && frame.get(Slot::M).is_none();
            if near && (by_its_day || self.news.is_none()) {
                self.news = Some(day);
            }
        }
        if matches!(stretch, Stretch::Quarter(..)) && !is_kind(frame, "ago") {
            self.quarter = Some(stretch);
        }
        let days = days.map(|(a, b)| (a, b, basis));
        Some(Answer { timex, value, days, stretch: Some(stretch), stated })
    }

    /// The stretch a frame means, and whether its year was said.
    fn stretch(&self, frame: &Frame, tense: Option<Tense>) -> Option<(Stretch, bool)> {
        let get = |slot| frame.get(slot);
        let unit = get(Slot::Unit).and_then(Unit::of);
        let year = get(Slot::Y);
        let rel = is_kind(frame, "rel");
        let shift = i64::from(get(Slot::Shift).unwrap_or(0));
        let narrative_base = get(Slot::From) == Some(2) || get(Slot::From) == Some(3) && self.narrative;

        if unit == Some(Unit::Century) {
            if let Some(ord) = get(Slot::Ord) {
                return Some((Stretch::Century(i16::try_from(ord).ok()?), true));
            }
        }
        if unit == Some(Unit::Decade) && !rel {
            if let Some(y) = year {
                return Some((Stretch::Decade(i16::try_from(y).ok()?.div_euclid(10) * 10), true));
            }
        }
        // "last year", "this July of last year": the year is counted, the rest is said
        let counted_year = match (rel, unit) {
            (true, Some(Unit::Year | Unit::Quarter)) if year.is_none() => {
                let base = if narrative_base { self.then()? } else { self.now? };
                i32::from(base.year()).checked_add(shift as i32)
            }
            _ => None,
        };
        let known_year = year.or(counted_year);
        let stated = year.is_some();
        if let Some(q) = get(Slot::Q) {
            let q = q as i8;
            if let Some(y) = known_year {
                return Some((Stretch::Quarter(y as i16, q), stated));
            }
            if is_kind(frame, "ago") {
                let base = self.nearest_quarter(q, tense)?;
                return Some((base.next(-4)?, false));
            }
            return Some((self.nearest_quarter(q, tense)?, false));
        }
        if let Some(h) = get(Slot::Half) {
            let y = known_year.or_else(|| self.now.map(|d| d.year().into()))?;
            return Some((Stretch::Half(y as i16, h as i8), stated));
        }
        if let Some(s) = get(Slot::Sea) {
            if let Some(y) = known_year {
                return Some((Stretch::Season(y as i16, s as i8), stated));
            }
            return Some((self.near(frame, tense, |y| Some(Stretch::Season(y as i16, s as i8)))?, false));
        }
        if let Some(which) = get(Slot::Hol) {
            let whole = if unit == Some(Unit::Week) { Stretch::Week } else { Stretch::Day };
            if let Some(y) = year {
                return Some((whole(calendar::holiday(which, y)?), true));
            }
            return Some((self.near(frame, tense, |y| calendar::holiday(which, y).map(whole))?, false));
        }
        if let (Some(m), Some(d)) = (get(Slot::M), get(Slot::D)) {
            if unit == Some(Unit::Week) {
                let day = match year {
                    Some(y) => date(y, m, d)?,
                    None => self.near_day(frame, tense, m, d)?,
                };
                return Some((Stretch::Week(day), stated));
            }
            if let Some(y) = known_year {
                return Some((Stretch::Day(date(y, m, d)?), stated));
            }
            return Some((Stretch::Day(self.near_day(frame, tense, m, d)?), false));
        }
        if let (None, Some(d), None) = (get(Slot::M), get(Slot::D), year) {
            return Some((Stretch::Day(self.day_of_month(d)?), false));
        }
        if let Some(m) = get(Slot::M) {
            if let Some(y) = known_year {
                (1..=12).contains(&m).then_some(())?;
                return Some((Stretch::Month(y as i16, m as i8), stated));
            }
            return Some((self.near(frame, tense, |y| Some(Stretch::Month(y as i16, m as i8)))?, false));
        }
        if let Some(wd) = get(Slot::Wd) {
            if rel && unit == Some(Unit::Week) {
                return Some((Stretch::Day(plus_days(monday(self.now?), shift * 7 + i64::from(wd) - 1)), false));
            }
            return Some((Stretch::Day(self.weekday(frame, tense, wd)?), false));
        }
        if let (Some(y), false) = (year, rel) {
            let y = i16::try_from(y).ok()?;
            return Some((Stretch::Year(y), true));
        }
        let unit = unit.unwrap_or(Unit::Day);
        if rel {
            let base = if narrative_base { self.then()? } else { self.now? };
            if unit == Unit::Weekend {
                // on a weekday "the weekend" of news is the one just past
                let past = weekday(base) <= 5 && tense != Some(Tense::Future);
                let weeks = match shift {
                    0 => -i64::from(past),
                    -1 => -1,
                    n => n - i64::from(weekday(base) <= 5),
                };
                return Some((Stretch::Weekend(plus_days(base, weeks * 7)), false));
            }
            let stretch = Stretch::holding(base, unit);
            let moved = stretch.next(shift)?;
            return Some((moved, narrative_base && matches!(self.last, Some(Stretch::Year(_)))));
        }
        if is_kind(frame, "ago") {
            return self.counted(frame, unit).map(|s| (s, false));
        }
        if is_kind(frame, "clock") || get(Slot::H).is_some() {
            let day = match self.last {
                Some(Stretch::Day(d)) => d,
                _ => self.now?,
            };
            return Some((Stretch::Day(day), false));
        }
        None
    }

    /// "The attack of the 17th": the last such day that is not after today.
    fn day_of_month(&self, d: i32) -> Option<Date> {
        let now = self.now?;
        let (mut y, mut m) = (i32::from(now.year()), i32::from(now.month()));
        for _ in 0..3 {
            if let Some(day) = date(y, m, d).filter(|day| *day <= now) {
                return Some(day);
            }
            (y, m) = if m == 1 { (y - 1, 12) } else { (y, m - 1) };
        }
        None
    }

    /// "three days ago", "two weeks later", "a year earlier".
    fn counted(&self, frame: &Frame, unit: Unit) -> Option<Stretch> {
        let n = i64::from(frame.get(Slot::N).unwrap_or(100));
        if unit == Unit::Quarter && n == 400 {
            // "the year-earlier quarter"
            let quarter = self.quarter.or_else(|| Stretch::holding(self.now?, Unit::Quarter).next(-1));
            return quarter?.next(-4);
        }
        let sign = if frame.is(Slot::Back) { -1 } else { 1 };
        let from_now = frame.get(Slot::From) != Some(2);
        let mut whole = n / 100;
        let mut unit = unit;
        if n % 100 != 0 {
            // "a year and a half ago" counts in months
            match unit {
                Unit::Year => (whole, unit) = (n * 12 / 100, Unit::Month),
                Unit::Week => (whole, unit) = (n * 7 / 100, Unit::Day),
                _ => {}
            }
        }
        if unit == Unit::Decade || unit == Unit::Century {
            whole *= if unit == Unit::Decade { 10 } else { 100 };
            unit = Unit::Year;
        }
        let whole = whole.min(20_000);
        // "a year earlier" after "the third quarter" is that quarter a year before
        let base = match frame.get(Slot::From) {
            // "the day before the attack"
            Some(4) => self.news.or(self.now).map(Stretch::Day),
            _ if from_now => self.now.map(Stretch::Day),
            _ => self.last.or(self.now.map(Stretch::Day)),
        }?;
        if unit == Unit::Year {
            let compared = match (from_now, self.last) {
                _ if self.quarter.is_some() && whole == 1 && !self.narrative => self.quarter,
                (true, _) => None,
                (
                    false,
                    Some(s @ (Stretch::Quarter(..) | Stretch::Month(..) | Stretch::Half(..) | Stretch::Season(..))),
                ) => Some(s),
                _ => None,
            };
            if let Some(s) = compared {
                let per_year = match s {
                    Stretch::Quarter(..) => 4,
                    Stretch::Month(..) => 12,
                    Stretch::Half(..) => 2,
                    _ => 1,
                };
                return s.next(sign * whole * per_year);
            }
        }
        if !from_now && base.unit() > unit {
            // "in 1994 … three days later": the year is all that is known
            return Some(base);
        }
        Stretch::holding(base.days()?.0, unit).next(sign * whole)
    }

    /// The day that "two weeks ago", "a week later" counts to, from a day.
    fn weeks_from(&self, frame: &Frame) -> Option<Date> {
        let n = i64::from(frame.get(Slot::N).unwrap_or(100));
        if n <= 0 || n % 100 != 0 || n > 520_000 {
            return None;
        }
        let sign = if frame.is(Slot::Back) { -1 } else { 1 };
        let now = self.now.map(Stretch::Day);
        let base = if frame.get(Slot::From) == Some(2) { self.last.or(now) } else { now };
        match base? {
            Stretch::Day(d) => Some(plus_days(d, sign * 7 * n / 100)),
            _ => None,
        }
    }

    /// The day the narrative has reached.
    fn then(&self) -> Option<Date> {
        self.last.and_then(Stretch::days).map(|d| d.0).or(self.now)
    }

    fn nearest_quarter(&self, q: i8, tense: Option<Tense>) -> Option<Stretch> {
        let now = self.now?;
        let this = Stretch::Quarter(now.year(), q);
        let (start, end) = this.days()?;
        match tense {
            // "it expects to report a third-quarter loss" in October is of the quarter just past
            Some(Tense::Future) if plus_days(end, 100) < now => Some(Stretch::Quarter(now.year() + 1, q)),
            _ if start > now && tense != Some(Tense::Future) => Some(Stretch::Quarter(now.year() - 1, q)),
            _ => Some(this),
        }
    }

    /// Puts a stretch without a year beside now, or, in a history, beside the last date.
    fn near(&self, frame: &Frame, tense: Option<Tense>, make: impl Fn(i32) -> Option<Stretch>) -> Option<Stretch> {
        let strict = frame.is(Slot::Back);
        if self.narrative && !strict {
            return self.near_narrative(&make);
        }
        let now = self.now?;
        let year = i32::from(now.year());
        let candidates: Vec<Stretch> = (year - 1..=year + 1).filter_map(&make).collect();
        // "this September", "cet été": of the year that runs
        if frame.get(Slot::Shift) == Some(0) && frame.get(Slot::Unit).is_none() {
            return make(year);
        }
        let starts = |s: &Stretch| s.days().map(|d| d.0);
        let ends = |s: &Stretch| s.days().map(|d| d.1);
        if strict {
            return candidates.into_iter().rev().find(|s| ends(s).is_some_and(|e| e < now));
        }
        if frame.is(Slot::Fwd) {
            return candidates.into_iter().find(|s| starts(s).is_some_and(|e| e > now));
        }
        if let Some(near) = self.near_said(&make, tense) {
            return Some(near);
        }
        // the nearest one, with the tense as a weight: "declared a dividend payable Dec. 1" is not eleven months old
        let (back, ahead) = match tense {
            // a month in the past is never one to come: "brokered a truce in January", told in November
            Some(Tense::Past) if candidates.iter().all(|s| matches!(s, Stretch::Month(..))) => (2, 20),
            Some(Tense::Past) => (2, 9),
            Some(Tense::Future) => (10, 2),
            None => (4, 6),
        };
        candidates.into_iter().min_by_key(|s| match s.days() {
            Some((a, b)) if a <= now && now <= b => 0,
            Some((a, _)) if a > now => days_between(now, a) * ahead,
            Some((_, b)) => days_between(b, now) * back,
            None => i64::MAX,
        })
    }

    /// "In 1994 the army … In April it …": a year just said in the paragraph holds for a bare month after it.
    fn near_said(&self, make: &impl Fn(i32) -> Option<Stretch>, tense: Option<Tense>) -> Option<Stretch> {
        let (said, now) = (self.said?, self.now?);
        matches!(said, Stretch::Month(..) | Stretch::Day(_)).then_some(())?;
        if i32::from(said.year()) >= i32::from(now.year()) - 1 || tense == Some(Tense::Future) {
            return None;
        }
        let stretch = make(said.year().into())?;
        let (start, _) = stretch.days()?;
        let (said_start, _) = said.days()?;
        if start < said_start { make(i32::from(said.year()) + 1) } else { Some(stretch) }
    }

    fn near_narrative(&self, make: &impl Fn(i32) -> Option<Stretch>) -> Option<Stretch> {
        let base = match self.last {
            Some(s) => s,
            None => Stretch::Year(self.now?.year()),
        };
        let year = i32::from(base.year());
        let stretch = make(year)?;
        let (start, _) = stretch.days()?;
        let (base_start, _) = base.days()?;
        // "in November … in February": a history moves on
        if days_between(start, base_start) > 200
            && !matches!(base, Stretch::Year(_) | Stretch::Decade(_) | Stretch::Century(_))
        {
            return make(year + 1);
        }
        Some(stretch)
    }

    fn near_day(&self, frame: &Frame, tense: Option<Tense>, m: i32, d: i32) -> Option<Date> {
        let make = |y: i32| date(y, m, d).map(Stretch::Day);
        let found = match self.near(frame, tense, make) {
            Some(Stretch::Day(found)) => found,
            _ => return None,
        };
        // the weekday beside it may speak for another year: "Friday 11 June"
        if let Some(wd) = frame.get(Slot::Wd) {
            if weekday(found) != wd {
                let year = i32::from(found.year());
                let fits = [year - 1, year + 1].into_iter().filter_map(|y| date(y, m, d)).find(|d| weekday(*d) == wd);
                return Some(fits.unwrap_or(found));
            }
        }
        Some(found)
    }

    fn weekday(&self, frame: &Frame, tense: Option<Tense>, wd: i32) -> Option<Date> {
        let narrative = self.narrative || frame.get(Slot::From) == Some(2);
        let base = if narrative { self.then()? } else { self.now? };
        let back = i64::from((weekday(base) - wd).rem_euclid(7));
        let fwd = i64::from((wd - weekday(base)).rem_euclid(7));
        let strict = |n: i64| if n == 0 { 7 } else { n };
        if frame.is(Slot::Back) {
            return Some(plus_days(base, -strict(back)));
        }
        if frame.is(Slot::Fwd) {
            return Some(plus_days(base, strict(fwd)));
        }
        Some(match tense {
            Some(Tense::Future) => plus_days(base, fwd),
            _ if narrative && self.last.is_some() => plus_days(base, fwd),
            _ => plus_days(base, -back),
        })
    }

    fn duration(&mut self, frame: &Frame) -> Answer {
        let unit = frame.get(Slot::Unit).and_then(Unit::of).unwrap_or(Unit::Day);
        let n = frame.get(Slot::N).unwrap_or(100);
        if unit == Unit::Month && n >= 600 {
            // "for the nine months": what is compared from here on is not a quarter
            self.quarter = None;
        }
        let value = length(n, unit);
        // "a week after the attack": the attack was a week ago, where nothing nearer has told its day
        if let (Some(now), Some(4), None) = (self.now, frame.get(Slot::From), self.news) {
            self.news = match unit {
                Unit::Day => Some(plus_days(now, -i64::from(n / 100))),
                Unit::Week => Some(plus_days(now, -7 * i64::from(n / 100))),
                _ => None,
            }
            .filter(|_| n > 0);
        }
        let mut days = None;
        // "the past two months", "the next few days": a window that ends or begins now
        if let (Some(now), true) = (self.now, frame.is(Slot::Back) || frame.is(Slot::Fwd)) {
            let n = if n < 0 { 4 } else { i64::from(n / 100).clamp(1, 20_000) };
            let sign = if frame.is(Slot::Back) { -1 } else { 1 };
            let edge = match unit {
                Unit::Week => Some(plus_days(now, sign * 7 * n)),
                Unit::Month | Unit::Quarter => {
                    let months = if unit == Unit::Quarter { 3 * n } else { n };
                    Stretch::Month(now.year(), now.month()).next(sign * months).and_then(|s| {
                        let Stretch::Month(y, m) = s else { return None };
                        let last = Date::new(y, m, 1).ok()?.days_in_month();
                        Date::new(y, m, now.day().min(last)).ok()
                    })
                }
                Unit::Year | Unit::Decade | Unit::Century => {
                    let years = n * if unit == Unit::Decade {
                        10
                    } else if unit == Unit::Century {
                        100
                    } else {
                        1
                    };
                    date(
                        (i64::from(now.year()) + sign * years) as i32,
                        now.month().into(),
                        i32::from(now.day()).min(28),
                    )
                }
                Unit::Day => Some(plus_days(now, sign * n)),
                _ => Some(now),
            };
            days = edge.map(|e| (e.min(now), e.max(now), self.basis));
        }
        Answer { timex: TimexType::Duration, value, days, stretch: None, stated: false }
    }
}

/// A part of a stretch: 1 early, 2 mid, 3 late (thirds), 4 its very end, 5 its very start.
fn narrow(stretch: Stretch, start: Date, end: Date, edge: i32) -> (Date, Date) {
    if let Stretch::Day(_) = stretch {
        return (start, end);
    }
    let length = days_between(start, end) + 1;
    let cut = |a: i64, b: i64| (plus_days(start, a), plus_days(start, (b - 1).max(a)));
    // a month and a year are cut where people cut them: on the 10th and 20th, at the end of April and August
    match (stretch, edge) {
        (Stretch::Month(..), 1) => cut(0, 10),
        (Stretch::Month(..), 2) => cut(10, 20),
        (Stretch::Month(..), 3) => cut(20, length),
        (Stretch::Month(..), 4) => cut(24, length),
        (Stretch::Month(..), 5) => cut(0, 7),
        (Stretch::Year(y), _) => {
            let (a, b) = match edge {
                1 => (1, 4),
                2 => (5, 8),
                3 => (9, 12),
                4 => (11, 12),
                _ => (1, 2),
            };
            let first = Stretch::Month(y, a).days().map_or(start, |d| d.0);
            (first, Stretch::Month(y, b).days().map_or(end, |d| d.1))
        }
        (_, 1) => cut(0, (length + 2) / 3),
        (_, 2) => cut(length / 3, length - length / 3),
        (_, 3) => cut(length - (length + 2) / 3, length),
        (_, 4) => cut(length - (length + 4) / 5, length),
        (_, 5) => cut(0, (length + 4) / 5),
        _ => (start, end),
    }
}

/// "T10:35", where the frame holds an hour.
fn clock(frame: &Frame) -> Option<String> {
    let mut h = frame.get(Slot::H)?;
    let mi = frame.get(Slot::Mi).unwrap_or(0);
    match frame.get(Slot::Ap) {
        Some(2) if h < 12 => h += 12,
        Some(1) if h == 12 => h = 0,
        _ => {}
    }
    Some(format!("T{h:02}:{mi:02}"))
}

fn pod(frame: &Frame) -> Option<String> {
    let code = match frame.get(Slot::Pod)? {
        1 | 5 => "TMO",
        2 => "TAF",
        3 => "TEV",
        6 => "T12:00",
        _ => "TNI",
    };
    Some(code.into())
}

/// The TIMEX3 value of `n` hundredths of a unit; -1 where the number is not said.
fn length(n: i32, unit: Unit) -> String {
    let (prefix, letter) = match unit {
        Unit::Second => ("PT", "S"),
        Unit::Minute => ("PT", "M"),
        Unit::Hour => ("PT", "H"),
        Unit::Day => ("P", "D"),
        Unit::Week => ("P", "W"),
        Unit::Month => ("P", "M"),
        Unit::Quarter => ("P", "Q"),
        Unit::Year => ("P", "Y"),
        Unit::Decade => ("P", "DE"),
        Unit::Century => ("P", "CE"),
        Unit::Weekend => ("P", "WE"),
    };
    if n < 0 {
        return format!("{prefix}X{letter}");
    }
    let (whole, rest) = (n / 100, n % 100);
    match (unit, rest) {
        (Unit::Decade, 0) => format!("P{}Y", i64::from(whole) * 10),
        (Unit::Century, 0) => format!("P{}Y", i64::from(whole) * 100),
        (_, 0) => format!("{prefix}{whole}{letter}"),
        (Unit::Year, _) if whole == 0 => format!("P{}M", rest * 12 / 100),
        (Unit::Year, _) => format!("P{whole}Y{}M", rest * 12 / 100),
        (Unit::Hour, _) if whole == 0 => format!("PT{}M", rest * 60 / 100),
        (Unit::Hour, _) => format!("PT{whole}H{}M", rest * 60 / 100),
        (Unit::Minute, _) if whole == 0 => format!("PT{}S", rest * 60 / 100),
        (Unit::Minute, _) => format!("PT{whole}M{}S", rest * 60 / 100),
        _ => format!("{prefix}{whole}.{}{letter}", rest / 10),
    }
}

fn set(frame: &Frame) -> Answer {
    let pod = pod(frame).unwrap_or_default();
    let value = if let Some(wd) = frame.get(Slot::Wd) {
        format!("XXXX-WXX-{wd}{pod}")
    } else if let Some(m) = frame.get(Slot::M) {
        format!("XXXX-{m:02}")
    } else if let Some(s) = frame.get(Slot::Sea) {
        format!("XXXX-{}", ["SP", "SU", "FA", "WI"][(s.clamp(1, 4) - 1) as usize])
    } else if frame.get(Slot::Pod).is_some() {
        format!("XXXX-XX-XX{pod}")
    } else {
        let unit = frame.get(Slot::Unit).and_then(Unit::of).unwrap_or(Unit::Day);
        length(frame.get(Slot::N).unwrap_or(100), unit)
    };
    Answer { timex: TimexType::Set, value, days: None, stretch: None, stated: false }
}

/// What can be said without any anchor: "Tuesday" is XXXX-WXX-2.
fn unanchored(frame: &Frame) -> Option<Answer> {
    let get = |slot| frame.get(slot);
    let mut value = match (get(Slot::M), get(Slot::D), get(Slot::Wd)) {
        (Some(m), Some(d), _) => format!("XXXX-{m:02}-{d:02}"),
        (Some(m), None, _) => format!("XXXX-{m:02}"),
        (None, _, Some(wd)) => format!("XXXX-WXX-{wd}"),
        _ => match (get(Slot::Q), get(Slot::Unit).and_then(Unit::of)) {
            (Some(q), _) => format!("XXXX-Q{q}"),
            (None, Some(Unit::Week | Unit::Weekend)) => "XXXX-WXX".into(),
            (None, Some(Unit::Month)) => "XXXX-XX".into(),
            (None, Some(Unit::Year | Unit::Quarter)) => "XXXX".into(),
            _ => "XXXX-XX-XX".into(),
        },
    };
    let mut timex = TimexType::Date;
    if let Some(time) = clock(frame).or_else(|| pod(frame)) {
        if get(Slot::M).is_none() && get(Slot::Wd).is_none() {
            value = "XXXX-XX-XX".into();
        }
        value.push_str(&time);
        timex = TimexType::Time;
    }
    Some(Answer { timex, value, days: None, stretch: None, stated: false })
}
