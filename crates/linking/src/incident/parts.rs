//! Who took part in an incident, and which reports say so.

use super::{Setting, Told};
use crate::fold;
use crate::telling::index_of;
use std::collections::{BTreeMap, BTreeSet};
use types::incident::Part;
use types::{ActorKind, Realis, Role};

#[derive(Default)]
struct Seen {
    names: BTreeMap<String, usize>,
    kinds: BTreeMap<ActorKind, usize>,
    said_by: BTreeSet<String>,
    asserted: bool,
}

/// The participants: one entry for a role and an actor of the record, or for words that name nobody.
pub(super) fn parts(told: &[Told], setting: &Setting) -> Vec<Part> {
    let mut seen: BTreeMap<(Role, bool, String), Seen> = BTreeMap::new();
    for t in told {
        for p in &t.event.participants {
            let n = p.actor.as_deref().and_then(index_of).map(|i| i as usize);
            let actor = n.and_then(|i| t.reading.actors.get(i).map(|a| (i, a)));
            let id = actor.and_then(|(i, _)| (setting.actor)(t.reading, i));
            let name = actor.map_or_else(|| p.text.clone(), |(_, a)| a.name.clone());
            let key = match &id {
                Some(id) => (p.role, true, id.clone()),
                None => (p.role, false, fold::name(&name)),
            };
            let entry = seen.entry(key).or_default();
            *entry.names.entry(name).or_default() += 1;
            if let Some((_, a)) = actor {
                *entry.kinds.entry(a.kind).or_default() += 1;
            }
            entry.said_by.insert(t.reading.report.id.clone());
            entry.asserted |= t.event.realis != Realis::Possible;
        }
    }
    let top = |m: &BTreeMap<String, usize>| {
        m.iter().max_by_key(|(s, n)| (**n, std::cmp::Reverse(*s))).map(|(s, _)| s.clone())
    };
    seen.into_iter()
        .map(|((role, known, id), s)| Part {
            role,
            name: top(&s.names).unwrap_or_default(),
            actor: known.then_some(id),
            kind: s.kinds.iter().max_by_key(|(k, n)| (**n, std::cmp::Reverse(**k))).map(|(k, _)| *k),
            said_by: s.said_by.into_iter().collect(),
            accused: role == Role::Actor && !s.asserted,
        })
        .collect()
}
