//! Stretches of the calendar: a day, a week, a quarter, a decade. Pure arithmetic, no words.
//!
//! In: numbers. Out: the TIMEX3 value of a stretch, its first and last day, its neighbours.

use types::Date;

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stretch {
    /// A day.
    Day(Date),
    /// An ISO week: any day of it stands for it.
    Week(Date),
    /// A weekend: any day of its ISO week stands for it.
    Weekend(Date),
    /// Year and month.
    Month(i16, i8),
    /// Year and quarter.
    Quarter(i16, i8),
    /// Year and half.
    Half(i16, i8),
    /// Year and season: 1 spring, 2 summer, 3 autumn, 4 winter.
    Season(i16, i8),
    /// A year.
    Year(i16),
    /// A decade by its first year.
    Decade(i16),
    /// A century: 20 for 1901 to 2000.
    Century(i16),
}

/// Units in which time is counted, in the order of the rule files' letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Weekend,
}

impl Unit {
    /// The unit of a letter's number in a rule file.
    pub fn of(code: i32) -> Option<Unit> {
        use Unit::*;
        [Second, Minute, Hour, Day, Week, Month, Quarter, Year, Decade, Century, Weekend]
            .get(usize::try_from(code).ok()?)
            .copied()
    }
}

/// A date from numbers; `None` where there is no such day.
pub fn date(y: i32, m: i32, d: i32) -> Option<Date> {
    Date::new(i16::try_from(y).ok()?, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
}

/// `day` moved by `days`; the same day where the calendar ends.
pub fn plus_days(day: Date, days: i64) -> Date {
    let span = jiff::Span::new().try_days(days.clamp(-3_000_000, 3_000_000));
    span.ok().and_then(|s| day.checked_add(s).ok()).unwrap_or(day)
}

fn plus_months(y: i16, m: i8, n: i64) -> Option<(i16, i8)> {
    let months = i64::from(y) * 12 + i64::from(m) - 1 + n;
    Some((i16::try_from(months.div_euclid(12)).ok()?, months.rem_euclid(12) as i8 + 1))
}

/// Monday 1 … Sunday 7.
pub fn weekday(day: Date) -> i32 {
    i32::from(day.weekday().to_monday_one_offset())
}

/// The Monday of `day`'s week.
pub fn monday(day: Date) -> Date {
    plus_days(day, i64::from(1 - weekday(day)))
}

/// Days from `a` to `b`.
pub fn days_between(a: Date, b: Date) -> i64 {
    (b - a).get_days().into()
}

impl Stretch {
    /// The stretch of length `unit` that holds `day`.
    pub fn holding(day: Date, unit: Unit) -> Stretch {
        let (y, m) = (day.year(), day.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Stretch::Day(day),
            Unit::Week => Stretch::Week(day),
            Unit::Weekend => Stretch::Weekend(day),
            Unit::Month => Stretch::Month(y, m),
            Unit::Quarter => Stretch::Quarter(y, (m - 1) / 3 + 1),
            Unit::Year => Stretch::Year(y),
            Unit::Decade => Stretch::Decade(y.div_euclid(10) * 10),
            Unit::Century => Stretch::Century((y - 1).div_euclid(100) + 1),
        }
    }

    /// The `n`th stretch of the same kind after this one (before it where `n` is negative).
    pub fn next(self, n: i64) -> Option<Stretch> {
        let year =
            |y: i16, n: i64| i16::try_from(i64::from(y).checked_add(n)?).ok().filter(|y| (-9000..=9000).contains(y));
        Some(match self {
            Stretch::Day(d) => Stretch::Day(plus_days(d, n)),
            Stretch::Week(d) => Stretch::Week(plus_days(d, n.saturating_mul(7))),
            Stretch::Weekend(d) => Stretch::Weekend(plus_days(d, n.saturating_mul(7))),
            Stretch::Month(y, m) => {
                let (y, m) = plus_months(y, m, n)?;
                Stretch::Month(y, m)
            }
            Stretch::Quarter(y, q) => {
                let (y, m) = plus_months(y, (q - 1) * 3 + 1, n.saturating_mul(3))?;
                Stretch::Quarter(y, (m - 1) / 3 + 1)
            }
            Stretch::Half(y, h) => Stretch::Half(year(y, n.div_euclid(2))?, h),
            Stretch::Season(y, s) => Stretch::Season(year(y, n)?, s),
            Stretch::Year(y) => Stretch::Year(year(y, n)?),
            Stretch::Decade(y) => Stretch::Decade(year(y, n.saturating_mul(10))?),
            Stretch::Century(c) => Stretch::Century(year(c, n)?),
        })
    }

    /// First and last day.
    pub fn days(self) -> Option<(Date, Date)> {
        let month_end = |y: i16, m: i8| Date::new(y, m, 1).ok().map(|d| d.last_of_month());
        let first = |y: i16, m: i8| Date::new(y, m, 1).ok();
        Some(match self {
            Stretch::Day(d) => (d, d),
            Stretch::Week(d) => (monday(d), plus_days(monday(d), 6)),
            Stretch::Weekend(d) => (plus_days(monday(d), 5), plus_days(monday(d), 6)),
            Stretch::Month(y, m) => (first(y, m)?, month_end(y, m)?),
            Stretch::Quarter(y, q) => (first(y, (q - 1) * 3 + 1)?, month_end(y, q * 3)?),
            Stretch::Half(y, h) => (first(y, if h == 1 { 1 } else { 7 })?, month_end(y, if h == 1 { 6 } else { 12 })?),
            Stretch::Season(y, 1) => (first(y, 3)?, month_end(y, 5)?),
            Stretch::Season(y, 2) => (first(y, 6)?, month_end(y, 8)?),
            Stretch::Season(y, 3) => (first(y, 9)?, month_end(y, 11)?),
            Stretch::Season(y, _) => (first(y, 12)?, month_end(y.checked_add(1)?, 2)?),
            Stretch::Year(y) => (first(y, 1)?, month_end(y, 12)?),
            Stretch::Decade(y) => (first(y, 1)?, month_end(y.checked_add(9)?, 12)?),
            Stretch::Century(c) => {
                let end = c.checked_mul(100)?;
                (first(end - 99, 1)?, month_end(end, 12)?)
            }
        })
    }

    /// How long it is.
    pub fn unit(self) -> Unit {
        match self {
            Stretch::Day(_) => Unit::Day,
            Stretch::Week(_) | Stretch::Weekend(_) => Unit::Week,
            Stretch::Month(..) => Unit::Month,
            Stretch::Quarter(..) | Stretch::Half(..) | Stretch::Season(..) => Unit::Quarter,
            Stretch::Year(_) => Unit::Year,
            Stretch::Decade(_) => Unit::Decade,
            Stretch::Century(_) => Unit::Century,
        }
    }

    /// The year it begins in.
    pub fn year(self) -> i16 {
        match self {
            Stretch::Day(d) | Stretch::Week(d) | Stretch::Weekend(d) => d.year(),
            Stretch::Month(y, _) | Stretch::Quarter(y, _) | Stretch::Half(y, _) | Stretch::Season(y, _) => y,
            Stretch::Year(y) | Stretch::Decade(y) => y,
            Stretch::Century(c) => c.saturating_sub(1).saturating_mul(100),
        }
    }

    /// The TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Stretch::Day(d) => d.to_string(),
            Stretch::Week(d) => {
                let w = d.iso_week_date();
                format!("{:04}-W{:02}", w.year(), w.week())
            }
            Stretch::Weekend(d) => {
                let w = d.iso_week_date();
                format!("{:04}-W{:02}-WE", w.year(), w.week())
            }
            Stretch::Month(y, m) => format!("{y:04}-{m:02}"),
            Stretch::Quarter(y, q) => format!("{y:04}-Q{q}"),
            Stretch::Half(y, h) => format!("{y:04}-H{h}"),
            Stretch::Season(y, s) => {
                let s = ["SP", "SU", "FA", "WI"][(s.clamp(1, 4) - 1) as usize];
                format!("{y:04}-{s}")
            }
            Stretch::Year(y) => format!("{y:04}"),
            Stretch::Decade(y) => format!("{:03}", y.div_euclid(10)),
            Stretch::Century(c) => format!("{:02}", c - 1),
        }
    }
}

/// Easter Sunday of a year (Gregorian; Meeus).
pub fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    date(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1)
}

/// The `n`th `wd` of a month; the last where `n` is 0.
fn nth_weekday(y: i32, m: i32, wd: i32, n: i64) -> Option<Date> {
    let first = date(y, m, 1)?;
    let first_hit = plus_days(first, i64::from((wd - weekday(first)).rem_euclid(7)));
    if n > 0 {
        return Some(plus_days(first_hit, (n - 1) * 7));
    }
    let last = first.last_of_month();
    Some(plus_days(last, -i64::from((weekday(last) - wd).rem_euclid(7))))
}

/// The day of a holiday, by its number in the rule files; `None` for feasts of other calendars.
pub fn holiday(which: i32, year: i32) -> Option<Date> {
    match which {
        1 => date(year, 12, 25),
        2 => nth_weekday(year, 11, 4, 4),
        3 => easter(year),
        4 => date(year, 10, 31),
        5 => date(year, 1, 1),
        6 => date(year, 12, 31),
        7 => date(year, 12, 24),
        8 => date(year, 12, 26),
        9 => easter(year).map(|d| plus_days(d, -2)),
        11 => easter(year).map(|d| plus_days(d, 1)),
        12 => date(year, 2, 14),
        13 => date(year, 5, 1),
        14 => easter(year).map(|d| plus_days(d, -7)),
        15 => nth_weekday(year, 9, 1, 1),
        16 => nth_weekday(year, 5, 1, 0),
        17 => date(year, 3, 17),
        18 => date(year, 11, 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_neighbours() {
        let day = date(1998, 2, 20).unwrap();
        assert_eq!(Stretch::Week(day).value(), "1998-W08");
        assert_eq!(Stretch::Quarter(1998, 1).next(-1).unwrap().value(), "1997-Q4");
        assert_eq!(Stretch::Decade(1980).value(), "198");
        assert_eq!(easter(2000).unwrap().to_string(), "2000-04-23");
        assert_eq!(holiday(2, 1999).unwrap().to_string(), "1999-11-25");
    }
}
