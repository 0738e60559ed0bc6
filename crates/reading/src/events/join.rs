//! Which tellings are one event.
//!
//! In: [`Telling`]s in text order. Out: groups of their indices. "Gunmen raided the hotel, killing 20. The attack …" is one
//! event: a participle hangs on its verb, and a definite noun points back. Different places, days or outcomes keep events
//! apart. Looks back over a bounded number of events, so that time stays linear.

use super::settle::apart_places;
use super::tellings::Telling;
use super::tree::{CLIMB, Tree};
use crate::Found;
use std::collections::{BTreeSet, HashMap};
use types::{ActorId, Deprel, EventType, Feats, PlaceId, Realis, Role, When};

/// How many earlier events a telling may point back to.
const LOOK_BACK: usize = 24;

/// What is known of a group while it grows.
#[derive(Clone, Debug)]
struct Group {
    members: Vec<usize>,
    kind: EventType,
    rule: &'static str,
    lemma: String,
    verb: bool,
    realis: Realis,
    places: Vec<PlaceId>,
    when: Option<When>,
    actors: Vec<ActorId>,
    vague: bool,
}

/// Groups of tellings, each one event, in order of first telling.
pub fn join(tree: &Tree, found: &Found, tellings: &[Telling]) -> Vec<Vec<usize>> {
    let at: HashMap<u32, usize> = tellings.iter().enumerate().map(|(i, t)| (t.at, i)).collect();
    let mut parent: Vec<usize> = (0..tellings.len()).collect();
    for (i, telling) in tellings.iter().enumerate() {
        for token in &telling.same {
            if let Some(&j) = at.get(token) {
                let violent = |t: &Telling| matches!(t.kind, EventType::Assault | EventType::Coerce);
                if violent(telling) && violent(&tellings[j]) && telling.rule != "war" && tellings[j].rule != "war" {
                    unite(&mut parent, i, j);
                }
            }
        }
        if let Some(j) = governor(tree, telling, &at) {
            // "Villagers held the soldiers after troops killed ten": another doer, another time.
            let sequel = tree.rel(telling.at) == Deprel::Advcl
                && tree.any(telling.at, &[Deprel::Nsubj])
                && tree.with(telling.at, &[Deprel::Mark]).any(|k| {
                    matches!(tree.form(k), "after" | "before" | "since" | "until" | "après" | "avant" | "depuis")
                });
            if !sequel && one_story(telling, &tellings[j]) && !apart(found, telling, &tellings[j]) {
                unite(&mut parent, i, j);
            }
        }
    }
    let claims = claims(tree);
    let mut groups: Vec<Group> = Vec::new();
    let mut group_of: Vec<Option<usize>> = vec![None; tellings.len()];
    for i in 0..tellings.len() {
        let root = find(&mut parent, i);
        let slot = match group_of[root] {
            Some(g) => g,
            None => {
                let g = earlier(tree, found, &claims, &groups, tellings, &tellings[i]).unwrap_or_else(|| {
                    groups.push(Group {
                        members: Vec::new(),
                        kind: tellings[i].kind,
                        rule: tellings[i].rule,
                        lemma: tree.lemma(tellings[i].at).to_string(),
                        verb: tellings[i].verb,
                        realis: tellings[i].realis,
                        places: Vec::new(),
                        when: None,
                        actors: Vec::new(),
                        vague: true,
                    });
                    groups.len() - 1
                });
                group_of[root] = Some(g);
                g
            }
        };
        add(tree, &mut groups[slot], tellings, i);
    }
    groups.into_iter().filter(|g| !g.vague).map(|g| g.members).collect()
}

fn add(tree: &Tree, group: &mut Group, tellings: &[Telling], i: usize) {
    let telling = &tellings[i];
    group.members.push(i);
    group.vague &= telling.vague && telling.parts.is_empty();
    if telling.kind == EventType::Assault {
        group.kind = EventType::Assault;
    }
    for &place in &telling.places {
        if !group.places.contains(&place) {
            group.places.push(place);
        }
    }
    if group.when.is_none() {
        group.when.clone_from(&telling.when);
    }
    for part in telling.parts.iter().filter(|p| p.role == Role::Actor) {
        group.actors.extend(tree.actor(part.head).filter(|a| !group.actors.contains(a)));
    }
}

fn find(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

/// Puts two tellings together; the earlier one leads.
fn unite(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (find(parent, a), find(parent, b));
    let (low, high) = (a.min(b), a.max(b));
    parent[high] = low;
}

/// The telling whose clause this one's hangs on: "raided the hotel, *killing* 20", "was shot and *wounded*".
fn governor(tree: &Tree, telling: &Telling, at: &HashMap<u32, usize>) -> Option<usize> {
    let mut cur = telling.at;
    for _ in 0..CLIMB {
        let head = tree.head(cur)?;
        let hangs = matches!(
            tree.rel(cur),
            Deprel::Advcl
                | Deprel::Conj
                | Deprel::Acl
                | Deprel::Xcomp
                | Deprel::Obj
                | Deprel::Obl
                | Deprel::Parataxis
                | Deprel::AclRelcl
                | Deprel::Nmod
                | Deprel::Nsubj
                | Deprel::NsubjPass
        );
        if !hangs {
            return None;
        }
        if let Some(&j) = at.get(&head) {
            return Some(j);
        }
        cur = head;
    }
    None
}

/// True where a clause and the one it hangs on may tell one event.
fn one_story(a: &Telling, b: &Telling) -> bool {
    let violent = |t: &Telling| {
        t.kind == EventType::Assault || t.kind == EventType::Coerce && matches!(t.rule, "seize" | "rob" | "hold")
    };
    let compatible = |a: Realis, b: Realis| {
        a == b || matches!((a, b), (Realis::Occurred, Realis::Ongoing) | (Realis::Ongoing, Realis::Occurred))
    };
    let alone = |t: &Telling| matches!(t.rule, "plain" | "war");
    if alone(a) || alone(b) || !compatible(a.realis, b.realis) {
        return false;
    }
    violent(a) && violent(b) && (a.rule != "abduct" || b.rule != "kill")
        || a.kind == b.kind && a.rule == b.rule && a.mode == b.mode
}

/// True where two tellings name different places or days.
pub fn apart(found: &Found, a: &Telling, b: &Telling) -> bool {
    apart_places(found, &a.places, &b.places) || apart_times(a.when.as_ref(), b.when.as_ref())
}

fn apart_times(a: Option<&When>, b: Option<&When>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.end < b.start || b.end < a.start)
}

/// "A fire broke out on Saturday … the attack of the 17th": a noun with a day of its own means no event without one, unless
/// that is the day of the report's news.
fn told_of_another_day(found: &Found, group: &Group, telling: &Telling) -> bool {
    let bare = group.when.is_none() && !telling.verb;
    bare && telling.when.is_some() && apart_times(found.dated.main.as_ref(), telling.when.as_ref())
}

/// How many sentences back harm without a doer, place or weapon of its own looks for its attack.
const HARM_BACK: u32 = 3;

/// "The ministry says ten soldiers **were killed**": harm that names nobody who did it, no place and no weapon is the harm of
/// the attack told before.
fn bare_harm(tree: &Tree, telling: &Telling) -> bool {
    let harms = matches!(telling.rule, "kill" | "wound" | "destroy" | "burn");
    let unheaded = telling.verb && !telling.parts.iter().any(|p| p.role == Role::Actor);
    let suffered = tree.passive(telling.at) || !tree.any(telling.at, &[Deprel::Obj, Deprel::Nsubj]);
    harms && unheaded && suffered && telling.same.is_empty() && telling.places.is_empty() && telling.means.is_empty()
}

/// How many sentences back a group's own account of what it did looks for the deed.
const BOAST_BACK: u32 = 8;
/// How many sentences after a claim of responsibility "its men" are those who did it.
const BOAST_AFTER: u32 = 2;

/// "The group said **its men had killed** hundreds": harm that somebody tells of himself, with no place or day of its own.
fn boast(tree: &Tree, telling: &Telling) -> bool {
    let harms = matches!(telling.rule, "kill" | "wound" | "destroy" | "burn");
    let told = matches!(tree.rel(telling.at), Deprel::Ccomp | Deprel::Xcomp);
    let past = tree.any(telling.at, &[Deprel::Aux]) || tree.has(telling.at, Feats::PAST);
    harms && told && past && telling.verb && telling.places.is_empty() && telling.when.is_none()
}

/// True where those of whom a boast tells did the deed of `group`, or claimed responsibility just before, in one of the
/// sentences `claims`.
fn by_its_doers(tree: &Tree, claims: &BTreeSet<u32>, group: &Group, tellings: &[Telling], telling: &Telling) -> bool {
    if group.kind != EventType::Assault && !matches!(group.rule, "seize" | "hold" | "rob") {
        return false;
    }
    let first = group.members.first().map_or(0, |&m| tree.sentence(tellings[m].at));
    let here = tree.sentence(telling.at);
    let claimed = || claims.range(first.max(here.saturating_sub(BOAST_AFTER))..=here.max(first)).any(|s| *s <= here);
    telling.parts.iter().filter(|p| p.role == Role::Actor).any(|p| match tree.actor(p.head) {
        Some(doer) => since(tree, group, tellings, telling) <= BOAST_BACK && group.actors.contains(&doer),
        None => tree.any(p.head, &[Deprel::NmodPoss]) && claimed(),
    })
}

/// The sentences in which somebody claims responsibility.
fn claims(tree: &Tree) -> BTreeSet<u32> {
    let deed = |i: u32| match tree.lemma(i) {
        "revendiquer" => true,
        "claim" | "take" => tree.with(i, &[Deprel::Obj]).any(|o| {
            matches!(tree.lemma(o), "responsibility" | "credit") || tree.lemma(i) == "claim" && tree.tells_event(o)
        }),
        _ => false,
    };
    (0..tree.len()).filter(|&i| deed(i)).map(|i| tree.sentence(i)).collect()
}

/// Sentences between the last telling of a group and this one.
fn since(tree: &Tree, group: &Group, tellings: &[Telling], telling: &Telling) -> u32 {
    let last = group.members.last().map_or(0, |&m| tellings[m].at);
    tree.sentence(telling.at).saturating_sub(tree.sentence(last))
}

/// "Officials demolished the houses": a result with a doer of its own is not the harm of others' attack.
fn other_hand(tree: &Tree, telling: &Telling, group: &Group) -> bool {
    let doers = telling.parts.iter().filter(|p| p.role == Role::Actor);
    let mut named = doers.filter_map(|p| tree.actor(p.head)).peekable();
    named.peek().is_some() && named.all(|a| !group.actors.contains(&a))
}

/// The earlier event that a telling points back to or repeats.
fn earlier(
    tree: &Tree,
    found: &Found,
    claims: &BTreeSet<u32>,
    groups: &[Group],
    tellings: &[Telling],
    telling: &Telling,
) -> Option<usize> {
    let violent = telling.kind == EventType::Assault;
    // "Two soldiers were wounded near El Tarra on Thursday": a result with its own place and day stands alone.
    let located = telling.verb && !telling.places.is_empty() && telling.when.is_some();
    let points_back = telling.back || telling.vague || telling.result && !located;
    let harm = violent && bare_harm(tree, telling);
    let boasts = boast(tree, telling);
    for (g, group) in groups.iter().enumerate().rev().take(LOOK_BACK) {
        let told_by_doer = boasts && by_its_doers(tree, claims, group, tellings, telling);
        let same_kind = group.kind == telling.kind || told_by_doer;
        let alone = |rule: &str| matches!(rule, "plain" | "war");
        if !same_kind || alone(group.rule) || alone(telling.rule) {
            continue;
        }
        let real = |r: Realis| matches!(r, Realis::Occurred | Realis::Ongoing);
        if group.realis != telling.realis && !(real(group.realis) && real(telling.realis)) {
            continue;
        }
        if apart_places(found, &group.places, &telling.places)
            || apart_times(group.when.as_ref(), telling.when.as_ref())
            || told_of_another_day(found, group, telling)
        {
            continue;
        }
        if telling.result && other_hand(tree, telling, group) {
            continue;
        }
        if told_by_doer {
            return Some(g);
        }
        let near = harm
            && (telling.when.is_none() || group.when.is_some())
            && since(tree, group, tellings, telling) <= HARM_BACK;
        if violent && (points_back || near) {
            // "the kidnapping" is no bombing told before.
            let abducts = |rule: &str| matches!(rule, "abduct" | "disappear");
            if abducts(telling.rule) != abducts(group.rule) && !telling.vague {
                continue;
            }
            let dead_told = || group.members.iter().any(|&m| tellings[m].rule == "kill");
            if telling.fresh && !dead_told() {
                continue;
            }
            return Some(g);
        }
        let shared_place = telling.places.iter().any(|p| group.places.contains(p));
        let shared_time =
            matches!((&telling.when, &group.when), (Some(a), Some(b)) if a.start <= b.end && b.start <= a.end);
        if violent && telling.rule == group.rule && shared_place && (shared_time || telling.when.is_none()) {
            return Some(g);
        }
        if violent && shared_place && shared_time {
            return Some(g);
        }
        // "his second coup" is not "the capture", though both seize.
        let same_word =
            telling.kind != EventType::Coerce || tree.lemma(telling.at) == group.lemma || telling.verb != group.verb;
        if !violent && telling.back && telling.rule == group.rule && same_word {
            return Some(g);
        }
    }
    None
}
