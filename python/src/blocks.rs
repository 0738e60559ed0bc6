//! The pieces of linking for an engine of many machines; `python/tarikh/spark.py` puts them together.
//!
//! In and out: JSON of readings, tellings and incidents, and plain numbers, in lists as long as a batch. Everything is done
//! by [`tarikh::blocks`], without the interpreter's lock. Keys are given as signed numbers, which Arrow and Java know.

use crate::columns::{Columns, Rows};
use crate::fault::Fault;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use tarikh::blocks::{self, InBlock, Key};
use tarikh::contract::Reading;
use tarikh::types::incident::Incident;

fn parsed<T: serde::de::DeserializeOwned>(text: &str, what: &str) -> PyResult<T> {
    serde_json::from_str(text)
        .map_err(|e| Fault::new_err(format!("expected the JSON of {what}, but found another: {e}")))
}

fn line<T: serde::Serialize>(value: &T) -> PyResult<String> {
    serde_json::to_string(value).map_err(|e| Fault::new_err(e.to_string()))
}

/// For each reading the report's id, and bytes of which the least marks the reading that a record keeps of one report.
#[pyfunction]
pub fn particulars_of(py: Python<'_>, readings: Vec<String>) -> PyResult<Vec<(String, Vec<u8>)>> {
    let of = |text: &String| -> PyResult<(String, Vec<u8>)> {
        let reading: Reading = parsed(text, "a reading")?;
        let order = blocks::particulars(&reading);
        Ok((reading.report.id, order))
    };
    py.detach(|| readings.iter().map(of).collect())
}

/// What readings teach of acronyms: the id of one, and the id of the full name it stands for.
#[pyfunction]
pub fn aliases_of(py: Python<'_>, readings: Vec<String>) -> PyResult<Vec<(String, String)>> {
    py.detach(|| {
        let mut out = Vec::new();
        for text in &readings {
            out.extend(blocks::aliases_of(parsed(text, "a reading")?));
        }
        Ok(out)
    })
}

/// What acronyms stand for, where all that explain one agree.
#[pyfunction]
pub fn agreed_aliases(aliases: Vec<(String, String)>) -> BTreeMap<String, String> {
    blocks::agreed(aliases)
}

/// A telling as a row: report, event, the larger event it is part of, JSON, keys it is filed under, keys it looks under.
type Row = (String, u32, Option<u32>, String, Vec<i64>, Vec<i64>);

/// Every event of the readings, cut down to what decides, with its keys.
#[pyfunction]
pub fn tellings_of(py: Python<'_>, readings: Vec<String>) -> PyResult<Vec<Row>> {
    let signed = |keys: Vec<u64>| keys.into_iter().map(|k| k as i64).collect::<Vec<_>>();
    py.detach(|| {
        let mut out = Vec::new();
        for text in &readings {
            for filed in blocks::tellings_of(parsed(text, "a reading")?) {
                let (key, text) = (filed.telling.key.clone(), line(&filed.telling)?);
                let (file, look) = (signed(filed.file), signed(filed.look));
                out.push((key.report, key.event, filed.telling.part_of, text, file, look));
            }
        }
        Ok(out)
    })
}

/// Pairs of a block by their places in it, with weights. Of each telling: its JSON, whether it is filed under the block's
/// key, whether it looks there.
#[pyfunction]
pub fn find_pairs(py: Python<'_>, block: Vec<(String, bool, bool)>) -> PyResult<Vec<(usize, usize, f32)>> {
    py.detach(|| {
        let of = |(text, filed, looks): &(String, bool, bool)| -> PyResult<InBlock> {
            Ok(InBlock { telling: parsed(text, "a telling")?, filed: *filed, looks: *looks })
        };
        Ok(blocks::pairs(&block.iter().map(of).collect::<PyResult<Vec<_>>>()?))
    })
}

/// The incidents of one part that hangs together: of each its id, its JSON and its members. Members are report and event, pairs two members and
/// their weight; `aliases` are those agreed of all readings.
#[pyfunction]
pub fn tell_component(
    py: Python<'_>,
    readings: Vec<String>,
    members: Vec<(String, u32)>,
    pairs: Vec<(String, u32, String, u32, f32)>,
    aliases: BTreeMap<String, String>,
) -> PyResult<Vec<(String, String, Vec<(String, u32)>)>> {
    py.detach(|| {
        let readings = readings.iter().map(|text| parsed(text, "a reading")).collect::<PyResult<Vec<Reading>>>()?;
        let members: Vec<Key> = members.into_iter().map(|(report, event)| Key { report, event }).collect();
        let key = |report, event| Key { report, event };
        let pairs: Vec<_> = pairs.into_iter().map(|(a, n, b, m, s)| (key(a, n), key(b, m), s)).collect();
        let found = blocks::incidents_of(readings, &members, &pairs, &aliases);
        let members = |i: &Incident| i.reports.iter().filter_map(blocks::key_of).map(|k| (k.report, k.event)).collect();
        found.iter().map(|incident| Ok((incident.id.clone(), line(incident)?, members(incident)))).collect()
    })
}

/// Incidents as a table: of each its JSON, and the ids of the incidents it is part of.
#[pyfunction]
pub fn table_of_incidents(py: Python<'_>, incidents: Vec<(String, Vec<String>)>) -> PyResult<Columns> {
    let of = |(text, part_of): (String, Vec<String>)| -> PyResult<Incident> {
        let incident: Incident = parsed(&text, "an incident")?;
        Ok(Incident { part_of, ..incident })
    };
    let rows = py.detach(|| incidents.into_iter().map(of).collect::<PyResult<Vec<_>>>())?;
    Ok(Columns(Rows::Incidents(rows)))
}
