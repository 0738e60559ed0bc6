//! Tellings → groups that each stand for one happening.
//!
//! Pairs are joined from the strongest down, and two groups only where no telling of one is forbidden with any of the
//! other and the whole of one fits the whole of the other on average: so a chain of pairwise likenesses ("attack near A",
//! "attack between A and B", "attack near B") cannot pull unlike things together. Exact tellings are joined first. A vague
//! one ("an attack there in 2022") that fits two happenings which cannot be one is left apart, for a person to judge.

use crate::score::{JOIN, Weighed, weigh};
use crate::telling::{Key, Telling};
use std::collections::{BTreeMap, BTreeSet};

/// Decisions of people that stand above every weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decisions {
    /// These tellings are one happening.
    pub join: BTreeSet<(Key, Key)>,
    /// These are not.
    pub split: BTreeSet<(Key, Key)>,
}

impl Decisions {
    fn splits(&self, a: &Key, b: &Key) -> bool {
        !self.split.is_empty()
            && (self.split.contains(&(a.clone(), b.clone())) || self.split.contains(&(b.clone(), a.clone())))
    }
}

/// The weight a merger of two groups needs on average.
const AVERAGE: f32 = JOIN - 0.75;
/// Tellings of a group that are compared with another group: more would not change the answer, only its price.
const SEEN: usize = 16;
/// A second group that fits a vague telling nearly as well makes it open.
const MARGIN: f32 = 0.7;

/// Groups `tellings`; `pairs` are the candidates among them with their weights. Each group holds indices sorted by key, and
/// the groups are sorted by their first key.
pub fn cluster(tellings: &[Telling], pairs: &[(usize, usize, f32)], decisions: &Decisions) -> Vec<Vec<usize>> {
    let mut work = Work::new(tellings, decisions);
    let at: BTreeMap<&Key, usize> = tellings.iter().enumerate().map(|(i, t)| (&t.key, i)).collect();
    for (a, b) in &decisions.join {
        if let (Some(&a), Some(&b)) = (at.get(a), at.get(b)) {
            work.union(a, b);
        }
    }
    let key = |i: usize| &tellings[i].key;
    let order = |a: usize, b: usize| if key(a) <= key(b) { (a, b) } else { (b, a) };
    let mut edges: Vec<_> = pairs.iter().map(|&(a, b, s)| (order(a, b), s)).collect();
    edges.sort_by(|((a, b), s), ((c, d), t)| {
        let vague = |i: usize, j: usize| is_vague(&tellings[i]) || is_vague(&tellings[j]);
        (vague(*a, *b).cmp(&vague(*c, *d)))
            .then(t.total_cmp(s))
            .then_with(|| (key(*a), key(*b)).cmp(&(key(*c), key(*d))))
    });
    edges.dedup_by_key(|e| e.0);
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); tellings.len()];
    for ((a, b), s) in &edges {
        if *s >= JOIN {
            near[*a].push(*b);
            near[*b].push(*a);
        }
    }
    for ((a, b), s) in &edges {
        let (x, y) = (work.group[*a], work.group[*b]);
        if x == y || *s < JOIN || work.fit(x, y) < AVERAGE {
            continue;
        }
        if !work.is_open(x, y, &near) && !work.is_open(y, x, &near) {
            work.union(*a, *b);
        }
    }
    let mut groups: Vec<Vec<usize>> = work.members.into_iter().filter(|m| !m.is_empty()).collect();
    for g in &mut groups {
        g.sort_by_key(|i| key(*i));
    }
    groups.sort_by_key(|g| key(g[0]));
    groups
}

/// True where day or place is too vague to single out one happening.
pub fn is_vague(t: &Telling) -> bool {
    let long = t.days.is_none_or(|(a, b)| b - a > 10);
    long || t.guessed || t.placed_by_scene || !t.spots.iter().any(|s| s.point)
}

struct Work<'a> {
    tellings: &'a [Telling],
    decisions: &'a Decisions,
    group: Vec<usize>,
    members: Vec<Vec<usize>>,
    known: BTreeMap<(usize, usize), f32>,
}

impl<'a> Work<'a> {
    fn new(tellings: &'a [Telling], decisions: &'a Decisions) -> Work<'a> {
        let n = tellings.len();
        let members = (0..n).map(|i| vec![i]).collect();
        Work { tellings, decisions, group: (0..n).collect(), members, known: BTreeMap::new() }
    }

    fn weigh(&mut self, a: usize, b: usize) -> f32 {
        let (a, b) = (a.min(b), a.max(b));
        let (tellings, decisions) = (self.tellings, self.decisions);
        *self.known.entry((a, b)).or_insert_with(|| {
            if decisions.splits(&tellings[a].key, &tellings[b].key) {
                return f32::NEG_INFINITY;
            }
            weigh(&tellings[a], &tellings[b]).score
        })
    }

    /// The average weight between two groups; negative infinity where one pair is forbidden.
    fn fit(&mut self, x: usize, y: usize) -> f32 {
        let seen = |m: &[usize]| m.iter().copied().take(SEEN).collect::<Vec<_>>();
        let (xs, ys) = (seen(&self.members[x]), seen(&self.members[y]));
        let mut sum = 0.0;
        for &a in &xs {
            for &b in &ys {
                sum += self.weigh(a, b);
            }
        }
        sum / (xs.len() * ys.len()) as f32
    }

    /// True where group `v` is vague all through and fits, nearly as well as `home`, another group that cannot be one
    /// with `home`.
    fn is_open(&mut self, v: usize, home: usize, near: &[Vec<usize>]) -> bool {
        if !self.members[v].iter().all(|&i| is_vague(&self.tellings[i])) {
            return false;
        }
        let here = self.fit(v, home);
        let mut others: Vec<usize> = Vec::new();
        for &i in &self.members[v] {
            others.extend(near[i].iter().map(|&j| self.group[j]).filter(|&g| g != v && g != home));
        }
        let first = |g: &usize| &self.tellings[self.members[*g][0]].key;
        others.sort_by(|a, b| first(a).cmp(first(b)));
        others.dedup();
        others.into_iter().take(SEEN).any(|o| {
            let there = self.fit(v, o);
            there >= AVERAGE && there > here - MARGIN && self.fit(home, o) < AVERAGE
        })
    }

    /// Joins the groups of two tellings; the members stay sorted by key.
    fn union(&mut self, a: usize, b: usize) {
        let (x, y) = (self.group[a], self.group[b]);
        if x == y {
            return;
        }
        let moved = std::mem::take(&mut self.members[y]);
        for &i in &moved {
            self.group[i] = x;
        }
        self.members[x].extend(moved);
        let tellings = self.tellings;
        self.members[x].sort_by_key(|i| &tellings[*i].key);
    }
}

/// The reasons why each telling of a group belongs to it: those of its strongest pair.
pub fn reasons(tellings: &[Telling], group: &[usize], decisions: &Decisions) -> Vec<Vec<String>> {
    let best = |i: usize| {
        let others = group.iter().filter(|&&j| j != i).take(SEEN);
        let mut best: Option<(&Key, Weighed)> = None;
        for &j in others {
            let w = weigh(&tellings[i], &tellings[j]);
            if best.as_ref().is_none_or(|(k, b)| w.score > b.score || (w.score == b.score && &tellings[j].key < *k)) {
                best = Some((&tellings[j].key, w));
            }
        }
        let judged = decisions.join.iter().any(|(a, b)| *a == tellings[i].key || *b == tellings[i].key);
        let mut why: Vec<String> = best.map(|(_, w)| w.why.iter().map(|s| s.to_string()).collect()).unwrap_or_default();
        if judged {
            why.insert(0, "joined by a person".to_string());
        }
        why
    };
    group.iter().map(|&i| best(i)).collect()
}
