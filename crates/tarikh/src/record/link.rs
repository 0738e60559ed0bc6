//! Linking a neighbourhood: from new tellings to the incidents they change.

use super::Result;
use super::judging::Judged;
use ::record::Store;
use linking::{Decisions, Heard, JOIN, REVIEW, Telling};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use types::contract::Reading;
use types::incident::{Doubt, Incident};

/// Where the record keeps which version of linking made what is derived.
const LINKING: &str = "linking";
/// Readings kept at hand.
const AT_HAND: usize = 2_000;

/// Links within one transaction.
pub(super) struct Linker<'s> {
    store: &'s Store,
    judged: Judged,
    tellings: HashMap<i64, Rc<Telling>>,
    rows: HashMap<i64, (i64, i64)>,
    heard: HashMap<i64, Rc<Heard>>,
    /// Rows of the incidents that were made anew.
    pub(super) told: Vec<i64>,
}

impl<'s> Linker<'s> {
    /// A linker that follows the judgements made by `day`, or all.
    pub(super) fn new(store: &'s Store, day: Option<&str>) -> Result<Linker<'s>> {
        let judged = Judged::of(store.standing(day)?);
        let (tellings, rows, heard) = (HashMap::new(), HashMap::new(), HashMap::new());
        Ok(Linker { store, judged, tellings, rows, heard, told: Vec::new() })
    }

    /// Files the tellings of a saved reading, weighs them against their candidates and returns their numbers.
    pub(super) fn enter(&mut self, row: i64, reading: Reading) -> Result<Vec<i64>> {
        let heard = Rc::new(Heard::new(reading));
        for n in 0..heard.reading.actors.len() {
            for (short, long) in linking::aliases(&heard.reading, n) {
                self.store.put_alias(row, n as i64 + 1, &short, &long)?;
            }
        }
        // Mentions of an acronym that this report explains move when all reports are in.
        let ids = self.actors(&heard.reading, true)?;
        self.store.put_actors(row, &heard.reading, &ids)?;
        let mut out = Vec::new();
        for (n, telling) in heard.tellings.iter().enumerate() {
            let keys = linking::keys(telling);
            let candidates = self.store.filed(&keys.look)?;
            let event = n as i64 + 1;
            let id = self.store.put_telling(row, event, &serde_json::to_string(telling)?, &keys.file)?;
            for other in candidates {
                let score = linking::weigh(telling, &*self.telling(other)?).score;
                if score >= REVIEW {
                    self.store.put_pair(id, other, score)?;
                }
            }
            self.rows.insert(id, (row, event));
            self.tellings.insert(id, Rc::new(telling.clone()));
            out.push(id);
        }
        self.keep(row, heard);
        Ok(out)
    }

    /// Forgets a report that was taken out of the record.
    pub(super) fn leave(&mut self, row: i64, seeds: &mut BTreeSet<i64>) {
        self.heard.remove(&row);
        let gone: Vec<i64> = self.rows.iter().filter(|(_, (r, _))| *r == row).map(|(id, _)| *id).collect();
        for id in gone {
            self.rows.remove(&id);
            self.tellings.remove(&id);
            seeds.remove(&id);
        }
    }

    fn keep(&mut self, row: i64, heard: Rc<Heard>) {
        if self.heard.len() >= AT_HAND {
            self.heard.clear();
        }
        self.heard.insert(row, heard);
    }

    fn telling(&mut self, id: i64) -> Result<Rc<Telling>> {
        if let Some(t) = self.tellings.get(&id) {
            return Ok(t.clone());
        }
        let stored = self.store.telling(id)?;
        let telling: Rc<Telling> = Rc::new(serde_json::from_str(&stored.telling)?);
        self.rows.insert(id, (stored.report, stored.event));
        self.tellings.insert(id, telling.clone());
        Ok(telling)
    }

    /// Who the actors of a reading are in the record; with `unsettled`, as it stood before what is due was settled.
    fn actors(&self, r: &Reading, unsettled: bool) -> Result<Vec<Option<String>>> {
        let who = |n: usize| -> Result<Option<String>> {
            let Some(id) = linking::identity(r, n) else { return Ok(None) };
            let stands_for = if unsettled { self.store.settled_alias(&id)? } else { self.store.alias(&id)? };
            Ok(self.judged.actor(Some(stands_for.unwrap_or(id))))
        };
        (0..r.actors.len()).map(who).collect()
    }

    /// Moves the mentions of acronyms whose meaning has changed; adds the tellings of the incidents to be told anew.
    fn settle_aliases(&mut self, seeds: &mut BTreeSet<i64>) -> Result<()> {
        for (short, before) in self.store.take_due_aliases()? {
            let after = self.store.alias(&short)?;
            if after == before {
                continue;
            }
            let id = |alias: Option<String>| self.judged.actor(Some(alias.unwrap_or(short.clone())));
            let (Some(old), Some(new)) = (id(before), id(after)) else { continue };
            if old == new {
                continue;
            }
            for m in self.store.mentions_of(&old)? {
                let Ok(kind) = m.kind.parse() else { continue };
                let about = linking::About { kind, country: m.country.as_deref(), scene: m.scene.as_deref() };
                let base = linking::identity_of(&m.name, about, m.registry.as_deref());
                if base.as_ref() == Some(&short) {
                    self.store.move_mention(&m, &old, &new)?;
                }
            }
            let (incidents, tellings) = self.store.incidents_with_actor(&old)?;
            incidents.into_iter().try_for_each(|i| self.store.remove_incident(i))?;
            seeds.extend(tellings);
        }
        Ok(())
    }

    fn heard(&mut self, row: i64) -> Result<Rc<Heard>> {
        if let Some(h) = self.heard.get(&row) {
            return Ok(h.clone());
        }
        let heard = Rc::new(Heard::new(self.store.load(row)?));
        self.keep(row, heard.clone());
        Ok(heard)
    }

    /// Makes the incidents anew of every telling that hangs together with `seeds`. Unless `all`, incidents whose members
    /// stay the same are left as they are.
    pub(super) fn relink(&mut self, mut seeds: BTreeSet<i64>, all: bool) -> Result<()> {
        self.settle_aliases(&mut seeds)?;
        let mut seen = BTreeSet::new();
        let judged = self.judged.pairs(self.store)?;
        for seed in seeds {
            // A neighbour may itself have been replaced since it was noted.
            if seen.contains(&seed) || !self.store.has_telling(seed)? {
                continue;
            }
            let mut component = BTreeSet::from([seed]);
            let mut open = vec![seed];
            let mut pairs = Vec::new();
            while let Some(id) = open.pop() {
                let near = self.store.pairs_of(id, JOIN)?;
                let by_people = judged.get(&id).into_iter().flatten().copied();
                let others = near.iter().map(|p| if p.a == id { p.b } else { p.a }).chain(by_people);
                open.extend(others.filter(|o| component.insert(*o)));
                pairs.extend(near.into_iter().filter(|p| p.a == id));
            }
            seen.extend(component.iter().copied());
            self.group(&component, &pairs, all)?;
        }
        Ok(())
    }

    fn group(&mut self, component: &BTreeSet<i64>, pairs: &[::record::PairRow], all: bool) -> Result<()> {
        let ids: Vec<i64> = component.iter().copied().collect();
        let at: BTreeMap<i64, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        let tellings = ids.iter().map(|id| Ok((*self.telling(*id)?).clone())).collect::<Result<Vec<Telling>>>()?;
        let pairs: Vec<_> = pairs.iter().filter_map(|p| Some((*at.get(&p.a)?, *at.get(&p.b)?, p.score))).collect();
        let groups = linking::cluster(&tellings, &pairs, &self.judged.decisions);
        let mut fresh = Vec::new();
        for group in &groups {
            let mut members: Vec<(i64, i64)> = group.iter().map(|i| self.rows[&ids[*i]]).collect();
            members.sort_unstable();
            let mut old = BTreeSet::new();
            for (report, event) in &members {
                old.extend(self.store.incident_of(*report, *event)?);
            }
            if let (false, 1, Some(only)) = (all, old.len(), old.first()) {
                let mut there = self.store.members(*only)?;
                there.sort_unstable();
                if there == members {
                    continue;
                }
            }
            for incident in old {
                self.store.remove_incident(incident)?;
            }
            fresh.push(group);
        }
        for group in fresh {
            self.tell(&ids, &tellings, group)?;
        }
        Ok(())
    }

    fn tell(&mut self, ids: &[i64], tellings: &[Telling], group: &[usize]) -> Result<()> {
        let mut heard = Vec::new();
        for i in group {
            let (row, event) = self.rows[&ids[*i]];
            heard.push((self.heard(row)?, event as usize - 1, row));
        }
        let members: Vec<(&Heard, usize)> = heard.iter().map(|(h, n, _)| (&**h, *n)).collect();
        let judged = &self.judged;
        let mut who: HashMap<&str, Vec<Option<String>>> = HashMap::new();
        for (h, _, _) in &heard {
            if let Entry::Vacant(unknown) = who.entry(h.reading.report.id.as_str()) {
                unknown.insert(self.actors(&h.reading, false)?);
            }
        }
        let actor = |r: &Reading, n: usize| who.get(r.report.id.as_str()).and_then(|ids| ids.get(n).cloned().flatten());
        let grade = |name: &str| judged.grade(name);
        let Some(mut incident) = told(tellings, group, &members, &judged.decisions, &actor, &grade) else {
            return Ok(());
        };
        judged.correct(&mut incident);
        let rows: HashMap<&str, i64> = heard.iter().map(|(h, _, row)| (h.reading.report.id.as_str(), *row)).collect();
        let event = |id: &str| linking::index_of(id).map_or(0, |n| i64::from(n) + 1);
        let events: Vec<_> = incident.reports.iter().map(|m| (rows[m.report.as_str()], event(&m.event))).collect();
        self.told.push(self.store.put_incident(&incident, &events)?);
        Ok(())
    }
}

/// What a group of tellings says together: `members` are their readings and events, in the order of `group`.
pub(crate) fn told(
    tellings: &[Telling],
    group: &[usize],
    members: &[(&Heard, usize)],
    decisions: &Decisions,
    actor: &dyn Fn(&Reading, usize) -> Option<String>,
    grade: &dyn Fn(&str) -> Option<char>,
) -> Option<Incident> {
    let why = if group.len() > 1 { linking::reasons(tellings, group, decisions) } else { vec![Vec::new()] };
    let source = |name: &str| linking::Source { grade: grade(name) };
    linking::tell(members, &why, &linking::Setting { actor, source: &source })
}

/// True where this version of linking made what is derived.
pub(super) fn is_up_to_date(store: &Store) -> Result<bool> {
    Ok(store.meta(LINKING)? == Some(linking::VERSION.to_string()))
}

/// Marks the record as made by nobody's linking, until [`end_import`]: a break in between makes the next change link it anew.
pub(super) fn begin_import(store: &Store) -> Result<()> {
    store.set_meta(LINKING, "import")
}

/// Says that what is derived is what this version of linking makes.
pub(super) fn end_import(store: &Store) -> Result<()> {
    store.set_meta(LINKING, &linking::VERSION.to_string())
}

/// Makes everything derived anew where another version of linking made it, so that no record mixes two.
pub(super) fn bring_up_to_date(store: &Store) -> Result<()> {
    if is_up_to_date(store)? { Ok(()) } else { rebuild(store) }
}

/// Throws away everything derived and makes it again, in the order of report ids.
pub(super) fn rebuild(store: &Store) -> Result<()> {
    store.set_meta(LINKING, &linking::VERSION.to_string())?;
    store.forget_derived()?;
    let mut linker = Linker::new(store, None)?;
    let mut seeds = BTreeSet::new();
    for row in store.report_rows()? {
        seeds.extend(linker.enter(row, store.load(row)?)?);
    }
    linker.relink(seeds, true)
}

/// Pairs left open, with the reasons for and against.
pub(super) fn doubts(store: &Store, limit: usize) -> Result<Vec<Doubt>> {
    let mut out = Vec::new();
    let judged = Judged::of(store.standing(None)?);
    for (ia, ib, a, b, score) in store.doubts(limit)? {
        let read = |id| -> Result<Telling> { Ok(serde_json::from_str(&store.telling(id)?.telling)?) };
        let (x, y) = (read(a)?, read(b)?);
        if judged.decisions.split.contains(&(x.key.clone(), y.key.clone()))
            || judged.decisions.split.contains(&(y.key.clone(), x.key.clone()))
        {
            continue;
        }
        let key = |t: &Telling| (t.key.report.clone(), format!("e{}", t.key.event + 1));
        let weighed = linking::weigh(&x, &y);
        let mut sides = [(key(&x), store.incident_id(ia)?), (key(&y), store.incident_id(ib)?)];
        sides.sort();
        let [(first, a), (second, b)] = sides;
        out.push(Doubt {
            incidents: [a, b],
            tellings: [first, second],
            score,
            why: weighed.why.iter().map(|s| s.to_string()).collect(),
        });
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.tellings.cmp(&b.tellings)));
    Ok(out)
}
