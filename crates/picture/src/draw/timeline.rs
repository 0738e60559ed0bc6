//! The timeline: above, how many were killed in each day, week or month, from the least to the greatest number stated;
//! below, a mark for each incident in a row for its type.

use super::place::Taken;
use super::svg::{Anchor, Style, Svg, grouped, many};
use super::{FAINT, Fault, INK, Look, Subject};
use std::collections::BTreeMap;
use tarikh::Card;
use types::{Date, EventType};

const WIDE: f64 = 1200.0;
const LEFT: f64 = 124.0;
const RIGHT: f64 = 1172.0;
const TOP: f64 = 108.0;
const BARS: f64 = 330.0;
const RULE: &str = "#d9d6cf";

fn number(day: &str) -> Option<i64> {
    Some(day.parse::<Date>().ok()?.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24)
}

/// A stretch of days drawn as one bar.
#[derive(Clone, Copy, PartialEq)]
enum Bin {
    Day,
    Week,
    Month,
    Year,
}

impl Bin {
    fn of(days: i64) -> Bin {
        match days {
            ..=92 => Bin::Day,
            93..=730 => Bin::Week,
            731..=7300 => Bin::Month,
            _ => Bin::Year,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Bin::Day => "day",
            Bin::Week => "week",
            Bin::Month => "month",
            Bin::Year => "year",
        }
    }

    /// The first day of the stretch a day lies in, and that of the next.
    fn around(self, day: i64) -> (i64, i64) {
        let date = date(day);
        let first = match self {
            Bin::Day => return (day, day + 1),
            // 1970-01-01 was a Thursday; weeks begin on Monday.
            Bin::Week => {
                let start = day - (day + 3).rem_euclid(7);
                return (start, start + 7);
            }
            Bin::Month => date.first_of_month(),
            Bin::Year => date.first_of_year(),
        };
        let next = match self {
            Bin::Month => first.last_of_month(),
            _ => first.last_of_year(),
        };
        let n = |d: Date| number(&d.to_string()).unwrap_or(day);
        (n(first), n(next) + 1)
    }
}

fn date(day: i64) -> Date {
    Date::constant(1970, 1, 1).checked_add(types::days(day as i32)).unwrap_or(Date::constant(1970, 1, 1))
}

/// Draws it.
pub fn draw(subject: &Subject) -> Result<Svg, Fault> {
    let mut dated: Vec<(&Card, i64)> = Vec::new();
    for c in subject.cards() {
        let foretold = c.outcome.is_some();
        let day = if foretold { c.horizon.as_deref().or(c.start.as_deref()) } else { c.start.as_deref() };
        dated.extend(day.and_then(number).map(|n| (c, n)));
    }
    let without = subject.rows.len() - dated.len();
    let outside = set_apart(&mut dated);
    let Some((first, last)) = dated.iter().map(|d| d.1).min().zip(dated.iter().map(|d| d.1).max()) else {
        return Err(Fault::Empty("incidents with a known day", subject.source.clone(), "incidents RECORD"));
    };
    let bin = Bin::of(last - first);
    let (from, to) = (bin.around(first).0, bin.around(last).1);
    let pad = ((to - from) as f64 * 0.01).max(0.4);
    let (from, to) = (from as f64 - pad, to as f64 + pad);
    let x = |day: f64| LEFT + (day - from) / (to - from) * (RIGHT - LEFT);

    let mut kinds: BTreeMap<EventType, usize> = BTreeMap::new();
    dated.iter().for_each(|(c, _)| *kinds.entry(c.kind).or_default() += 1);
    let mut kinds: Vec<(EventType, usize)> = kinds.into_iter().collect();
    kinds.sort_by_key(|(k, n)| (std::cmp::Reverse(*n), k.word()));
    let lane = (300.0 / kinds.len() as f64).clamp(26.0, 44.0);
    let lanes = BARS + 52.0;
    let foot = lanes + lane * kinds.len() as f64;
    let title = if subject.title.is_empty() { "When it happened, as reported" } else { &subject.title };
    let mut svg = Svg::new(WIDE, foot + 82.0, title);
    let mut under = many(dated.len(), "incident", "incidents");
    if let Some(days) = super::map::days(dated.iter().map(|d| d.0)) {
        under += &format!(", {days}");
    }
    if without > 0 {
        under += &format!("; {} without a known day not shown", grouped(without as u64));
    }
    if outside > 0 {
        under += &format!("; {} of far other days not shown", grouped(outside as u64));
    }
    svg.frame(title, &under, &format!("Drawn by tarikh from {}.", subject.source));
    legend(&mut svg);
    axis(&mut svg, (from, to), bin, &x, foot);
    bars(&mut svg, &dated, bin, &x);
    marks(&mut svg, &dated, &kinds, lanes, lane, &x);
    Ok(svg)
}

/// Takes out the few incidents without dead whose days lie so far from the others that these would stand in a heap. Gives
/// their number.
fn set_apart(dated: &mut Vec<(&Card, i64)>) -> usize {
    let mut days: Vec<i64> = dated.iter().map(|d| d.1).collect();
    days.sort_unstable();
    let Some((first, last)) = days.first().copied().zip(days.last().copied()) else { return 0 };
    // The shortest stretch that holds seventeen of twenty, widened to all that killed.
    let held = (days.len() * 17).div_ceil(20);
    let stretches = days.windows(held.max(1)).map(|w| (w[w.len() - 1] - w[0], w[0], w[w.len() - 1]));
    let Some((_, mut from, mut to)) = stretches.min() else { return 0 };
    for (_, day) in dated.iter().filter(|(c, _)| c.killed.high.unwrap_or(0) > 0) {
        (from, to) = (from.min(*day), to.max(*day));
    }
    if last - first < (to - from).max(14) * 3 {
        return 0;
    }
    let slack = (to - from) / 4;
    let before = dated.len();
    dated.retain(|(_, day)| (from - slack..=to + slack).contains(day));
    before - dated.len()
}

fn legend(svg: &mut Svg) {
    let mut at = LEFT;
    let y = 88.0;
    for look in Look::ALL {
        mark(svg, look, at + 6.0, y - 4.0, 5.5);
        svg.text(at + 18.0, y, look.word(), Style::of(11.5, INK));
        at += 38.0 + super::svg::width(look.word(), 11.5, false);
    }
    svg.rect(at, y - 11.0, 12.0, 13.0, INK, "fill-opacity=\"0.8\"");
    svg.rect(at + 14.0, y - 11.0, 12.0, 13.0, INK, "fill-opacity=\"0.22\" stroke=\"#222222\" stroke-width=\"0.8\"");
    svg.text(at + 32.0, y, "killed: least, greatest stated", Style::of(11.5, INK));
}

fn mark(svg: &mut Svg, look: Look, x: f64, y: f64, r: f64) {
    let colour = look.colour();
    match look {
        Look::Foretold => svg.diamond(
            x,
            y,
            r + 1.0,
            "#ffffff",
            &format!("stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"3 1.6\""),
        ),
        Look::Disputed => svg.circle(
            x,
            y,
            r,
            colour,
            &format!("fill-opacity=\"0.45\" stroke=\"{colour}\" stroke-width=\"1.8\" stroke-dasharray=\"3 1.8\""),
        ),
        Look::Corroborated => {
            svg.circle(x, y, r, colour, "fill-opacity=\"0.75\" stroke=\"#ffffff\" stroke-width=\"0.7\"")
        }
        Look::Single => {
            svg.circle(x, y, r, colour, &format!("fill-opacity=\"0.3\" stroke=\"{colour}\" stroke-width=\"1.4\""))
        }
    }
}

/// Lines and words for days, months or years, as many as there is room for.
fn axis(svg: &mut Svg, (from, to): (f64, f64), bin: Bin, x: &impl Fn(f64) -> f64, foot: f64) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let span = to - from;
    let mut last = f64::MIN;
    let mut year = None;
    for day in from.ceil() as i64..=to.floor() as i64 {
        let d = date(day);
        let wanted = match bin {
            Bin::Day => span <= 24.0 || d.day() == 1 || (d.day() % 5 == 0 && d.day() < 30),
            Bin::Week => d.day() == 1,
            Bin::Month => d.day() == 1 && (span < 1500.0 && d.month() % 3 == 1 || d.month() == 1),
            Bin::Year => d.day() == 1 && d.month() == 1 && d.year() % 5 == 0,
        };
        let at = x(day as f64 + if bin == Bin::Day { 0.5 } else { 0.0 });
        if !wanted || at - last < 46.0 {
            continue;
        }
        last = at;
        svg.line((at, TOP), (at, foot), RULE, 0.8, "");
        let words = match bin {
            Bin::Year => d.year().to_string(),
            Bin::Month if d.month() == 1 => d.year().to_string(),
            Bin::Month | Bin::Week => MONTHS[d.month() as usize - 1].to_string(),
            Bin::Day => format!("{} {}", d.day(), MONTHS[d.month() as usize - 1]),
        };
        svg.text(at, foot + 18.0, &words, Style::of(11.5, FAINT).at(Anchor::Middle));
        if matches!(bin, Bin::Day | Bin::Week) && year != Some(d.year()) {
            year = Some(d.year());
            svg.text(at, foot + 34.0, &d.year().to_string(), Style::of(11.5, FAINT).bold().at(Anchor::Middle));
        }
    }
}

/// A round number at or above `n`.
fn round_up(n: f64) -> f64 {
    let power = 10f64.powf(n.max(1.0).log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|k| k * power).find(|r| *r >= n).unwrap_or(n)
}

fn bars(svg: &mut Svg, dated: &[(&Card, i64)], bin: Bin, x: &impl Fn(f64) -> f64) {
    let mut sums: BTreeMap<(i64, i64), (u64, u64)> = BTreeMap::new();
    for (c, day) in dated.iter().filter(|(c, _)| c.outcome.is_none()) {
        let sum = sums.entry(bin.around(*day)).or_default();
        sum.0 += u64::from(c.killed.low.unwrap_or(0));
        sum.1 += u64::from(c.killed.high.or(c.killed.low).unwrap_or(0));
    }
    let most = sums.values().map(|s| s.1).max().unwrap_or(0);
    let top = round_up((most as f64).max(4.0));
    let y = |n: f64| BARS - n / top * (BARS - TOP - 12.0);
    for step in 0..=4 {
        let n = top * f64::from(step) / 4.0;
        if n.fract() != 0.0 {
            continue;
        }
        svg.line((LEFT, y(n)), (RIGHT, y(n)), RULE, if step == 0 { 1.4 } else { 0.8 }, "");
        svg.text(LEFT - 8.0, y(n) + 4.0, &grouped(n as u64), Style::of(11.5, FAINT).at(Anchor::End));
    }
    svg.text(28.0, TOP + 4.0, "Killed", Style::of(12.5, INK).bold());
    svg.text(28.0, TOP + 20.0, &format!("a {}", bin.word()), Style::of(11.5, FAINT));
    for ((a, b), (low, high)) in sums {
        if high == 0 {
            continue;
        }
        let (left, right) = (x(a as f64), x(b as f64));
        let gap = ((right - left) * 0.14).min(3.0);
        let wide = (right - left - 2.0 * gap).clamp(1.2, 34.0);
        let left = (left + right - wide) / 2.0;
        svg.rect(
            left,
            y(high as f64),
            wide,
            BARS - y(high as f64),
            INK,
            "fill-opacity=\"0.22\" stroke=\"#222222\" stroke-width=\"0.7\"",
        );
        svg.rect(left, y(low as f64), wide, BARS - y(low as f64), INK, "fill-opacity=\"0.8\"");
    }
}

fn marks(
    svg: &mut Svg,
    dated: &[(&Card, i64)],
    kinds: &[(EventType, usize)],
    lanes: f64,
    lane: f64,
    x: &impl Fn(f64) -> f64,
) {
    let greatest = dated.iter().filter_map(|(c, _)| c.killed.high).max().unwrap_or(0);
    let mut taken = Taken::default();
    let mut placed = Vec::new();
    for (row, (kind, count)) in kinds.iter().enumerate() {
        let y = lanes + lane * (row as f64 + 0.5);
        svg.line((LEFT, y), (RIGHT, y), RULE, 0.8, "");
        svg.text(LEFT - 8.0, y + 4.0, kind.word(), Style::of(12.5, INK).at(Anchor::End));
        svg.text(28.0, y + 4.0, &grouped(*count as u64), Style::of(11.0, FAINT));
        let here: Vec<&(&Card, i64)> = dated.iter().filter(|(c, _)| c.kind == *kind).collect();
        let small = if here.len() > 400 { 2.6 } else { 4.2 };
        // Incidents of one day stand above and below each other.
        let mut same: BTreeMap<i64, usize> = BTreeMap::new();
        for (c, day) in here {
            let n = same.entry((x(*day as f64) / (small * 1.6)) as i64).or_default();
            let up = (n.div_ceil(2) as f64) * small * 1.5 * if n.is_multiple_of(2) { 1.0 } else { -1.0 };
            *n += 1;
            let killed = f64::from(c.killed.high.unwrap_or(0));
            let r = small + (killed / f64::from(greatest.max(1))).sqrt() * (lane * 0.42 - small).max(0.0);
            let limit = lane / 2.0 - small;
            let at = (x(*day as f64 + 0.5), y + up.clamp(-limit, limit));
            placed.push((*c, at, r));
        }
    }
    placed.sort_by_key(|(c, _, _)| (std::cmp::Reverse(Look::of(c)), std::cmp::Reverse(c.killed.high), c.id.clone()));
    for (c, (x, y), r) in &placed {
        mark(svg, Look::of(c), *x, *y, *r);
        taken.mark(*x, *y, *r);
    }
    placed.sort_by_key(|(c, _, _)| (std::cmp::Reverse(c.killed.high), c.id.clone()));
    let area = [LEFT, lanes - 20.0, RIGHT, lanes + lane * kinds.len() as f64];
    for (c, at, r) in placed.iter().take(40) {
        let Some(place) = c.place.as_deref() else { continue };
        let words = match (c.killed.low, c.killed.high) {
            (_, None | Some(0)) => place.to_string(),
            (Some(a), Some(b)) if a != b => format!("{place} {a}–{b}"),
            (_, Some(b)) => format!("{place} {b}"),
        };
        let words = super::svg::clean(&words);
        if let Some((x, y, anchor)) = taken.beside(*at, *r, &[(&words, 11.0, false)], area) {
            svg.text(x, y, &words, Style::of(11.0, INK).at(anchor).halo());
        }
    }
}
