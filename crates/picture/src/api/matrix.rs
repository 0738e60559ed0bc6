//! The matrix of an incident: what each report says of what, who, where, when, toll and outcome, in which words.
//!
//! In: the readings of the reports that were joined. Out: one [`Said`] for each value. Example: of "Militants killed at
//! least 12 people in Bamako on Tuesday, police said" come a who, a toll, a where and a when, held by the police.

use crate::units::Units;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use tarikh::Opened;
use types::contract::{Claim, Event, Evidence, Reading, Toll};
use types::incident::Incident;
use types::{Certainty, Measure, Realis, Role, Stance};

/// Which field of an incident words speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    What,
    Who,
    Where,
    When,
    Toll,
    Outcome,
}

/// One value as one report gives it. Offsets are UTF-16 units of the report's text.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Said {
    pub report: String,
    pub source: Option<String>,
    pub published: Option<String>,
    /// Event id in that report's reading.
    pub event: String,
    pub field: Field,
    pub value: String,
    /// Of who: the part taken.
    pub role: Option<Role>,
    /// Of who: the actor's id in the record.
    pub actor: Option<String>,
    /// Of a toll.
    pub measure: Option<Measure>,
    /// Of a toll: who or what is counted.
    pub of: Option<String>,
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    /// Name of the holder, `report` or `unnamed`.
    pub holder: String,
    pub holder_text: Option<String>,
    pub stance: Stance,
    pub certainty: Certainty,
    pub quote: String,
    pub start: u32,
    pub end: u32,
    /// The rule or model that read it.
    pub by: String,
    /// The report this one copies, where it is a copy.
    pub copy_of: Option<String>,
}

/// Everything the reports say of an incident: by field, then from the oldest report to the newest.
pub fn matrix(incident: &Incident, reports: &[Opened], copies: &BTreeMap<String, String>) -> Vec<Said> {
    let mut out = Vec::new();
    for opened in reports {
        let r = &opened.reading;
        let side = Side { opened, units: Units::of(&r.text), copy_of: copies.get(&r.report.id).cloned() };
        let events = incident.reports.iter().filter(|m| m.report == r.report.id);
        for event in events.filter_map(|m| r.events.iter().find(|e| e.id == m.event)) {
            side.event(event, incident, &mut out);
        }
    }
    out.sort_by(|a, b| {
        let key = |s: &Said| (s.field, s.published.clone().unwrap_or("9999".into()), s.report.clone());
        key(a).cmp(&key(b))
    });
    out
}

struct Side<'a> {
    opened: &'a Opened,
    units: Units,
    copy_of: Option<String>,
}

/// The name a reading's holder goes by.
pub fn holder_name(r: &Reading, claim: &Claim) -> String {
    let named = r.actors.iter().find(|a| a.id == claim.holder).map(|a| a.name.clone());
    named.unwrap_or_else(|| claim.holder.clone())
}

/// "12", "at least 12", "12 to 20", or the words where there is no number.
pub fn number(low: Option<u32>, best: Option<u32>, high: Option<u32>, words: &str) -> String {
    match (low, best, high) {
        (_, Some(n), _) => n.to_string(),
        (Some(a), None, Some(b)) if a == b => a.to_string(),
        (Some(a), None, Some(b)) => format!("{a}–{b}"),
        (Some(a), None, None) => format!("≥ {a}"),
        (None, None, Some(b)) => format!("≤ {b}"),
        (None, None, None) => words.to_string(),
    }
}

impl Side<'_> {
    fn event(&self, e: &Event, incident: &Incident, out: &mut Vec<Said>) {
        let r = &self.opened.reading;
        let claims: Vec<&Claim> = r.claims.iter().filter(|c| c.about.contains(&e.id)).collect();
        let own = |c: &&&Claim| c.holder == "report" && c.stance == Stance::Asserts;
        let main = claims.iter().find(own).or(claims.first()).copied();
        let what = match &e.mode {
            Some(mode) => format!("{} ({mode})", e.kind.word()),
            None => e.kind.word().to_string(),
        };
        if let Some(words) = e.evidence.first() {
            out.push(self.said(e, main, Field::What, what.clone(), words));
        }
        for p in &e.participants {
            let actor = p.actor.as_ref().and_then(|id| r.actors.iter().find(|a| a.id == *id));
            let name = actor.map_or(p.text.as_str(), |a| a.name.as_str());
            let mut said = self.said(e, main, Field::Who, name.to_string(), &p.evidence);
            said.role = Some(p.role);
            said.actor = p.actor.as_ref().and_then(|id| self.opened.actors.get(id).cloned());
            let same = |q: &&types::incident::Part| q.role == p.role && q.name == name;
            if p.role == Role::Actor && incident.actors.iter().find(same).is_some_and(|q| q.accused) {
                // Nobody asserts it: it must not look as if somebody did.
                let accuser = claims.iter().find(|c| matches!(c.stance, Stance::Accuses | Stance::Suspects));
                said.stance = accuser.map_or(Stance::Accuses, |c| c.stance);
                if let Some(c) = accuser {
                    (said.holder, said.holder_text) = (holder_name(r, c), c.holder_text.clone());
                    said.certainty = c.certainty;
                }
            }
            out.push(said);
        }
        for place in e.places.iter().filter_map(|id| r.places.iter().find(|p| p.id == *id)) {
            // The mention next to the event's own words.
            let near = e.evidence.first().map_or(0, |w| w.start);
            let mention = place.mentions.iter().chain(&place.demonyms).min_by_key(|m| m.start.abs_diff(near));
            if let Some(words) = mention {
                out.push(self.said(e, main, Field::Where, place.name.clone(), words));
            }
        }
        if let Some(when) = &e.when {
            let value =
                if when.start == when.end { when.start.clone() } else { format!("{} – {}", when.start, when.end) };
            if let Some(words) = when.evidence.as_ref().or(e.evidence.first()) {
                out.push(self.said(e, main, Field::When, value, words));
            }
        }
        for t in &e.tolls {
            out.push(self.toll(e, main, t, incident));
        }
        for c in &claims {
            let told = match (c.stance, e.realis) {
                (Stance::Asserts, Realis::Occurred) if c.holder == "report" => continue,
                (Stance::Asserts, realis) => realis.word().to_string(),
                (stance, _) => stance.word().to_string(),
            };
            out.push(self.said(e, Some(c), Field::Outcome, told, &c.evidence));
        }
    }

    fn toll(&self, e: &Event, main: Option<&Claim>, t: &Toll, incident: &Incident) -> Said {
        let mut said = self.said(e, main, Field::Toll, number(t.low, t.best, t.high, &t.text), &t.evidence);
        said.measure = Some(t.measure);
        said.of = Some(t.of.clone());
        (said.low, said.best, said.high) = (t.low, t.best, t.high);
        // The record has worked out who gives this number.
        let of_this_measure = incident.tolls.iter().filter(|x| x.measure == t.measure);
        let same = |s: &&types::incident::Statement| {
            s.report == said.report && s.start == t.evidence.start && s.end == t.evidence.end
        };
        if let Some(s) = of_this_measure.flat_map(|x| &x.statements).find(same) {
            (said.holder, said.holder_text) = (s.holder.clone(), s.holder_text.clone());
            (said.stance, said.certainty) = (s.stance, s.certainty);
        }
        said
    }

    fn said(&self, e: &Event, claim: Option<&Claim>, field: Field, value: String, words: &Evidence) -> Said {
        let r = &self.opened.reading;
        let (start, end) = self.units.span(words);
        Said {
            report: r.report.id.clone(),
            source: r.report.source.clone(),
            published: r.report.published.clone(),
            event: e.id.clone(),
            field,
            value,
            role: None,
            actor: None,
            measure: None,
            of: None,
            low: None,
            best: None,
            high: None,
            holder: claim.map_or("report".into(), |c| holder_name(r, c)),
            holder_text: claim.and_then(|c| c.holder_text.clone()),
            stance: claim.map_or(Stance::Asserts, |c| c.stance),
            certainty: claim.map_or(Certainty::Stated, |c| c.certainty),
            quote: words.quote.clone(),
            start,
            end,
            by: words.by.clone(),
            copy_of: self.copy_of.clone(),
        }
    }
}
