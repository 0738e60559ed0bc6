//! What was known on an earlier day, what came of forecasts, and whether the file equals a rebuild.

use super::link::{Linker, is_up_to_date, rebuild};
use super::{READER, Record, Result};
use ::record::{Filter, Finding, Store};
use std::collections::BTreeSet;
use types::incident::Incident;

impl Record {
    /// The record as it stood on a day: reports published by then (or, where that is unknown, added by then) and
    /// judgements made by then. Incidents in which no later report has a part are taken over, the others made anew.
    pub fn as_of(&self, day: &str) -> Result<Record> {
        let fitting = is_up_to_date(&self.store)?.then(|| self.store.past(day, linking::JOIN)).transpose()?;
        let Some(::record::Past { store, seeds }) = fitting.flatten() else { return self.made_anew(day) };
        Linker::new(&store, None)?.relink(seeds, false)?;
        Ok(Record { store })
    }

    /// The same with everything made anew.
    fn made_anew(&self, day: &str) -> Result<Record> {
        let rows = self.store.reports_by(day)?;
        let mut past = Store::in_memory()?;
        past.transaction(|store| {
            for j in self.store.standing(Some(day))? {
                store.judge(&j)?;
            }
            let mut linker = Linker::new(store, None)?;
            let mut seeds = BTreeSet::new();
            for row in rows {
                let reading = self.store.load(row)?;
                let ::record::Saved::New(row) = store.save(&reading, READER, day)? else { continue };
                seeds.extend(linker.enter(row, reading)?);
            }
            linker.relink(seeds, true)
        })?;
        Ok(Record { store: past })
    }
}

/// Says of something foretold or planned whether a later report tells that it happened, or whether its day has passed
/// without: by the newest report of the record, not by the clock.
pub(super) fn settle_forecast(store: &Store, i: &mut Incident) -> Result<()> {
    if i.outcome.as_deref() != Some("open") {
        return Ok(());
    }
    let Some(horizon) = i.horizon.clone() else { return Ok(()) };
    let told = i.reports.first().map(|m| m.report.clone()).unwrap_or_default();
    let since = i.statements.iter().filter_map(|s| s.published.clone()).min();
    if let (Some(since), Some(at)) = (since, i.place.as_ref().and_then(|w| w.lat.zip(w.lon))) {
        let around = match i.place.as_ref().map(|w| w.precision) {
            Some(types::Precision::Site | types::Precision::Town) => 25.0,
            Some(types::Precision::Area | types::Precision::Admin2) => 60.0,
            _ => 250.0,
        };
        let filter = Filter {
            since: Some(since.clone()),
            until: Some(horizon.clone()),
            around: Some((at.0, at.1, around)),
            kind: Some(i.kind),
            ..Filter::default()
        };
        for row in store.find(&filter)? {
            let other = store.incident(row)?;
            let happened = matches!(other.realis, types::Realis::Occurred | types::Realis::Ongoing);
            let later = other.when.as_ref().is_some_and(|w| w.start > since);
            if happened && later && fits(i, &other) && other.reports.iter().any(|m| m.report != told) {
                i.outcome = Some("fulfilled".into());
                return Ok(());
            }
        }
    }
    if store.latest()?.is_some_and(|latest| latest > horizon) {
        i.outcome = Some("not_fulfilled".into());
    }
    Ok(())
}

/// True where nothing known of who takes part sets what happened apart from what was foretold: of those who are known by name
/// on both sides, one is the same.
fn fits(foretold: &Incident, told: &Incident) -> bool {
    let known = |i: &Incident| -> BTreeSet<String> { i.actors.iter().filter_map(|p| p.actor.clone()).collect() };
    let (a, b) = (known(foretold), known(told));
    a.is_empty() || b.is_empty() || !a.is_disjoint(&b)
}

/// Compares every incident with one made anew from the readings and judgements.
pub(super) fn compare_with_rebuild(store: &Store) -> Result<Vec<Finding>> {
    let mut anew = Store::in_memory()?;
    anew.transaction(|fresh| {
        for j in store.standing(None)? {
            fresh.judge(&j)?;
        }
        for row in store.report_rows()? {
            fresh.save(&store.load(row)?, READER, "")?;
        }
        rebuild(fresh)
    })?;
    let list = |s: &Store| -> Result<Vec<Incident>> {
        s.find(&Filter::default())?.into_iter().map(|row| s.incident(row)).collect()
    };
    let (here, there) = (list(store)?, list(&anew)?);
    let mut out = Vec::new();
    let mut find = |what: String| out.push(Finding { what });
    if here.len() != there.len() {
        find(format!(
            "expected {} incidents as a rebuild gives them, but found {}\nhint: `tarikh check --rebuild` makes them anew",
            there.len(),
            here.len()
        ));
    }
    for (a, b) in here.iter().zip(&there) {
        if a != b {
            find(format!(
                "expected incident {} as a rebuild gives it, but found it changed\nhint: `tarikh check --rebuild` makes them anew",
                b.id
            ));
            break;
        }
    }
    Ok(out)
}
