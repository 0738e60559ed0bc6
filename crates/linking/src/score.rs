//! How much speaks for two tellings being one happening, with the reasons.
//!
//! [`weigh`] looks at two tellings and nothing else, so that its answer never changes when a third report arrives. Some
//! differences forbid a join whatever else fits; all others add up. The weights were set by hand on clusters of reports of
//! our own making and are named here, one line each, so that a reader can see why two tellings met.

use crate::keys::FAR_KM;
use crate::telling::{Side, Spot, Telling, alike};
use types::{EventType, Realis};

/// From here on, two tellings are one happening unless something forbids it.
pub const JOIN: f32 = 3.0;
/// From here up to [`JOIN`], a person should look.
pub const REVIEW: f32 = 2.0;

/// What two tellings have for and against them.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Sum of the reasons; negative infinity where something forbids a join.
    pub score: f32,
    /// The reasons, in plain words.
    pub why: Vec<&'static str>,
}

impl Weighed {
    /// True where something forbids a join.
    pub fn never(&self) -> bool {
        self.score == f32::NEG_INFINITY
    }

    fn no(why: &'static str) -> Weighed {
        Weighed { score: f32::NEG_INFINITY, why: vec![why] }
    }

    fn add(&mut self, score: f32, why: &'static str) {
        self.score += score;
        self.why.push(why);
    }
}

/// Weighs two tellings.
pub fn weigh(a: &Telling, b: &Telling) -> Weighed {
    let mut w = Weighed { score: 0.0, why: Vec::new() };
    let Some(kind) = kinds(a.kind, b.kind) else { return Weighed::no("types differ") };
    w.add(kind, if a.kind == b.kind { "same type" } else { "types that go together" });
    let same_report = a.key.report == b.key.report;
    let words = alike(&a.sketch, &b.sketch);
    let enough = a.sketch.len().min(b.sketch.len()) >= 6;
    // "created on 16 September 2023" is too little to show a copy by itself; in the same sentence it is one.
    let in_copy =
        words >= 0.75 && alike(&a.sentence, &b.sentence) >= 0.55 && a.sentence.len().min(b.sentence.len()) >= 8;
    let copied = words >= 0.55 && enough || in_copy;
    // A curfew, an arrest and the seizure of an airport are three deeds, though all are coercion.
    let other_deed = a.mode.is_some() && b.mode.is_some() && a.mode != b.mode;
    if other_deed && a.kind == EventType::Coerce && b.kind == EventType::Coerce && !copied {
        return Weighed::no("other deeds");
    }
    let part = same_report && (whole_of(a, b) || whole_of(b, a));
    if part && !one_scene(a, b) {
        return Weighed::no("part and whole");
    }
    if !realis(a, b, copied, &mut w) {
        return Weighed::no("one happened, one did not");
    }
    let shared = shared_names(a, b);
    let numbers = tolls(a, b);
    let things = a.things.iter().filter(|x| b.things.contains(x)).count();
    let firm = copied || numbers >= 1.0 || (shared.acts && things > 0);
    if !dates(a, b, firm, &mut w) {
        return Weighed::no("dates differ");
    }
    if !places(a, b, &mut w) {
        return Weighed::no("places differ");
    }
    if a.spots.is_empty() && b.spots.is_empty() && !shared.any && !firm {
        return Weighed::no("no place and nobody in common");
    }
    if shared.acts {
        w.add(1.5, "same actor");
    } else if shared.any {
        w.add(0.8, "somebody in common");
    } else if shared.rival {
        w.add(-1.0, "other actors are named");
    } else if talk(a.kind) {
        let silent = |t: &Telling| t.sides.iter().all(|s| s.names.is_empty());
        let alone = if silent(a) || silent(b) { -0.5 } else { -1.5 };
        w.add(alone, if alone > -1.0 { "one names nobody" } else { "nobody in common" });
    }
    if !same_report && old_day(a).is_some() && old_day(a) == old_day(b) {
        w.add(1.0, "same day of the past");
    }
    if numbers != 0.0 {
        w.add(numbers, if numbers > 0.0 { "tolls agree" } else { "tolls are far apart" });
    }
    if things > 0 {
        w.add(0.6 + 0.2 * (things.min(3) as f32), "same kind of thing or place hit");
    } else if !a.things.is_empty() && !b.things.is_empty() {
        w.add(-0.4, "other things are named");
    }
    if let (Some(x), Some(y)) = (&a.mode, &b.mode) {
        w.add(if x == y { 0.5 } else { -0.6 }, if x == y { "same mode" } else { "other mode" });
    }
    if part {
        w.add(2.5, "part of one scene");
    } else if copied {
        w.add(3.0, "same words");
    } else if same_report {
        w.add(-2.5, "told apart in one report");
    }
    w
}

/// What speaks for two types being of one happening; none where they cannot be.
fn kinds(a: EventType, b: EventType) -> Option<f32> {
    use EventType::*;
    if a == b {
        return Some(1.0);
    }
    let (a, b) = (a.min(b), a.max(b));
    match (a, b) {
        (Sanction, Coerce) => Some(0.6),
        (Agree | Consult | Support, Cooperate) | (Agree, Consult | Support) | (Consult, Support) => Some(0.2),
        (Support | Cooperate, Aid) | (Agree, Concede) | (Agree | Concede, Retreat) | (Retreat, Reject) => Some(0.2),
        (Coerce, Assault) | (Protest, Coerce | Assault) => Some(-1.5),
        (Request | Accuse, Threaten) | (Request, Accuse) => Some(-0.5),
        _ => None,
    }
}

/// The exact day of what is told as background long after: two reports rarely reach back to one day for two happenings.
fn old_day(t: &Telling) -> Option<i32> {
    let (first, last) = t.days.filter(|_| !t.guessed)?;
    (first == last && t.published.is_some_and(|p| p - last > 60)).then_some(first)
}

/// Deeds of words and treaties: many of one day in one capital; who took part must show.
fn talk(kind: EventType) -> bool {
    !matches!(kind, EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Mobilize)
}

fn realis(a: &Telling, b: &Telling, copied: bool, w: &mut Weighed) -> bool {
    let class = |r| match r {
        Realis::Occurred | Realis::Ongoing | Realis::Possible => 0,
        Realis::Planned | Realis::Expected => 1,
        Realis::Negated => 2,
    };
    match (class(a.realis), class(b.realis)) {
        (x, y) if x == y => {}
        (0, 1) | (1, 0) => w.add(-0.5, "foretold in one, told in the other"),
        (1, 2) | (2, 1) => return copied,
        // "The army denies that the airport was captured" answers a claim of capture; it does not deny other raids.
        _ => {
            let about = a.things.iter().any(|t| b.things.contains(t)) || a.mode.is_some() && a.mode == b.mode;
            if !about && !copied {
                return false;
            }
            w.add(-1.0, "denied in one, told in the other");
        }
    }
    true
}

fn dates(a: &Telling, b: &Telling, firm: bool, w: &mut Weighed) -> bool {
    let (Some(x), Some(y)) = (a.days, b.days) else {
        w.add(-0.5, "a date is missing");
        return true;
    };
    let gap = (y.0 - x.1).max(x.0 - y.1);
    let guessed = a.guessed || b.guessed;
    if gap > 1 || (gap == 1 && !firm) {
        return false;
    }
    if gap == 1 {
        w.add(-1.0, "dates one day apart");
        return true;
    }
    let longest = (x.1 - x.0).max(y.1 - y.0);
    match longest {
        _ if guessed => w.add(0.4, "published in the same days"),
        0 => w.add(2.0, "same day"),
        1..=3 => w.add(1.5, "days overlap"),
        4..=10 => w.add(0.9, "same week"),
        11..=45 => w.add(0.6, "same month"),
        46..=400 => w.add(0.2, "same year"),
        _ => w.add(-1.0, "very vague dates"),
    }
    true
}

fn places(a: &Telling, b: &Telling, w: &mut Weighed) -> bool {
    if a.spots.is_empty() || b.spots.is_empty() {
        w.add(-0.5, "a place is missing");
        return true;
    }
    let exact = |t: &Telling| t.spots.iter().filter(|s| s.point).cloned().collect::<Vec<_>>();
    let (x, y) = (exact(a), exact(b));
    if !x.is_empty() && !y.is_empty() {
        let pairs = x.iter().flat_map(|p| y.iter().map(move |q| (p, q)));
        let best = pairs.map(|(p, q)| near(p, q)).fold(f32::NEG_INFINITY, f32::max);
        if a.placed_by_scene || b.placed_by_scene {
            // A guessed place speaks half as loud, and forbids nothing.
            let near = best > 0.5;
            w.add(if near { best / 2.0 } else { -1.0 }, if near { "scenes of the news meet" } else { "other scene" });
            return true;
        }
        if best == f32::NEG_INFINITY {
            return false;
        }
        let why = if best >= 1.8 {
            "same place"
        } else if best > 0.5 {
            "places close by"
        } else {
            "places not far apart"
        };
        w.add(best, why);
        return true;
    }
    let pairs = a.spots.iter().flat_map(|p| b.spots.iter().map(move |q| (p, q)));
    let best = pairs.map(|(p, q)| holds(p, q)).fold(f32::NEG_INFINITY, f32::max);
    if best == f32::NEG_INFINITY {
        return false;
    }
    w.add(best, if best > 0.5 { "same area" } else { "same country" });
    true
}

/// Two exact places.
fn near(p: &Spot, q: &Spot) -> f32 {
    let Some(km) = distance(p, q) else { return f32::NEG_INFINITY };
    if p.name == q.name && km < 25.0 {
        return 2.0;
    }
    let room = p.radius + q.radius;
    match km {
        k if k <= 3.0 => 2.0,
        k if k <= room.min(12.0) => 1.5,
        k if k <= 20.0 => 0.8,
        k if k <= 35.0 => -0.3,
        k if k <= FAR_KM && k <= room => -0.8,
        _ => f32::NEG_INFINITY,
    }
}

/// An area and something inside it.
fn holds(p: &Spot, q: &Spot) -> f32 {
    let other_country = !p.country.is_empty() && !q.country.is_empty() && p.country != q.country;
    let widest = p.radius.max(q.radius);
    match distance(p, q) {
        Some(km) if km <= widest + p.radius.min(q.radius) && widest < 500.0 => {
            if p.name == q.name {
                1.2
            } else if other_country {
                -1.0
            } else {
                0.7
            }
        }
        _ if other_country => f32::NEG_INFINITY,
        _ if widest >= 500.0 && p.country == q.country && !p.country.is_empty() => 0.1,
        None => -0.5,
        _ => f32::NEG_INFINITY,
    }
}

/// Great-circle distance in km.
pub fn distance(p: &Spot, q: &Spot) -> Option<f64> {
    Some(km(p.at?, q.at?))
}

/// Great-circle distance in km of two points in degrees.
pub fn km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let dy = ((lb - la) / 2.0).sin();
    let dx = ((b.1 - a.1).to_radians() / 2.0).sin();
    12742.0 * (dy * dy + la.cos() * lb.cos() * dx * dx).sqrt().min(1.0).asin()
}

struct Shared {
    /// A named actor on the acting side of both.
    acts: bool,
    /// Somebody named in both.
    any: bool,
    /// Both name an armed actor who acted, and none is shared.
    rival: bool,
}

fn shared_names(a: &Telling, b: &Telling) -> Shared {
    let meet = |x: &Side, y: &Side| x.names.iter().any(|n| y.names.contains(n));
    let pairs = || a.sides.iter().flat_map(|x| b.sides.iter().map(move |y| (x, y)));
    let acts = pairs().any(|(x, y)| x.acts && y.acts && meet(x, y));
    let any = pairs().any(|(x, y)| meet(x, y));
    let named = |t: &Telling| t.sides.iter().any(|s| s.acts && s.armed && !s.names.is_empty());
    Shared { acts, any, rival: !acts && named(a) && named(b) }
}

/// Numbers that agree speak for a join; numbers far apart speak a little against it, for tolls grow and parties lie.
fn tolls(a: &Telling, b: &Telling) -> f32 {
    let mut best: f32 = 0.0;
    let mut worst: f32 = 0.0;
    for x in &a.counts {
        for y in b.counts.iter().filter(|y| y.measure == x.measure) {
            let point = x.low == x.high && y.low == y.high;
            if point && x.low == y.low && x.low > 0 {
                let round = x.low % 10 == 0 || x.low < 4;
                // "two nurses" twice is more than "two people" twice.
                let named = !x.of.is_empty() && x.of == y.of;
                best = best.max(if round && !named { 0.6 } else { 1.2 });
            } else if x.low <= y.high && y.low <= x.high {
                best = best.max(0.2);
            } else {
                let (small, great) = (x.high.min(y.high).max(1), x.low.max(y.low).max(1));
                let ratio = f64::from(great) / f64::from(small);
                worst = worst.min(if ratio > 6.0 {
                    -0.8
                } else if ratio > 2.5 {
                    -0.4
                } else {
                    0.0
                });
            }
        }
    }
    if best > 0.0 { best } else { worst }
}

/// True where `part` names `whole` as the larger event it belongs to.
fn whole_of(part: &Telling, whole: &Telling) -> bool {
    part.part_of == Some(whole.key.event)
}

/// A part told with its whole as one scene: same day, same spot. A series of attacks over weeks is more than each of them.
fn one_scene(a: &Telling, b: &Telling) -> bool {
    let (Some(x), Some(y)) = (a.days, b.days) else { return a.kind == b.kind };
    let days = x.0.abs_diff(y.0) <= 1 && x.1.abs_diff(y.1) <= 1;
    let close = a.spots.is_empty()
        || b.spots.is_empty()
        || a.spots.iter().any(|p| b.spots.iter().any(|q| distance(p, q).is_some_and(|km| km <= 25.0)));
    days && close && a.kind == b.kind
}
