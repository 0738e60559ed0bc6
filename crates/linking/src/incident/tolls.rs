//! Ranges of tolls: what is stated of one measure and side, from the least to the greatest number, with all statements.
//!
//! "77 dead, 50 of them students": 50 counts a part of the 77 and bounds nothing. "All ten of the attackers died": losses
//! of the side that acted stand apart. "The president's plane" is one plane named, not a count of planes.

use super::statements::of_toll;
use super::{Setting, Told};
use crate::fold;
use std::collections::BTreeMap;
use types::Measure;
use types::contract::Toll;
use types::incident::{Statement, TollRange};
use types::{Certainty, Role, Stance};

/// A toll of one member with what decides its group.
struct Item<'a> {
    told: &'a Told<'a>,
    toll: &'a Toll,
    own_side: bool,
    of: String,
    statement: Statement,
}

/// The ranges of an incident: for people all counts of a measure and side together first, then each kind that is counted
/// apart; for things each kind.
pub(super) fn ranges(told: &[Told], setting: &Setting) -> Vec<TollRange> {
    let mut items: Vec<Item> = Vec::new();
    for t in told {
        for toll in t.event.tolls.iter().filter(|x| !x.cumulative) {
            let statement = of_toll(t, toll);
            let double = |i: &&Item| {
                i.statement.report == statement.report
                    && i.toll.measure == toll.measure
                    && (i.statement.start, i.statement.end) == (statement.start, statement.end)
            };
            if items.iter().find(double).is_none() {
                items.push(Item { told: t, toll, own_side: own_side(t, toll), of: counted(&toll.of), statement });
            }
        }
    }
    let mut groups: BTreeMap<(Measure, bool, u8, String), Vec<&Item>> = BTreeMap::new();
    for i in &items {
        let class = if is_people(i) { 1 } else { 2 };
        groups.entry((i.toll.measure, i.own_side, class, i.of.clone())).or_default().push(i);
    }
    for i in items.iter().filter(|i| is_people(i) && !is_part(i, &items)) {
        groups.entry((i.toll.measure, i.own_side, 0, "people".into())).or_default().push(i);
    }
    let mut out: Vec<TollRange> = Vec::new();
    for ((measure, own_side, class, of), list) in &groups {
        let all = groups.get(&(*measure, *own_side, 0, "people".to_string()));
        if *class == 1 && (of == "people" || all.is_some_and(|all| all.len() == list.len())) {
            continue;
        }
        let one_kind = *class == 0 && list.iter().all(|i| i.of == list[0].of);
        let of = if one_kind { list[0].of.clone() } else { of.clone() };
        out.push(range(*measure, of, *own_side, list, setting));
    }
    out
}

fn range(measure: Measure, of: String, own_side: bool, items: &[&Item], setting: &Setting) -> TollRange {
    let counts: Vec<&&Item> = items.iter().filter(|i| !(is_single_thing(i.toll) && items.len() > 1)).collect();
    let counts = if counts.is_empty() { items.iter().collect() } else { counts };
    let values = || counts.iter().flat_map(|i| [i.toll.low, i.toll.best, i.toll.high]).flatten();
    let mut statements: Vec<Statement> = items.iter().map(|i| i.statement.clone()).collect();
    statements.sort_by(|a, b| {
        let key = |s: &Statement| (s.published.clone().unwrap_or("9999".into()), s.report.clone(), s.start, s.end);
        key(a).cmp(&key(b))
    });
    TollRange {
        measure,
        of,
        own_side,
        low: values().min(),
        best: best(&counts, setting),
        high: values().max(),
        statements,
    }
}

/// The number that stands for all, by this rule: of the statements that someone asserts (not what the acting side claims,
/// not rumour or suspicion, where there is anything else), those of the best-graded publishers; of these the newest, a copy
/// having the age of what it copies; of these the one most voices give; of these one with a number said rather than a
/// bound; of these the least. It is always a number that some report states.
fn best(items: &[&&Item], setting: &Setting) -> Option<u32> {
    let value = |i: &Item| i.toll.best.or(i.toll.low).or(i.toll.high);
    let mut list: Vec<&Item> = items.iter().map(|i| **i).filter(|i| value(i).is_some()).collect();
    let firm = |i: &&Item| {
        i.statement.stance == Stance::Asserts
            && matches!(i.statement.certainty, Certainty::Stated | Certainty::Reported)
    };
    if list.iter().any(firm) {
        list.retain(firm);
    }
    let grade = |i: &Item| {
        let grade = i.told.reading.report.source.as_deref().and_then(|s| (setting.source)(s).grade);
        // An ungraded publisher stands between "fairly reliable" and "not usually reliable".
        grade.map_or(7, |g| match g {
            'A' => 1,
            'B' => 3,
            'C' => 5,
            'D' => 9,
            'E' => 11,
            _ => 7,
        })
    };
    let top = list.iter().map(|i| grade(i)).min()?;
    list.retain(|i| grade(i) == top);
    let age = |i: &Item| {
        let of_voice = items.iter().filter(|j| j.told.voice == i.told.voice && value(j) == value(i));
        of_voice.map(|j| j.told.telling.published.unwrap_or(i32::MIN)).min().unwrap_or(i32::MIN)
    };
    let newest = list.iter().map(|i| age(i)).max()?;
    list.retain(|i| age(i) == newest);
    let voices = |v: u32| {
        let mut voices: Vec<usize> = list.iter().filter(|i| value(i) == Some(v)).map(|i| i.told.voice).collect();
        voices.sort_unstable();
        voices.dedup();
        voices.len()
    };
    let key = |i: &&Item| value(i).map(|v| (std::cmp::Reverse(voices(v)), i.toll.best.is_none(), v));
    list.iter().copied().min_by_key(|i| key(i)).and_then(value)
}

/// True where the losses are those of who acted: the reading says so, or the words counted are those for who acted.
fn own_side(t: &Told, toll: &Toll) -> bool {
    let acting = || t.event.participants.iter().filter(|p| p.role == Role::Actor);
    if let Some(side) = &toll.side {
        return acting().any(|p| p.actor.as_ref() == Some(side));
    }
    let of = fold::words(&toll.of);
    let attackers = [
        "attacker",
        "assailant",
        "assaillant",
        "bomber",
        "kamikaze",
        "hijacker",
        "attaquant",
        "brother",
        "frere",
        "raider",
    ];
    if of.iter().any(|w| attackers.contains(&w.as_str())) {
        return true;
    }
    let fighting = [
        "militant",
        "terrorist",
        "jihadist",
        "rebel",
        "insurgent",
        "fighter",
        "gunman",
        "bandit",
        "terroriste",
        "jihadiste",
        "djihadiste",
        "rebelle",
        "combattant",
        "insurge",
    ];
    let counted = of.iter().find(|w| fighting.contains(&w.as_str()));
    counted.is_some_and(|w| {
        acting().any(|p| {
            fold::words(&p.text).iter().any(|x| x.trim_end_matches('s') == w || (w == "gunman" && x == "gunmen"))
        })
    })
}

/// What is counted, one word for the plain ways to say "people".
fn counted(of: &str) -> String {
    let of = fold::name(of);
    if is_plain_people(&of) { "people".into() } else { of }
}

fn is_plain_people(of: &str) -> bool {
    let plain = [
        "",
        "people",
        "person",
        "dead",
        "body",
        "victim",
        "casualty",
        "life",
        "soul",
        "human",
        "human being",
        "personne",
        "mort",
        "corps",
        "victime",
        "vie",
        "blesse",
        "cadavre",
        "death",
        "fatality",
        "other",
    ];
    plain.contains(&of)
}

/// Measures that count people unless a thing is named, and things unless people are.
fn is_people(i: &Item) -> bool {
    use Measure::*;
    matches!(i.toll.measure, Killed | Wounded | Missing | Kidnapped | Arrested | Displaced | Captured)
        || is_plain_people(&i.of) && !matches!(i.toll.measure, Destroyed | Damaged | Closed | Seized)
}

/// True where the count is of a part of what the same report counts as a whole ("50 of them students").
fn is_part(i: &Item, all: &[Item]) -> bool {
    let value = |x: &Item| x.toll.best.or(x.toll.low).or(x.toll.high).unwrap_or(0);
    // "72 wounded, 30 of them gravely": the reading says that the one is part of the other.
    let told_as_part = i.toll.evidence.by.starts_with("tolls/part");
    let of_whole = |w: &Item| {
        let whole = i.toll.retells.and_then(|n| i.told.reading.counts.get(n as usize));
        whole.is_some_and(|x| {
            w.statement.report == i.statement.report
                && (x.evidence.start, x.evidence.end) == (w.toll.evidence.start, w.toll.evidence.end)
                && value(w) > value(i)
        })
    };
    if told_as_part && all.iter().any(|w| w.toll.measure == i.toll.measure && of_whole(w)) {
        return true;
    }
    i.of != "people"
        && all.iter().any(|w| {
            w.of == "people"
                && w.toll.measure == i.toll.measure
                && w.own_side == i.own_side
                && w.statement.report == i.statement.report
                && value(w) >= value(i)
        })
}

/// "The president's plane": one thing named.
fn is_single_thing(t: &Toll) -> bool {
    let first = fold::words(&t.text).into_iter().next().unwrap_or_default();
    let named =
        matches!(first.as_str(), "the" | "le" | "la" | "l" | "his" | "her" | "its" | "their" | "son" | "sa" | "leur");
    t.best == Some(1) && (named || t.text.starts_with("l'") || t.text.starts_with("l’"))
}
