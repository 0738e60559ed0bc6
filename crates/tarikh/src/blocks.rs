//! Linking in pieces, for reports that no one machine holds: what a record does around one report, cut at the places where
//! an engine of many machines shuffles rows.
//!
//! In: readings. The pieces, in order: [`particulars`] (which of two readings of one report is kept), [`aliases_of`] and
//! [`agreed`] (what acronyms stand for), [`tellings_of`] (each event with the keys it is filed and looked for under), [`pairs`]
//! (weights inside one block of a key), then, outside, the parts that hang together by these pairs, and [`incidents_of`] one
//! such part. Out: incidents, equal to those of a
//! [`Record`](crate::Record) with the same readings and no judgements, but for what a record works out when it is asked:
//! `part_of`, and whether something foretold came true. Nothing is kept here, and no order of rows changes an answer.

use crate::record::told;
use linking::{Decisions, Heard, JOIN};
pub use linking::{Key, Telling, VERSION};
use std::collections::{BTreeMap, BTreeSet};
use types::contract::Reading;
use types::incident::{Incident, Member};

/// An event with the keys under which others may find it.
#[derive(Clone, Debug, PartialEq)]
pub struct Filed {
    /// The event, cut down to what decides.
    pub telling: Telling,
    /// Keys it is filed under.
    pub file: Vec<u64>,
    /// Keys under which its candidates are filed.
    pub look: Vec<u64>,
}

/// A telling in a block: all the tellings that share a key.
#[derive(Clone, Debug, PartialEq)]
pub struct InBlock {
    /// The telling.
    pub telling: Telling,
    /// It is filed under the block's key.
    pub filed: bool,
    /// It looks under the block's key.
    pub looks: bool,
}

/// The telling that a member of an incident stands for.
pub fn key_of(member: &Member) -> Option<Key> {
    Some(Key { report: member.report.clone(), event: linking::index_of(&member.event)? })
}

/// Bytes that order the readings of one report: the least is the one that a record keeps, whichever came first.
pub fn particulars(reading: &Reading) -> Vec<u8> {
    let (undated, list) = ::record::particulars(&reading.report);
    let mut out = vec![u8::from(undated)];
    for part in list {
        match part {
            None => out.push(0),
            Some(text) => {
                out.push(1);
                out.extend(text.as_bytes());
                out.push(0);
            }
        }
    }
    out
}

/// What a reading teaches of acronyms: ids that stand for them, each with the id that stands for the full name.
pub fn aliases_of(mut reading: Reading) -> Vec<(String, String)> {
    ::record::normalise(&mut reading);
    (0..reading.actors.len()).flat_map(|n| linking::aliases(&reading, n)).collect()
}

/// What acronyms stand for, where all reports that explain one agree.
pub fn agreed(aliases: impl IntoIterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (short, long) in aliases {
        all.entry(short).or_default().insert(long);
    }
    let only = |(short, long): (String, BTreeSet<String>)| {
        (long.len() == 1).then(|| Some((short, long.into_iter().next()?))).flatten()
    };
    all.into_iter().filter_map(only).collect()
}

/// The tellings of a reading.
pub fn tellings_of(mut reading: Reading) -> Vec<Filed> {
    ::record::normalise(&mut reading);
    let filed = |telling: Telling| {
        let keys = linking::keys(&telling);
        Filed { telling, file: keys.file, look: keys.look }
    };
    linking::tellings(&reading).into_iter().map(filed).collect()
}

/// Pairs of a block that are strong enough to be one happening, with their weights.
pub fn pairs(block: &[InBlock]) -> Vec<(usize, usize, f32)> {
    let mut out = Vec::new();
    for (n, a) in block.iter().enumerate() {
        for (m, b) in block.iter().enumerate().skip(n + 1) {
            if (a.filed && b.looks) || (a.looks && b.filed) {
                let score = linking::weigh(&a.telling, &b.telling).score;
                if score >= JOIN {
                    out.push((n, m, score));
                }
            }
        }
    }
    out
}

/// The incidents of one part that hangs together: `members` are all its tellings, `pairs` all pairs among them, and
/// `readings` hold every report named. A member whose reading is missing is passed over. `aliases` are those [`agreed`] of
/// all readings.
pub fn incidents_of(
    readings: Vec<Reading>,
    members: &[Key],
    pairs: &[(Key, Key, f32)],
    aliases: &BTreeMap<String, String>,
) -> Vec<Incident> {
    let mut heard: BTreeMap<String, Heard> = BTreeMap::new();
    for mut reading in readings {
        ::record::normalise(&mut reading);
        heard.entry(reading.report.id.clone()).or_insert_with(|| Heard::new(reading));
    }
    let of = |key: &Key| {
        let heard = heard.get(&key.report)?;
        Some((heard, key.event as usize, heard.tellings.get(key.event as usize)?.clone()))
    };
    let members: BTreeSet<&Key> = members.iter().collect();
    let found: Vec<(&Heard, usize, Telling)> = members.into_iter().filter_map(of).collect();
    let tellings: Vec<Telling> = found.iter().map(|(_, _, t)| t.clone()).collect();
    let at: BTreeMap<&Key, usize> = tellings.iter().enumerate().map(|(n, t)| (&t.key, n)).collect();
    let pairs: Vec<_> = pairs.iter().filter_map(|(a, b, s)| Some((*at.get(a)?, *at.get(b)?, *s))).collect();
    let decisions = Decisions::default();
    let actor = |r: &Reading, n: usize| linking::identity(r, n).map(|id| aliases.get(&id).cloned().unwrap_or(id));
    let mut out = Vec::new();
    for group in linking::cluster(&tellings, &pairs, &decisions) {
        let members: Vec<(&Heard, usize)> = group.iter().map(|n| (found[*n].0, found[*n].1)).collect();
        out.extend(told(&tellings, &group, &members, &decisions, &actor, &|_| None));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made_up::World;
    use crate::{Filter, Record};
    use std::collections::HashMap;

    /// What an engine does between the pieces: rows to the blocks of their keys, pairs to parts that hang together.
    fn linked(readings: &[Reading]) -> Vec<Incident> {
        let mut rows = Vec::new();
        let mut blocks: BTreeMap<u64, BTreeMap<usize, (bool, bool)>> = BTreeMap::new();
        for reading in readings {
            for filed in tellings_of(reading.clone()) {
                let n = rows.len();
                filed.file.iter().for_each(|k| blocks.entry(*k).or_default().entry(n).or_default().0 = true);
                filed.look.iter().for_each(|k| blocks.entry(*k).or_default().entry(n).or_default().1 = true);
                rows.push(filed.telling);
            }
        }
        let mut found: BTreeMap<(usize, usize), f32> = BTreeMap::new();
        for block in blocks.values() {
            let ids: Vec<usize> = block.keys().copied().collect();
            let list: Vec<InBlock> = (block.iter())
                .map(|(n, (filed, looks))| InBlock { telling: rows[*n].clone(), filed: *filed, looks: *looks })
                .collect();
            found.extend(pairs(&list).into_iter().map(|(a, b, s)| ((ids[a], ids[b]), s)));
        }
        let mut part: Vec<usize> = (0..rows.len()).collect();
        fn root(part: &mut Vec<usize>, n: usize) -> usize {
            if part[n] != n {
                part[n] = root(part, part[n]);
            }
            part[n]
        }
        for (a, b) in found.keys() {
            let (a, b) = (root(&mut part, *a), root(&mut part, *b));
            part[a.max(b)] = a.min(b);
        }
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        (0..rows.len()).for_each(|n| parts.entry(root(&mut part, n)).or_default().push(n));
        let by_id: HashMap<&str, &Reading> = readings.iter().map(|r| (r.report.id.as_str(), r)).collect();
        let aliases = agreed(readings.iter().flat_map(|r| aliases_of(r.clone())));
        let mut out = Vec::new();
        for members in parts.values() {
            let keys: Vec<Key> = members.iter().map(|n| rows[*n].key.clone()).collect();
            let reports: BTreeSet<&str> = keys.iter().map(|k| k.report.as_str()).collect();
            let list = reports.iter().map(|id| by_id[id].clone()).collect();
            let here: Vec<_> = (found.iter())
                .filter(|((a, b), _)| members.contains(a) && members.contains(b))
                .map(|((a, b), s)| (rows[*a].key.clone(), rows[*b].key.clone(), *s))
                .collect();
            out.extend(incidents_of(list, &keys, &here, &aliases));
        }
        out.sort_by(|a, b| a.id.cmp(&b.id));
        out
    }

    #[test]
    fn the_pieces_end_where_a_record_ends() {
        for seed in 0..6 {
            let readings = World::new(seed).readings(120, 30);
            let mut record = Record::in_memory().expect("a record");
            record.add(readings.clone()).expect("readings");
            let mut want = record.incidents(&Filter::default(), None).expect("incidents");
            want.sort_by(|a, b| a.id.cmp(&b.id));
            // What a record works out when it is asked.
            want.iter_mut().for_each(|i| i.part_of.clear());
            let found = linked(&readings);
            assert_eq!(found.len(), want.len());
            for (a, b) in found.iter().zip(&want) {
                assert_eq!(a, b);
            }
        }
    }

    #[test]
    fn particulars_order_as_the_record_does() {
        let mut list = World::new(3).readings(12, 4);
        list[1].report.title = None;
        list[2].report.published = None;
        list[3].report.title = Some(String::new());
        for a in &list {
            for b in &list {
                let want = ::record::particulars(&a.report).cmp(&::record::particulars(&b.report));
                assert_eq!(particulars(a).cmp(&particulars(b)), want);
            }
        }
    }
}
