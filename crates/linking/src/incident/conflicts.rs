//! What does not fit between the statements of one incident, by the kinds of the contract.
//!
//! In: the members and their toll ranges. Out: conflicts, each with the statements on both sides: numbers that cannot both
//! hold, other perpetrators, a denial against an assertion, days that do not meet; and what the readings found inside one
//! report, of the event itself or of a part of its scene ("the army denies that the airport was captured").

use super::statements::{claims_about, of_claim, own_voice};
use super::{Setting, Told};
use crate::score::km;
use crate::telling::{index_of, is_armed};
use std::collections::{BTreeMap, BTreeSet};
use types::contract::{Event, Place};
use types::incident::{Conflict, Statement, TollRange};
use types::{DisagreementKind as Kind, EventType, Realis, Role, Stance};

/// Every conflict, sorted by kind.
pub(super) fn find(told: &[Told], tolls: &[TollRange], setting: &Setting) -> Vec<Conflict> {
    let mut out: Vec<Conflict> = tolls.iter().filter_map(toll).collect();
    out.extend(within_reports(told));
    out.extend(perpetrator(told, setting));
    out.extend(denial(told));
    out.extend(date(told));
    out.sort_by(|a, b| (a.kind, &a.note, quotes(a)).cmp(&(b.kind, &b.note, quotes(b))));
    out.dedup_by(|a, b| a.kind == b.kind && quotes(a) == quotes(b));
    out
}

fn quotes(c: &Conflict) -> Vec<(&str, u32, &str)> {
    c.statements.iter().map(|s| (s.report.as_str(), s.start, s.quote.as_str())).collect()
}

/// The numbers a statement allows.
fn bounds(s: &Statement) -> (u32, u32) {
    let low = s.value.or(s.low).unwrap_or(0);
    let high = s.value.or(s.high).unwrap_or(u32::MAX);
    (low, high)
}

/// Two statements of a range that cannot both be true. A holder who gives a second number corrects himself.
fn toll(t: &TollRange) -> Option<Conflict> {
    let has_number = |s: &&Statement| s.value.is_some() || s.low.is_some() || s.high.is_some();
    let list: Vec<&Statement> = t.statements.iter().filter(has_number).collect();
    let lowest = list.iter().min_by_key(|s| bounds(s).1)?;
    let highest = list.iter().max_by_key(|s| bounds(s).0)?;
    if bounds(lowest).1 >= bounds(highest).0 || (lowest.report == highest.report && lowest.holder == highest.holder) {
        return None;
    }
    let mut seen = BTreeSet::new();
    let statements: Vec<Statement> = list.iter().filter(|s| seen.insert(bounds(s))).map(|s| (*s).clone()).collect();
    let note = format!(
        "{} of {}: at most {} by one statement, at least {} by another",
        t.measure,
        t.of,
        bounds(lowest).1,
        bounds(highest).0
    );
    Some(Conflict { kind: Kind::Toll, statements, note })
}

/// Disagreements that a reading found about a member or a part of its scene.
fn within_reports(told: &[Told]) -> Vec<Conflict> {
    let mut out = Vec::new();
    for t in told {
        for d in &t.reading.disagreements {
            let own = d.about.contains(&t.event.id);
            let scene = || {
                let events = d.about.iter().filter(|a| a.starts_with('e')).filter_map(|a| index_of(a));
                let mut events = events.filter_map(|i| t.reading.events.get(i as usize));
                d.kind == Kind::Outcome && events.any(|e| is_scene_of(t, e))
            };
            if own || scene() {
                let statements = d.evidence.iter().map(|e| own_voice_or_claim(t, e)).collect();
                out.push(Conflict { kind: d.kind, statements, note: d.note.clone() });
            }
        }
    }
    out
}

fn own_voice_or_claim(t: &Told, e: &types::contract::Evidence) -> Statement {
    let holds = t.reading.claims.iter().filter(|c| c.evidence.start <= e.start && e.end <= c.evidence.end);
    let claim = holds.min_by_key(|c| (c.holder == "report", c.evidence.end - c.evidence.start));
    let base = claim.map_or_else(|| own_voice(t.reading, e), |c| of_claim(t.reading, c));
    Statement { quote: e.quote.clone(), start: e.start, end: e.end, ..base }
}

/// True where `e` is a part of the violent scene of member `t`: said to be so, or of the same days and ground.
fn is_scene_of(t: &Told, e: &Event) -> bool {
    if t.event.kind != EventType::Assault || t.event.background || e.background || e.id == t.event.id {
        return false;
    }
    if e.part_of.as_ref() == Some(&t.event.id) {
        return true;
    }
    let force = matches!(e.kind, EventType::Assault | EventType::Coerce | EventType::Retreat | EventType::Concede);
    let days = match (&t.event.when, &e.when) {
        (Some(a), Some(b)) => a.start <= b.end && b.start <= a.end,
        _ => true,
    };
    let place = |e: &Event| -> Vec<&Place> {
        let ids = e.places.iter().filter_map(|id| index_of(id));
        ids.filter_map(|i| t.reading.places.get(i as usize)).collect()
    };
    let (xs, ys) = (place(t.event), place(e));
    let close = |p: &Place, q: &Place| match (p.lat.zip(p.lon), q.lat.zip(q.lon)) {
        (Some(a), Some(b)) => km(a, b) <= 25.0,
        _ => p.name == q.name,
    };
    force && days && (ys.is_empty() || xs.iter().any(|p| ys.iter().any(|q| close(p, q))))
}

/// Reports that name different armed actors as having acted, with none in common.
fn perpetrator(told: &[Told], setting: &Setting) -> Option<Conflict> {
    let mut by_voice: BTreeMap<usize, (BTreeSet<String>, BTreeSet<String>, Statement)> = BTreeMap::new();
    for t in told.iter().filter(|t| !matches!(t.event.realis, Realis::Negated)) {
        for p in t.event.participants.iter().filter(|p| p.role == Role::Actor) {
            let Some(n) = p.actor.as_deref().and_then(index_of).map(|i| i as usize) else { continue };
            let Some(a) = t.reading.actors.get(n).filter(|a| is_armed(a.kind)) else { continue };
            let Some(id) = (setting.actor)(t.reading, n) else { continue };
            let entry = (by_voice.entry(t.voice))
                .or_insert_with(|| (BTreeSet::new(), BTreeSet::new(), own_voice(t.reading, &p.evidence)));
            entry.0.insert(id);
            entry.1.insert(a.name.clone());
        }
    }
    let list: Vec<_> = by_voice.into_values().collect();
    for (i, a) in list.iter().enumerate() {
        if let Some(b) = list[..i].iter().find(|b| a.0.is_disjoint(&b.0)) {
            let names = |x: &BTreeSet<String>| x.iter().cloned().collect::<Vec<_>>().join(", ");
            let note = format!("one source names {}, another {}", names(&b.1), names(&a.1));
            return Some(Conflict { kind: Kind::Perpetrator, statements: vec![b.2.clone(), a.2.clone()], note });
        }
    }
    None
}

/// Somebody denies what another asserts; or one report tells as not having happened what another tells.
fn denial(told: &[Told]) -> Option<Conflict> {
    let mut yes: Option<Statement> = None;
    let mut no: Option<Statement> = None;
    for t in told {
        let negated = t.event.realis == Realis::Negated;
        if negated || t.event.realis != Realis::Planned {
            let slot = if negated { &mut no } else { &mut yes };
            if let (None, Some(e)) = (&slot, t.event.evidence.first()) {
                *slot = Some(own_voice_or_claim(t, e));
            }
        }
        for c in claims_about(t.reading, &t.event.id).filter(|c| c.stance == Stance::Denies) {
            no.get_or_insert_with(|| of_claim(t.reading, c));
        }
    }
    let (yes, no) = (yes?, no?);
    let note = format!("told by {}, denied by {}", voice_name(&yes), voice_name(&no));
    Some(Conflict { kind: Kind::Outcome, statements: vec![yes, no], note })
}

fn voice_name(s: &Statement) -> &str {
    if s.holder != "report" { &s.holder } else { s.source.as_deref().unwrap_or("the report") }
}

/// Days given by two voices that do not meet.
fn date(told: &[Told]) -> Option<Conflict> {
    let dated: Vec<&Told> = told.iter().filter(|t| !t.telling.guessed && t.telling.days.is_some()).collect();
    let early = dated.iter().min_by_key(|t| t.telling.days.map(|d| d.1))?;
    let late = dated.iter().max_by_key(|t| t.telling.days.map(|d| d.0))?;
    let (a, b) = (early.telling.days?, late.telling.days?);
    if a.1 >= b.0 {
        return None;
    }
    let words = |t: &Told| {
        let e = t.event.when.as_ref().and_then(|w| w.evidence.clone()).or_else(|| t.event.evidence.first().cloned());
        e.map(|e| own_voice(t.reading, &e))
    };
    let statements = vec![words(early)?, words(late)?];
    let note = format!("until {} by one report, from {} by another", crate::iso_day(a.1), crate::iso_day(b.0));
    Some(Conflict { kind: Kind::Date, statements, note })
}
