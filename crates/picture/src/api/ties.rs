//! Ties between actors, asserted, claimed and denied kept apart; and how cohesive an alliance looks in them.
//!
//! One [`Tie`] is what all reports say of one type of tie between two actors; behind it stands every statement. Nothing is
//! weighed: that one report asserts what another denies is shown, not settled.

use super::Here;
use crate::answer::{Answer, Asked, Problem};
use crate::desk::Desk;
use crate::sight::Sight;
use crate::units::Units;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use tarikh::{Standing, TieRow};
use types::{RelationType, Role, Stance};

/// How a tie stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// A report itself says it, and nobody denies it.
    Asserted,
    /// Somebody says, suspects or foretells it.
    Claimed,
    /// Somebody denies it, or a report says that it is not so.
    Denied,
}

impl From<Standing> for Stands {
    fn from(s: Standing) -> Stands {
        match s {
            Standing::Asserted => Stands::Asserted,
            Standing::Claimed => Stands::Claimed,
            Standing::Denied => Stands::Denied,
        }
    }
}

/// One end of a tie.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct End {
    /// Id in the record; for words that name nobody, the words behind a `?`.
    pub id: String,
    pub name: String,
    /// What it is, where the record knows.
    pub kind: Option<String>,
}

/// Who says what of a tie. Offsets are UTF-16 units.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Say {
    pub report: String,
    pub source: Option<String>,
    pub published: Option<String>,
    pub stands: Stands,
    /// Name of the holder, `report` or `unnamed`.
    pub holder: String,
    pub stance: Stance,
    pub certainty: types::Certainty,
    pub quote: String,
    pub start: Option<u32>,
    pub end: Option<u32>,
}

/// What all reports say of one type of tie between two actors.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Tie {
    #[serde(rename = "type")]
    pub kind: RelationType,
    pub from: End,
    pub to: End,
    /// Denied where anybody denies it; else asserted where a report asserts it; else claimed.
    pub stands: Stands,
    /// In how many reports it is asserted, claimed, denied.
    pub asserted: usize,
    pub claimed: usize,
    pub denied: usize,
    /// First and last day on which a report tells it.
    pub first: Option<String>,
    pub last: Option<String>,
    pub statements: Vec<Say>,
}

/// All ties of a record.
pub struct Ties {
    pub list: Vec<Tie>,
}

/// Ties that speak of standing together.
pub fn is_friendly(kind: RelationType) -> bool {
    use RelationType::*;
    matches!(kind, AlliedWith | CooperatesWith | Supports | SuppliesInformation | SympathisesWith)
}

/// Ties that speak of standing against each other.
pub fn is_hostile(kind: RelationType) -> bool {
    matches!(kind, RelationType::HostileTo | RelationType::TensionWith)
}

/// Ties that read the same from either side.
fn is_mutual(kind: RelationType) -> bool {
    use RelationType::*;
    matches!(kind, AlliedWith | CooperatesWith | HostileTo | TensionWith)
}

impl Ties {
    /// The ties of a sight.
    pub async fn of(desk: &Arc<Desk>, sight: &Arc<Sight>) -> Result<Ties, Problem> {
        Ties::between(desk, sight, None, None).await
    }

    /// The ties told between two days of publication.
    pub async fn between(
        desk: &Arc<Desk>,
        sight: &Arc<Sight>,
        since: Option<&str>,
        until: Option<&str>,
    ) -> Result<Ties, Problem> {
        let rows = sight.later.ties.get_or_try_init(|| desk.ask(ties_in_units)).await?;
        let actors = sight.later.actors.get_or_try_init(|| desk.ask(|r| Ok(r.actors(None)?))).await?;
        let list = group(rows, actors, since, until);
        Ok(Ties { list })
    }
}

/// What all reports say of each tie, told between two days of publication: the most told first.
pub fn group(rows: &[TieRow], actors: &[tarikh::ActorRow], since: Option<&str>, until: Option<&str>) -> Vec<Tie> {
    let kinds: HashMap<&str, &tarikh::ActorRow> = actors.iter().map(|a| (a.id.as_str(), a)).collect();
    let day = |t: &TieRow| t.published.clone().or(t.start.clone());
    let told = |t: &&TieRow| {
        let day = day(t);
        since.is_none_or(|s| day.as_deref().is_some_and(|d| d >= s))
            && until.is_none_or(|u| day.as_deref().is_some_and(|d| d <= u))
    };
    let end = |id: &Option<String>, name: &str| match id {
        Some(id) => {
            let known = kinds.get(id.as_str());
            End {
                id: id.clone(),
                name: known.map_or(name.to_string(), |a| a.name.clone()),
                kind: known.map(|a| a.kind.clone()),
            }
        }
        None => End { id: format!("?{name}"), name: name.to_string(), kind: None },
    };
    let mut groups: BTreeMap<(String, String, &str), Tie> = BTreeMap::new();
    for row in rows.iter().filter(told) {
        let (mut from, mut to) = (end(&row.from_actor, &row.from), end(&row.to_actor, &row.to));
        if from.id == to.id {
            continue;
        }
        if is_mutual(row.kind) && from.id > to.id {
            std::mem::swap(&mut from, &mut to);
        }
        let key = (from.id.clone(), to.id.clone(), row.kind.word());
        let tie = groups.entry(key).or_insert_with(|| Tie {
            kind: row.kind,
            from,
            to,
            stands: Stands::Claimed,
            asserted: 0,
            claimed: 0,
            denied: 0,
            first: None,
            last: None,
            statements: Vec::new(),
        });
        let stands = Stands::from(row.standing());
        match stands {
            Stands::Asserted => tie.asserted += 1,
            Stands::Claimed => tie.claimed += 1,
            Stands::Denied => tie.denied += 1,
        }
        if let Some(day) = day(row) {
            tie.first = tie.first.take().into_iter().chain([day.clone()]).min();
            tie.last = tie.last.take().into_iter().chain([day]).max();
        }
        tie.statements.extend(says(row, stands));
    }
    let mut list: Vec<Tie> = groups.into_values().collect();
    for tie in &mut list {
        tie.stands = match (tie.denied, tie.asserted) {
            (1.., _) => Stands::Denied,
            (0, 1..) => Stands::Asserted,
            _ => Stands::Claimed,
        };
    }
    list.sort_by_key(|t| std::cmp::Reverse(t.statements.len()));
    list
}

/// The rows of ties with their offsets in UTF-16 units.
fn ties_in_units(record: &tarikh::Record) -> Result<Vec<TieRow>, Problem> {
    let mut rows = record.tie_rows()?;
    let mut units: HashMap<String, Units> = HashMap::new();
    for row in &mut rows {
        if !units.contains_key(&row.report) {
            let text = record.text_of(&row.report)?.unwrap_or_default();
            units.insert(row.report.clone(), Units::of(&text));
        }
        let Some(u) = units.get(&row.report) else { continue };
        row.span = row.span.map(|(s, e)| (u.at(s), u.at(e)));
        row.says.iter_mut().for_each(|s| s.span = (u.at(s.span.0), u.at(s.span.1)));
    }
    Ok(rows)
}

fn says(row: &TieRow, stands: Stands) -> Vec<Say> {
    let one = |holder: &str, stance, certainty, quote: &str, span: Option<(u32, u32)>| Say {
        report: row.report.clone(),
        source: row.source.clone(),
        published: row.published.clone(),
        stands,
        holder: holder.to_string(),
        stance,
        certainty,
        quote: quote.to_string(),
        start: span.map(|s| s.0),
        end: span.map(|s| s.1),
    };
    if row.says.is_empty() {
        let stance = if stands == Stands::Denied { Stance::Denies } else { Stance::Asserts };
        return vec![one("report", stance, types::Certainty::Stated, &row.quote, row.span)];
    }
    row.says.iter().map(|s| one(&s.holder, s.stance, s.certainty, &s.quote, Some(s.span))).collect()
}

/// Which ties are wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Told on or after this day, `YYYY-MM-DD`.
    since: Option<String>,
    /// Told on or before this day, `YYYY-MM-DD`.
    until: Option<String>,
    /// Types of tie, separated by commas.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// Id of an actor at either end.
    actor: Option<String>,
}

/// Ties of a record.
#[derive(Serialize, JsonSchema)]
pub struct List {
    revision: String,
    total: usize,
    items: Vec<Tie>,
    /// First and last day on which any tie is told.
    first: Option<String>,
    last: Option<String>,
}

fn check_days(days: [&Option<String>; 2]) -> Result<(), Problem> {
    for day in days.into_iter().flatten() {
        if day.parse::<types::Date>().is_err() {
            return Err(Problem::asked(format!("expected a day as YYYY-MM-DD, but found \"{day}\"")));
        }
    }
    Ok(())
}

pub async fn list(State(desk): Here, Asked(asked): Asked<Asking>) -> Answer<List> {
    check_days([&asked.since, &asked.until])?;
    let mut kinds: Vec<RelationType> = Vec::new();
    for word in asked.kind.iter().flat_map(|k| k.split(',')).filter(|w| !w.is_empty()) {
        kinds.push(word.parse().map_err(Problem::asked)?);
    }
    let sight = desk.sight();
    let ties = Ties::between(&desk, &sight, asked.since.as_deref(), asked.until.as_deref()).await?;
    let takes = |t: &Tie| {
        (kinds.is_empty() || kinds.contains(&t.kind))
            && asked.actor.as_ref().is_none_or(|a| t.from.id == *a || t.to.id == *a)
    };
    let rows = sight.later.ties.get();
    let days = || rows.into_iter().flatten().filter_map(|t| t.published.clone());
    let items: Vec<Tie> = ties.list.into_iter().filter(takes).collect();
    Ok(Json(List {
        revision: sight.revision.clone(),
        total: items.len(),
        items,
        first: days().min(),
        last: days().max(),
    }))
}

/// Of which alliance.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alliance {
    /// Ids of the members, separated by commas. Without them: every alliance of the record.
    members: Option<String>,
    /// Told on or after this day, `YYYY-MM-DD`.
    since: Option<String>,
    /// Told on or before this day, `YYYY-MM-DD`.
    until: Option<String>,
}

/// An incident in which one member acted against another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Clash {
    incident: String,
    title: String,
    /// True where the acting side is suspected or accused only.
    accused: bool,
}

/// How cohesive an alliance looks in the record: a share of ties, never a fact about the alliance.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Cohesion {
    /// What the alliance is called, where it is an actor itself.
    name: Option<String>,
    members: Vec<End>,
    /// Inward of all ties that count, when every doubt goes against the alliance; null where there is no tie.
    low: Option<f64>,
    /// The same when every doubt goes for it.
    high: Option<f64>,
    /// Ties of standing together among members.
    inward: Vec<Tie>,
    /// Ties of standing together with others.
    outward: Vec<Tie>,
    /// Ties of standing against each other among members.
    tensions: Vec<Tie>,
    /// Incidents in which one member acted against another.
    clashes: Vec<Clash>,
    /// How the two numbers come about.
    rule: &'static str,
}

/// Alliances with how cohesive they look.
#[derive(Serialize, JsonSchema)]
pub struct Alliances {
    revision: String,
    items: Vec<Cohesion>,
}

const RULE: &str = "inward / (inward + outward + tensions + clashes), counting each tie between two actors once. \
    low counts of inward only what is asserted and nobody denies, and of the rest also what is only claimed or suspected; \
    high counts of inward also what is only claimed, and of the rest only what is asserted. Denied ties count for neither.";

pub async fn cohesion(State(desk): Here, Asked(asked): Asked<Alliance>) -> Answer<Alliances> {
    check_days([&asked.since, &asked.until])?;
    let sight = desk.sight();
    let ties = Ties::between(&desk, &sight, asked.since.as_deref(), asked.until.as_deref()).await?.list;
    let groups: Vec<(Option<String>, BTreeSet<String>)> = match &asked.members {
        Some(list) => {
            let members: BTreeSet<String> =
                list.split(',').map(|m| m.trim().to_string()).filter(|m| !m.is_empty()).collect();
            if members.len() < 2 {
                return Err(Problem::asked(
                    "expected the ids of two or more members, separated by commas, but found fewer",
                ));
            }
            vec![(None, members)]
        }
        None => alliances(&ties),
    };
    let days = (asked.since.as_deref(), asked.until.as_deref());
    let mut items: Vec<Cohesion> = groups.into_iter().map(|(name, m)| measure(name, &m, &ties, &sight, days)).collect();
    items.sort_by_key(|c| std::cmp::Reverse(c.inward.len() + c.tensions.len() + c.clashes.len()));
    Ok(Json(Alliances { revision: sight.revision.clone(), items }))
}

/// The alliances a record tells of: actors that others are part of, and actors bound by alliances nobody denies.
fn alliances(ties: &[Tie]) -> Vec<(Option<String>, BTreeSet<String>)> {
    use RelationType::*;
    let mut out: Vec<(Option<String>, BTreeSet<String>)> = Vec::new();
    let mut wholes: BTreeMap<&str, (&str, BTreeSet<String>)> = BTreeMap::new();
    let mut near: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for t in ties.iter().filter(|t| t.stands != Stands::Denied) {
        let groups = [&t.from, &t.to].iter().all(|e| e.kind.as_deref() != Some("person"));
        match t.kind {
            MemberOf | PartOf | BranchOf if groups => {
                wholes.entry(&t.to.id).or_insert((&t.to.name, BTreeSet::new())).1.insert(t.from.id.clone());
            }
            AlliedWith | CooperatesWith if groups => {
                near.entry(&t.from.id).or_default().push(&t.to.id);
                near.entry(&t.to.id).or_default().push(&t.from.id);
            }
            _ => {}
        }
    }
    let wholes = wholes.into_values().filter(|(_, members)| members.len() >= 2);
    out.extend(wholes.map(|(name, members)| (Some(name.to_string()), members)));
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for start in near.keys() {
        let mut members = BTreeSet::new();
        let mut open = vec![*start];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                members.insert(id.to_string());
                open.extend(near.get(id).into_iter().flatten());
            }
        }
        if members.len() >= 2 && !out.iter().any(|(_, m)| *m == members) {
            out.push((None, members));
        }
    }
    out
}

fn measure(
    name: Option<String>,
    members: &BTreeSet<String>,
    ties: &[Tie],
    sight: &Sight,
    (since, until): (Option<&str>, Option<&str>),
) -> Cohesion {
    let is_in = |e: &End| members.contains(&e.id);
    let pick = |takes: &dyn Fn(&Tie) -> bool| ties.iter().filter(|t| takes(t)).cloned().collect::<Vec<Tie>>();
    let inward = pick(&|t| is_friendly(t.kind) && is_in(&t.from) && is_in(&t.to));
    let outward = pick(&|t| is_friendly(t.kind) && is_in(&t.from) != is_in(&t.to));
    let tensions = pick(&|t| is_hostile(t.kind) && is_in(&t.from) && is_in(&t.to));
    let mut clashes = Vec::new();
    for c in sight.cards.iter().filter(|c| c.outcome.is_none() && c.realis != types::Realis::Negated) {
        let within = since.is_none_or(|s| c.end.as_deref().is_some_and(|d| d >= s))
            && until.is_none_or(|u| c.start.as_deref().is_some_and(|d| d <= u));
        if !within
            || !matches!(c.kind, types::EventType::Assault | types::EventType::Coerce | types::EventType::Threaten)
        {
            continue;
        }
        let mine = |role: fn(Role) -> bool| {
            let list = c.actors.iter().filter(move |a| role(a.role));
            list.filter(|a| a.id.as_ref().is_some_and(|id| members.contains(id))).collect::<Vec<_>>()
        };
        let acts = mine(|r| r == Role::Actor);
        let suffers = mine(|r| matches!(r, Role::Target | Role::Victim | Role::Recipient));
        if let Some(actor) = acts.iter().find(|a| suffers.iter().any(|s| s.id != a.id)) {
            clashes.push(Clash { incident: c.id.clone(), title: super::incidents::title(c), accused: actor.accused });
        }
    }
    let count = |list: &[Tie], also_claimed: bool| {
        list.iter().filter(|t| t.stands == Stands::Asserted || (also_claimed && t.stands == Stands::Claimed)).count()
    };
    let share = |for_it: bool| {
        let inside = count(&inward, for_it);
        let told = clashes.iter().filter(|c| !for_it || !c.accused).count();
        let other = count(&outward, !for_it) + count(&tensions, !for_it) + told;
        (inside + other > 0).then(|| inside as f64 / (inside + other) as f64)
    };
    let (low, high) = (share(false), share(true));
    let ends = ties.iter().flat_map(|t| [&t.from, &t.to]);
    let named: BTreeMap<&str, &End> = ends.map(|e| (e.id.as_str(), e)).collect();
    let end = |id: &String| {
        let unknown = || End { id: id.clone(), name: id.clone(), kind: None };
        named.get(id.as_str()).map_or_else(unknown, |e| (*e).clone())
    };
    let members = members.iter().map(end).collect();
    Cohesion { name, members, low, high, inward, outward, tensions, clashes, rule: RULE }
}
