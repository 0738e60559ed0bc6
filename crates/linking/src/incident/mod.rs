//! What a group of tellings says together: an [`Incident`].
//!
//! In: the readings of the group's members. Out: every statement side by side, ranges of tolls, who took part and who says
//! so, what does not fit, how far it is confirmed. Nothing is dropped and nothing averaged; where one value must stand for
//! many (type, day, place, `best` of a toll), a rule written at its function picks one that some report states.

mod conflicts;
mod parts;
mod statements;
mod tolls;

use crate::fold;
use crate::telling::{Key, Telling, day_number, index_of, iso_day, nameless, scene_of, tellings};
use crate::voices::{Voice, independent};
use std::collections::BTreeMap;
use types::contract::{Event, Place, Reading};
use types::incident::{Incident, Member, Span, Status, Where};
use types::{DisagreementKind, EventType, Precision, Realis};

/// What the record knows about a publisher.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Admiralty grade, `A` (completely reliable) to `F` (cannot be judged).
    pub grade: Option<char>,
}

/// What the record adds to the readings: actors across reports, and grades of sources.
pub struct Setting<'a> {
    /// Id in the record of an actor of a reading.
    pub actor: &'a dyn Fn(&Reading, usize) -> Option<String>,
    /// What is known about a publisher, by its name as printed.
    pub source: &'a dyn Fn(&str) -> Source,
}

/// A reading made ready for telling: with its voice and tellings, which are worth keeping between incidents.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// The reading.
    pub reading: Reading,
    /// Its events, cut down to what decides.
    pub tellings: Vec<Telling>,
    voice: Voice,
}

impl Heard {
    /// Makes a reading ready.
    pub fn new(reading: Reading) -> Heard {
        let r = &reading.report;
        let voice = Voice::of(&r.id, r.source.as_deref(), &reading.text);
        Heard { tellings: tellings(&reading), voice, reading }
    }
}

/// One event of one reading, with what is needed of it again and again.
struct Told<'a> {
    reading: &'a Reading,
    event: &'a Event,
    telling: &'a Telling,
    /// Index of the first member with the same voice.
    voice: usize,
}

/// The id of the incident that stands for a group: that of its oldest telling, and so the same on every machine.
pub fn incident_id(group: &[&Telling]) -> String {
    let oldest = group.iter().map(|t| (t.published.unwrap_or(i32::MAX), &t.key)).min();
    let Some((_, Key { report, event })) = oldest else { return String::new() };
    format!("i{:012x}", fold::hash(&format!("{report} e{}", event + 1)) & 0xffff_ffff_ffff)
}

/// What `members` (a reading and the index of one of its events each) tell together; `why` has the reasons of each, in the
/// same order.
pub fn tell(members: &[(&Heard, usize)], why: &[Vec<String>], setting: &Setting) -> Option<Incident> {
    let mut order: Vec<usize> = (0..members.len()).filter(|&i| members[i].1 < members[i].0.tellings.len()).collect();
    let rank = |i: usize| {
        let (h, n) = members[i];
        (h.tellings[n].published.unwrap_or(i32::MAX), &h.tellings[n].key)
    };
    order.sort_by(|&a, &b| rank(a).cmp(&rank(b)));
    let voice_of = independent(&order.iter().map(|&i| &members[i].0.voice).collect::<Vec<_>>());
    let told: Vec<Told> = (order.iter().zip(&voice_of))
        .map(|(&i, &voice)| {
            let (h, n) = members[i];
            Told { reading: &h.reading, event: &h.reading.events[n], telling: &h.tellings[n], voice }
        })
        .collect();
    told.first()?;
    let kind = main_type(&told);
    let same: Vec<&Told> = told.iter().filter(|t| t.event.kind == kind).collect();
    let tolls = tolls::ranges(&told, setting);
    let disagreements = conflicts::find(&told, &tolls, setting);
    let mut heads: Vec<usize> = voice_of.clone();
    heads.sort_unstable();
    heads.dedup();
    let name = |i: usize| {
        let r = &told[i].reading.report;
        r.source.clone().or_else(|| r.file.clone()).unwrap_or_else(|| r.id.clone())
    };
    let sources: Vec<String> = heads.iter().map(|&i| name(i)).collect();
    let disputed = |k| {
        use DisagreementKind::*;
        matches!(k, Perpetrator | Outcome | Side | Cooperation)
    };
    let status = if disagreements.iter().any(|d| disputed(d.kind)) {
        Status::Disputed
    } else if heads.len() > 1 {
        Status::Corroborated
    } else {
        Status::SingleSource
    };
    let realis = main_realis(&told);
    let foretold = matches!(realis, Realis::Planned | Realis::Expected);
    let fulfilled = !foretold && told.iter().any(|t| matches!(t.event.realis, Realis::Planned | Realis::Expected));
    let mut instruments: Vec<String> = told.iter().flat_map(|t| t.event.instruments.iter().cloned()).collect();
    instruments.sort();
    instruments.dedup();
    let group: Vec<&Telling> = told.iter().map(|t| t.telling).collect();
    Some(Incident {
        id: incident_id(&group),
        kind,
        mode: most(same.iter().filter_map(|t| t.event.mode.clone())),
        acled: most(same.iter().filter_map(|t| t.event.acled.clone()).map(|a| (a.event_type, a.sub_event_type)))
            .map(|(event_type, sub_event_type)| types::contract::Acled { event_type, sub_event_type }),
        realis,
        when: when(&told),
        place: place(&told),
        actors: parts::parts(&told, setting),
        tolls,
        statements: told.iter().flat_map(statements::of_event).collect(),
        reports: (order.iter())
            .map(|&i| Member {
                report: members[i].0.reading.report.id.clone(),
                file: members[i].0.reading.report.file.clone(),
                event: members[i].0.reading.events[members[i].1].id.clone(),
                why: why.get(i).cloned().unwrap_or_default(),
            })
            .collect(),
        disagreements,
        status,
        sources,
        part_of: Vec::new(),
        instruments,
        horizon: foretold.then(|| horizon(&told)).flatten(),
        outcome: if fulfilled { Some("fulfilled".into()) } else { foretold.then(|| "open".into()) },
        corrections: Vec::new(),
    })
}

/// The most frequent value; of several, the least.
fn most<T: Ord>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut count: BTreeMap<T, usize> = BTreeMap::new();
    for v in values {
        *count.entry(v).or_default() += 1;
    }
    count.into_iter().rev().max_by_key(|(_, n)| *n).map(|(v, _)| v)
}

/// The type most members tell, news counting twice; of several, the gravest.
fn main_type(told: &[Told]) -> EventType {
    let weight = |k: EventType| -> usize {
        told.iter().filter(|t| t.event.kind == k).map(|t| if t.event.background { 1 } else { 2 }).sum()
    };
    EventType::ALL.iter().copied().max_by_key(|&k| (weight(k), k)).unwrap_or(EventType::Assault)
}

/// It happened if one report says so; if none does, it is possible, foretold or denied, in this order.
fn main_realis(told: &[Told]) -> Realis {
    use Realis::*;
    let order = [Occurred, Ongoing, Possible, Planned, Expected, Negated];
    order.into_iter().find(|r| told.iter().any(|t| t.event.realis == *r)).unwrap_or(Occurred)
}

/// The shortest range of days that a report gives and most voices share; days guessed from publication only where no
/// report gives any.
fn when(told: &[Told]) -> Option<Span> {
    let mut votes: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    let given = told.iter().any(|t| t.telling.days.is_some() && !t.telling.guessed);
    for t in told.iter().filter(|t| !given || !t.telling.guessed) {
        if let Some(days) = t.telling.days {
            votes.entry(days).or_default().push(t.voice);
        }
    }
    let shortest = votes.keys().map(|(a, b)| b - a).min()?;
    let voices = |v: &Vec<usize>| {
        let mut v = v.clone();
        v.sort_unstable();
        v.dedup();
        v.len()
    };
    let best = votes.iter().filter(|((a, b), _)| b - a == shortest).max_by_key(|(d, v)| (voices(v), -d.0))?;
    let (a, b) = *best.0;
    let precision = match b - a {
        0 => "day",
        1..=6 => "week",
        7..=30 => "month",
        31..=365 => "year",
        _ => "longer",
    };
    Some(Span { start: iso_day(a), end: iso_day(b), precision: precision.into() })
}

/// The place that most members name for it, exact ones before areas; of several, the most exact. A site without a name of
/// its own ("airport") speaks for the place named beside it. Where none names an exact one, the scene of the oldest report's
/// news, marked as such.
fn place(told: &[Told]) -> Option<Where> {
    let mut votes: BTreeMap<(bool, String, String), (u32, &Place)> = BTreeMap::new();
    let exact =
        |p: &Place| p.lat.is_some() && matches!(p.precision, Precision::Site | Precision::Town | Precision::Area);
    for t in told {
        let mut named: Vec<&Place> =
            t.event.places.iter().filter_map(|id| t.reading.places.get(index_of(id)? as usize)).collect();
        if named.iter().any(|p| exact(p) && !nameless(p)) {
            named.retain(|p| !nameless(p));
        }
        for (n, p) in named.into_iter().enumerate() {
            let exact = exact(p);
            let key = (exact, fold::name(&p.name), p.country.clone().unwrap_or_default());
            let vote = votes.entry(key).or_insert((0, p));
            vote.0 += if n == 0 { 3 } else { 1 };
            if p.confidence > vote.1.confidence {
                vote.1 = p;
            }
        }
    }
    let exact = votes.keys().any(|(exact, _, _)| *exact);
    if !exact && let Some(p) = told.iter().find_map(|t| scene_of(t.reading, t.event)) {
        return Some(where_of(p, true));
    }
    let rank = |p: &Place| std::cmp::Reverse(p.precision);
    let best = votes.iter().max_by(|(a, (n, p)), (b, (m, q))| {
        (a.0, p.lat.is_some(), n, rank(p)).cmp(&(b.0, q.lat.is_some(), m, rank(q))).then_with(|| b.cmp(a))
    })?;
    Some(where_of(best.1.1, false))
}

fn where_of(p: &Place, by_scene: bool) -> Where {
    Where {
        name: p.name.clone(),
        lat: p.lat,
        lon: p.lon,
        country: p.country.clone(),
        admin1: p.admin1.clone(),
        precision: p.precision,
        by_scene,
    }
}

/// The last day by which what is foretold should show: the end of the range a report gives, or ninety days on.
fn horizon(told: &[Told]) -> Option<String> {
    let given = told.iter().filter_map(|t| t.event.when.as_ref()).filter_map(|w| day_number(&w.end)).max();
    let default = told.iter().filter_map(|t| t.telling.published).max().map(|p| p + 90);
    given.or(default).map(iso_day)
}
