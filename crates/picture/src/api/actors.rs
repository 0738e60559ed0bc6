//! Actors across reports: their list, and one of them with names, ties and incidents.

use super::reports::page_of;
use super::ties::{Tie, Ties};
use super::{Here, Summary};
use crate::answer::{Answer, Asked, Named, Problem};
use crate::sight::fold;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which actors are wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asking {
    /// Part of a name.
    name: Option<String>,
    /// `armed_group`, `state`, `person` …
    kind: Option<String>,
    /// At most this many on a page, 1 to 1000; 100 where it is not given.
    limit: Option<usize>,
    /// The `next` of the page before.
    cursor: Option<String>,
}

/// An actor in short.
#[derive(Clone, Serialize, JsonSchema)]
pub struct Actor {
    pub id: String,
    pub name: String,
    /// Every name it goes by.
    pub names: Vec<String>,
    pub kind: String,
    pub country: Option<String>,
    /// Key in tarikh's registry of actors.
    pub registry: Option<String>,
    /// Reports that name it.
    pub reports: i64,
    /// Incidents it took part in.
    pub incidents: i64,
}

impl From<&tarikh::ActorRow> for Actor {
    fn from(a: &tarikh::ActorRow) -> Actor {
        Actor {
            id: a.id.clone(),
            name: a.name.clone(),
            names: a.names.clone(),
            kind: a.kind.clone(),
            country: a.country.clone(),
            registry: a.registry.clone(),
            reports: a.reports,
            incidents: a.incidents,
        }
    }
}

/// A page of actors, the most named first.
#[derive(Serialize, JsonSchema)]
pub struct Page {
    revision: String,
    total: usize,
    next: Option<String>,
    items: Vec<Actor>,
}

pub async fn list(State(desk): Here, Asked(asked): Asked<Asking>) -> Answer<Page> {
    let limit = page_of(asked.limit)?;
    let sight = desk.sight();
    let all = sight.later.actors.get_or_try_init(|| desk.ask(|r| Ok(r.actors(None)?))).await?;
    let name = asked.name.as_deref().map(str::trim).filter(|n| !n.is_empty()).map(fold);
    let takes = |a: &&tarikh::ActorRow| {
        asked.kind.as_ref().is_none_or(|k| a.kind == *k)
            && name.as_ref().is_none_or(|n| {
                fold(&a.name).contains(n.as_str()) || a.names.iter().any(|x| fold(x).contains(n.as_str()))
            })
    };
    let wanted: Vec<_> = all.iter().filter(takes).collect();
    let from = match &asked.cursor {
        None => 0,
        Some(last) => wanted.iter().position(|a| a.id == *last).map(|at| at + 1).ok_or_else(|| {
            Problem::asked(
                "expected the cursor of a page of this list, but found another\nhint: begin again without cursor",
            )
        })?,
    };
    let page = &wanted[from..wanted.len().min(from + limit)];
    let next = page.last().filter(|_| from + limit < wanted.len()).map(|a| a.id.clone());
    let items = page.iter().map(|a| Actor::from(*a)).collect();
    Ok(Json(Page { revision: sight.revision.clone(), total: wanted.len(), next, items }))
}

/// An actor with everything the record holds of it.
#[derive(Serialize, JsonSchema)]
pub struct Whole {
    revision: String,
    actor: Actor,
    /// Its standing ties.
    ties: Vec<Tie>,
    /// Incidents it took part in, the newest first; at most 500.
    incidents: Vec<Summary>,
    incidents_total: usize,
}

pub async fn one(State(desk): Here, Named(id): Named) -> Answer<Whole> {
    let sight = desk.sight();
    let all = sight.later.actors.get_or_try_init(|| desk.ask(|r| Ok(r.actors(None)?))).await?;
    let Some(actor) = all.iter().find(|a| a.id == id) else {
        return Err(Problem::missing(format!(
            "expected the id of an actor, but found \"{id}\"\nhint: /api/actors lists them"
        )));
    };
    let ties = Ties::of(&desk, &sight).await?;
    let here = |c: &&tarikh::Card| c.actors.iter().any(|a| a.id.as_ref() == Some(&id));
    let incidents_total = sight.cards.iter().filter(here).count();
    Ok(Json(Whole {
        revision: sight.revision.clone(),
        actor: actor.into(),
        ties: ties.list.into_iter().filter(|t| t.from.id == id || t.to.id == id).collect(),
        incidents: sight.cards.iter().rev().filter(here).take(500).map(Summary::of).collect(),
        incidents_total,
    }))
}
