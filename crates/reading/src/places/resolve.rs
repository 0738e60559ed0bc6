//! Which entry each name means: candidates weighed by what they are and by what else the report names.
//!
//! In: mentions. Out: for each group of mentions of one name, the candidates with likelihoods, the likeliest first.
//! "Niger" beside Minna and Kaduna is the Nigerian state; beside Niamey it is the country. One name has one sense in a
//! report, unless a container says otherwise ("Springfield, Ill." and "Springfield, Mass.").

use super::atlas::Atlas;
use super::mentions::{Hint, Mention};
use gazetteer::{CountryCode, Entry, EntryRef, Kind, NameKind};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An entry that a group of mentions may mean.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub at: EntryRef,
    pub entry: Entry<'a>,
    /// GeoNames id of the first-order unit it lies in or is, 0 where unknown.
    pub admin1: u32,
    prior: f32,
    score: f32,
    /// Likelihood among the candidates, 0 to 1.
    pub likelihood: f32,
}

/// The mentions of one name in one sense.
#[derive(Clone, Debug)]
pub(super) struct Group<'a> {
    /// Indices of its mentions.
    pub mentions: Vec<usize>,
    /// The likeliest first.
    pub candidates: Vec<Candidate<'a>>,
    /// Group of the container, where one is named.
    within: Option<usize>,
    hint: Hint,
    demonym: bool,
    /// A street, airport or camp.
    pub site: bool,
}

/// How much each kind of knowledge counts. Set by hand, checked on the development sets.
mod weight {
    pub const PEOPLE: f32 = 0.55;
    pub const COUNTRY: f32 = 1.1;
    pub const ADMIN1: f32 = 1.0;
    pub const NEAR: f32 = 0.9;
    pub const COVER: f32 = 1.2;
    pub const CONTAINER: f32 = 9.0;
    pub const ROUNDS: usize = 4;
    /// Most candidates of a name that are weighed.
    pub const MOST: usize = 250;
    /// Most anchors in a report.
    pub const ANCHORS: usize = 24;
    /// Distance in km at which nearness has fallen to a third.
    pub const KM: f64 = 120.0;
}

/// True where `inner` lies in the country, unit or region `outer`.
pub(super) fn lies_in(atlas: &Atlas, inner: &Entry, outer: &Entry) -> bool {
    match outer.kind {
        Kind::Country => inner.country == outer.country && inner.kind != Kind::Country,
        Kind::Admin1 | Kind::Admin2 | Kind::Admin3 => {
            let (first, second) = units_of(atlas, inner);
            outer.geonames_id != 0
                && inner.geonames_id != outer.geonames_id
                && (first == outer.geonames_id || second == outer.geonames_id)
                || inner.kind.is_settlement()
                    && inner.country == outer.country
                    && first == 0
                    && km(inner.lat, inner.lon, outer.lat, outer.lon) < f64::from(outer.reach_km) * 1.3
        }
        Kind::Region | Kind::Continent => {
            inner.kind != Kind::Continent
                && inner.kind != Kind::Region
                && km(inner.lat, inner.lon, outer.lat, outer.lon) < f64::from(outer.reach_km) * 1.1
        }
        _ => false,
    }
}

/// First- and second-order unit of an entry: itself where it is one.
fn units_of(atlas: &Atlas, entry: &Entry) -> (u32, u32) {
    match entry.kind {
        Kind::Admin1 => (entry.geonames_id, 0),
        Kind::Admin2 => (entry.parent, entry.geonames_id),
        _ => match atlas.gazetteer.unit(entry.parent) {
            Some((_, unit)) if unit.kind == Kind::Admin1 => (unit.geonames_id, 0),
            Some((_, unit)) => (unit.parent, unit.geonames_id),
            None => (0, 0),
        },
    }
}

/// Great-circle distance.
pub(super) fn km(lat1: f64, lon1: f64, lat2: f64, lon2: f64) -> f64 {
    let (a, b, c, d) = (lat1.to_radians(), lon1.to_radians(), lat2.to_radians(), lon2.to_radians());
    let h = ((c - a) / 2.0).sin().powi(2) + a.cos() * c.cos() * ((d - b) / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

/// Weighs all names of a report together.
pub(super) fn resolve<'a>(atlas: &'a Atlas, mentions: &[Mention], home: &[(CountryCode, f32)]) -> Vec<Group<'a>> {
    let mut groups = group(atlas, mentions);
    for g in &mut groups {
        for c in &mut g.candidates {
            c.score = c.prior;
        }
        g.likelihoods();
    }
    let groups_cells: Vec<Cells> = groups.iter().map(Cells::of).collect();
    let cover = Cover::of(&groups_cells);
    for _ in 0..weight::ROUNDS {
        let context = Context::of(&groups, home);
        let tops: Vec<Vec<(Entry<'a>, f32)>> = groups.iter().map(Group::containers).collect();
        for i in 0..groups.len() {
            let own = groups[i].vote();
            let within = groups[i].within.map(|w| &tops[w]);
            let demonym = groups[i].demonym;
            let g = &mut groups[i];
            for c in &mut g.candidates {
                let mut x = c.prior;
                // "Londres et Washington": a capital needs no neighbours
                let floor = if c.entry.kind == Kind::Capital { 0.0 } else { f32::MIN };
                x += weight::COUNTRY * context.country(c, &own).max(floor);
                if !demonym && c.entry.kind != Kind::Country {
                    x += weight::ADMIN1 * context.admin1(c, &own).max(floor);
                    x += weight::NEAR * context.near(c, i);
                    x += weight::COVER * cover.around(c, &groups_cells[i]);
                }
                if let Some(outer) = within {
                    let share: f32 = outer.iter().filter(|(o, _)| lies_in(atlas, &c.entry, o)).map(|(_, p)| p).sum();
                    x += weight::CONTAINER * share;
                }
                c.score = x;
            }
            g.likelihoods();
        }
    }
    for g in &mut groups {
        g.candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.at.cmp(&b.at)));
    }
    groups
}

/// Joins the mentions of one name, apart where they have different containers.
fn group<'a>(atlas: &'a Atlas, mentions: &[Mention]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_mention: Vec<usize> = vec![usize::MAX; mentions.len()];
    // containers first, so that "Springfield, Ill." finds its group's key
    let mut known: HashMap<(&[u8], bool, &[u8]), usize> = HashMap::new();
    let mut latest: HashMap<(&[u8], bool), usize> = HashMap::new();
    let mut waiting: Vec<usize> = Vec::new();
    for (i, m) in mentions.iter().enumerate() {
        let container: &[u8] = m.within.map_or(&[], |w| &mentions[w].key);
        let key = (&*m.key, m.demonym);
        let g = if container.is_empty() {
            match latest.get(&key) {
                Some(&g) => g,
                None => {
                    waiting.push(i);
                    continue;
                }
            }
        } else {
            *known.entry((key.0, key.1, container)).or_insert_with(|| {
                groups.push(Group::of(atlas, m));
                groups.len() - 1
            })
        };
        latest.insert(key, g);
        of_mention[i] = g;
    }
    for i in waiting {
        let m = &mentions[i];
        // a bare name before the one with a container: "Springfield … Springfield, Ill."
        let g = *latest.entry((&*m.key, m.demonym)).or_insert_with(|| {
            groups.push(Group::of(atlas, m));
            groups.len() - 1
        });
        of_mention[i] = g;
    }
    for (i, m) in mentions.iter().enumerate() {
        let g = of_mention[i];
        groups[g].mentions.push(i);
        if let Some(w) = m.within {
            groups[g].within = Some(of_mention[w]).filter(|&w| w != g);
        }
        if m.hint != Hint::None && groups[g].hint == Hint::None {
            groups[g].hint = m.hint;
        }
    }
    for g in &mut groups {
        g.weigh();
    }
    groups
}

impl<'a> Group<'a> {
    fn of(atlas: &'a Atlas, mention: &Mention) -> Group<'a> {
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
        for hit in mention.hits.iter().take(weight::MOST) {
            if (hit.name == NameKind::Demonym) != mention.demonym {
                continue;
            }
            let Some(entry) = atlas.gazetteer.entry(hit.entry) else { continue };
            let (admin1, _) = units_of(atlas, &entry);
            let people = weight::PEOPLE * (entry.population as f32 + 300.0).ln();
            let kind = match entry.kind {
                Kind::Country => 4.0,
                Kind::Continent => 8.0,
                Kind::Region | Kind::Water => 13.0,
                Kind::Land | Kind::Site => 10.0,
                Kind::Admin1 => -1.0,
                Kind::Admin2 => -2.0,
                Kind::Admin3 => -2.5,
                Kind::Capital => 4.5,
                Kind::Seat => 0.5,
                Kind::Quarter => 0.0,
                Kind::Town => 0.0,
            };
            let name = match hit.name {
                NameKind::Main | NameKind::Demonym => 0.0,
                NameKind::Alternate => -1.8,
                NameKind::Short => -0.8,
            };
            let mut prior = people + kind + name;
            if entry.population == 0 && entry.kind.is_settlement() {
                let people: f32 = if hit.entry.is_embedded() { 1_500.0 } else { 25_000.0 };
                prior = weight::PEOPLE * people.ln() + name;
            }
            let candidate = Candidate { at: hit.entry, entry, admin1, prior, score: prior, likelihood: 0.0 };
            // the lexicon and the embedded layer may both have it: the better name counts
            if entry.geonames_id != 0 {
                if let Some(&i) = seen.get(&entry.geonames_id) {
                    if candidates[i].prior < candidate.prior {
                        candidates[i] = candidate;
                    }
                    continue;
                }
                seen.insert(entry.geonames_id, candidates.len());
            }
            candidates.push(candidate);
        }
        Group {
            mentions: Vec::new(),
            candidates,
            within: None,
            hint: Hint::None,
            demonym: mention.demonym,
            site: mention.site,
        }
    }

    /// Adds to the priors what the words beside the mentions say of the kind.
    fn weigh(&mut self) {
        for c in &mut self.candidates {
            let kind = c.entry.kind;
            c.prior += match self.hint {
                Hint::Settlement if kind.is_settlement() => 2.5,
                Hint::Unit if kind.is_unit() => 4.5,
                Hint::Unit if kind == Kind::Region => 2.0,
                Hint::Country if kind == Kind::Country => 3.0,
                Hint::Nature if matches!(kind, Kind::Water | Kind::Land) => 4.0,
                _ => 0.0,
            };
        }
    }

    fn likelihoods(&mut self) {
        let top = self.candidates.iter().map(|c| c.score).fold(f32::MIN, f32::max);
        let sum: f32 = self.candidates.iter().map(|c| (c.score - top).exp()).sum();
        for c in &mut self.candidates {
            c.likelihood = (c.score - top).exp() / sum;
        }
    }

    /// The likelier candidates in which others may lie.
    fn containers(&self) -> Vec<(Entry<'a>, f32)> {
        let outer = self.candidates.iter().filter(|c| !c.entry.kind.is_settlement() && c.likelihood > 0.02);
        let sum: f32 = outer.clone().map(|c| c.likelihood).sum();
        outer.map(|c| (c.entry, c.likelihood / sum.max(1e-6))).collect()
    }

    /// What the group says of countries and first-order units, and how loudly.
    fn vote(&self) -> Vote {
        let loud = (self.mentions.len() as f32).sqrt() * if self.demonym { 0.5 } else { 1.0 };
        let mut vote = Vote { loud, ..Vote::default() };
        for c in self.candidates.iter().filter(|c| c.likelihood > 0.01) {
            if c.entry.country.is_some() {
                *vote.countries.entry(c.entry.country).or_insert(0.0) += c.likelihood * loud;
            }
            if c.admin1 != 0 {
                *vote.units.entry(c.admin1).or_insert(0.0) += c.likelihood * loud;
            }
        }
        vote
    }
}

/// A square of one degree.
type Cell = (i16, i16);

fn cell(entry: &Entry) -> Cell {
    (entry.lat.floor() as i16, entry.lon.floor() as i16)
}

/// The squares in which the candidates of a name lie, and how much each weighs: a rare name says more than a common one.
struct Cells {
    cells: BTreeSet<Cell>,
    weight: f32,
}

impl Cells {
    fn of(group: &Group) -> Cells {
        let local =
            |c: &&Candidate| c.entry.kind.is_settlement() || matches!(c.entry.kind, Kind::Admin2 | Kind::Admin3);
        let cells: BTreeSet<Cell> = group
            .candidates
            .iter()
            .filter(local)
            .filter(|_| !group.demonym && !group.site)
            .map(|c| cell(&c.entry))
            .collect();
        let weight = 1.0 / (cells.len().max(1) as f32).sqrt();
        Cells { cells, weight }
    }
}

/// How many names of the report could lie in each square. Paris, Bonham and Clarksville together are in Texas, before
/// any of them is settled.
struct Cover(HashMap<Cell, f32>);

impl Cover {
    fn of(groups: &[Cells]) -> Cover {
        let mut sums: HashMap<Cell, f32> = HashMap::new();
        for g in groups {
            for &c in &g.cells {
                *sums.entry(c).or_insert(0.0) += g.weight;
            }
        }
        Cover(sums)
    }

    /// Logarithm of the weight of other names around a candidate.
    fn around(&self, c: &Candidate, own: &Cells) -> f32 {
        let (lat, lon) = cell(&c.entry);
        let mut sum = 0.0;
        for a in -1..=1 {
            for b in -1..=1 {
                let at = (lat + a, lon + b);
                let mine = if own.cells.contains(&at) { own.weight } else { 0.0 };
                sum += (self.0.get(&at).copied().unwrap_or(0.0) - mine).max(0.0);
            }
        }
        (1.0 + sum).ln()
    }
}

#[derive(Clone, Debug, Default)]
struct Vote {
    loud: f32,
    countries: BTreeMap<CountryCode, f32>,
    units: BTreeMap<u32, f32>,
}

/// What the report as a whole is about.
struct Context {
    all: Vote,
    units: f32,
    /// Group, latitude, longitude, weight.
    anchors: Vec<(usize, f64, f64, f32)>,
}

impl Context {
    fn of(groups: &[Group], home: &[(CountryCode, f32)]) -> Context {
        let mut all = Vote::default();
        for &(country, loud) in home {
            *all.countries.entry(country).or_insert(0.0) += loud;
            all.loud += loud;
        }
        let mut anchors = Vec::new();
        let mut units = 0.0;
        for (i, g) in groups.iter().enumerate() {
            let vote = g.vote();
            all.loud += vote.loud;
            for (k, v) in vote.countries {
                *all.countries.entry(k).or_insert(0.0) += v;
            }
            for (k, v) in vote.units {
                *all.units.entry(k).or_insert(0.0) += v;
                units += v;
            }
            for c in g.candidates.iter().filter(|c| c.likelihood > 0.25 && !g.demonym) {
                if !matches!(c.entry.kind, Kind::Country | Kind::Continent | Kind::Region | Kind::Water | Kind::Admin1)
                {
                    anchors.push((i, c.entry.lat, c.entry.lon, c.likelihood * vote.loud));
                }
            }
        }
        anchors.sort_by(|a, b| b.3.total_cmp(&a.3));
        anchors.truncate(weight::ANCHORS);
        Context { all, units, anchors }
    }

    /// Logarithm of the share of a candidate's country in the rest of the report, at least -3.
    fn country(&self, c: &Candidate, own: &Vote) -> f32 {
        let get = |v: &Vote| v.countries.get(&c.entry.country).copied().unwrap_or(0.0);
        share(get(&self.all) - get(own), self.all.loud - own.loud, 1.0)
    }

    fn admin1(&self, c: &Candidate, own: &Vote) -> f32 {
        if c.admin1 == 0 {
            return share(0.0, self.units - own.units.values().sum::<f32>(), 1.0);
        }
        let get = |v: &Vote| v.units.get(&c.admin1).copied().unwrap_or(0.0);
        share(get(&self.all) - get(own), self.units - own.units.values().sum::<f32>(), 1.0)
    }

    /// Logarithm of how near a candidate is to the other places of the report.
    fn near(&self, c: &Candidate, group: usize) -> f32 {
        let (mut sum, mut loud) = (0.0, 0.0);
        for &(_, lat, lon, vote) in self.anchors.iter().filter(|a| a.0 != group) {
            sum += vote * (-km(c.entry.lat, c.entry.lon, lat, lon) / weight::KM).exp() as f32;
            loud += vote;
        }
        share(sum, loud, 1.0)
    }
}

/// Logarithm of a share, smoothed so that little evidence says little.
fn share(part: f32, whole: f32, doubt: f32) -> f32 {
    const FLOOR: f32 = 0.04;
    ((part.max(0.0) + FLOOR * doubt) / (whole.max(0.0) + doubt)).ln() - FLOOR.ln()
}
