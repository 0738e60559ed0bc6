//! Which tellings can be candidates for one another at all: keys to file a telling under, and keys to look under.
//!
//! Two tellings meet when one of them looks under a key that the other is filed under, whichever came first. A key is made
//! of the family of types, a stretch of time and a stretch of ground. A vague telling ("in 2022", "in the east") is filed
//! among the vague, and exact ones are filed there too, apart: so an exact telling looks at exact neighbours and at the few
//! vague ones, never at everything that happened in a country in a year. Tellings in the same words meet too, wherever and
//! whenever they place what they tell, where they were published within some weeks of one another.

use crate::fold;
use crate::telling::Telling;
use types::EventType;

/// Where a telling is filed, and where its candidates are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keys {
    /// Keys to file it under.
    pub file: Vec<u64>,
    /// Keys under which its candidates are filed.
    pub look: Vec<u64>,
}

/// Days in a stretch of time, by level: days, weeks to two months, up to two years.
const STRETCH: [i32; 3] = [8, 64, 512];
/// Longest range of days at each level; what is longer is found by its words only.
const LONGEST: [i32; 3] = [10, 70, 750];
/// Days within which a story is copied: reports in the same or in neighbouring stretches of this length meet by their words.
const COPIES: i32 = 16;
/// Degrees of a cell of ground.
const CELL: f64 = 0.5;
/// Two exact places farther apart than this are never one.
pub const FAR_KM: f64 = 60.0;

/// Types that may tell of one happening stand in one family.
fn family(kind: EventType) -> char {
    use EventType::*;
    match kind {
        Assault | Coerce | Sanction | Protest | Mobilize => 'f',
        Agree | Consult | Support | Concede | Cooperate | Aid | Retreat | Reject => 't',
        Request | Accuse | Threaten => 's',
    }
}

/// The keys of a telling.
pub fn keys(t: &Telling) -> Keys {
    let mut out = Keys::default();
    let fam = family(t.kind);
    if let Some((level, first, last)) = span_of(t) {
        let exact: Vec<_> = t.spots.iter().filter(|s| s.point).filter_map(|s| s.at).take(4).collect();
        let mut countries: Vec<&str> = t.spots.iter().map(|s| s.country.as_str()).filter(|c| !c.is_empty()).collect();
        countries.sort_unstable();
        countries.dedup();
        let names = t.sides.iter().flat_map(|s| &s.names).take(8);
        let names: Vec<_> = if fam == 'f' && !t.spots.is_empty() { Vec::new() } else { names.collect() };
        for l in level..STRETCH.len() {
            let here = if l == level { 'n' } else { 'c' };
            for b in stretches(l, first, last) {
                let mut file = |ground: String| out.file.push(fold::hash(&format!("{fam}{l}{b}{here}{ground}")));
                exact.iter().for_each(|at| file(format!("{:?}n", cell(*at))));
                if l < 2 {
                    let own = if exact.is_empty() { 'n' } else { 'c' };
                    countries.iter().for_each(|c| file(format!("{c}{own}")));
                    let own = if t.spots.is_empty() { 'n' } else { 'c' };
                    names.iter().for_each(|n| file(format!("{n}{own}")));
                }
            }
            for b in stretches(l, first, last) {
                let mut look = |ground: String| {
                    out.look.push(fold::hash(&format!("{fam}{l}{b}n{ground}")));
                    if l == level {
                        out.look.push(fold::hash(&format!("{fam}{l}{b}c{ground}")));
                    }
                };
                exact.iter().flat_map(|at| around(*at)).for_each(|c| look(format!("{c:?}n")));
                if l < 2 {
                    countries.iter().for_each(|c| look(format!("{c}n")));
                    names.iter().for_each(|n| look(format!("{n}n")));
                    if exact.is_empty() {
                        countries.iter().for_each(|c| look(format!("{c}c")));
                    }
                    if t.spots.is_empty() {
                        names.iter().for_each(|n| look(format!("{n}c")));
                    }
                }
            }
        }
    }
    if t.sketch.len() >= 4 {
        for h in t.sketch.iter().take(2) {
            let key = |when: &str| fold::hash(&format!("{fam}w{h}{when}"));
            // Words that many reports share (a line at the foot of each wire) must not make candidates of a year's reports.
            match t.published {
                Some(day) => {
                    let at = day.div_euclid(COPIES);
                    out.file.extend([key(&at.to_string()), key("dated")]);
                    out.look.extend((at - 1..=at + 1).map(|b| key(&b.to_string())).chain([key("undated")]));
                }
                None => {
                    out.file.push(key("undated"));
                    out.look.extend([key("undated"), key("dated")]);
                }
            }
        }
    }
    for list in [&mut out.file, &mut out.look] {
        list.sort_unstable();
        list.dedup();
    }
    out
}

fn span_of(t: &Telling) -> Option<(usize, i32, i32)> {
    let (a, b) = t.days?;
    let days = b.checked_sub(a)?.checked_add(1)?;
    let level = LONGEST.iter().position(|longest| days <= *longest)?;
    Some((level, a - 1, b + 1))
}

fn stretches(level: usize, first: i32, last: i32) -> std::ops::RangeInclusive<i32> {
    first.div_euclid(STRETCH[level])..=last.div_euclid(STRETCH[level])
}

fn cell((lat, lon): (f64, f64)) -> (i32, i32) {
    ((lat / CELL).floor() as i32, (lon / CELL).floor() as i32)
}

/// The cells within reach of a point.
fn around((lat, lon): (f64, f64)) -> Vec<(i32, i32)> {
    let up = FAR_KM / 111.0;
    let side = FAR_KM / (111.0 * lat.to_radians().cos().abs().max(0.05));
    let (a, b) = (cell((lat - up, lon - side)), cell((lat + up, lon + side)));
    (a.0..=b.0).flat_map(|y| (a.1..=b.1).take(12).map(move |x| (y, x))).collect()
}
