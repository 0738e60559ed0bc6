//! `cargo xtask test`: what a change must pass, cheapest first, so that a fault shows early.

use crate::{page, root, run, tidy};
use anyhow::Result;
use std::time::Instant;

/// Runs every check.
pub fn test() -> Result<()> {
    let steps: [(&str, &dyn Fn() -> Result<()>); 7] = [
        ("format", &|| run("cargo", &["fmt", "--all", "--check"])),
        ("tidy", &tidy::tidy),
        ("clippy", &|| run("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])),
        ("python", &python),
        // Property tests and the bounded fuzz driver are tests like any other.
        ("tests", &|| run("cargo", &["test", "--quiet", "--workspace"])),
        // What the default build leaves out.
        ("doors", &|| run("cargo", &["test", "--quiet", "-p", "tarikh-doors", "--features", "pdf,parquet,web"])),
        ("page", &page::test),
    ];
    for (name, step) in steps {
        let begun = Instant::now();
        eprintln!("== {name}");
        step()?;
        eprintln!("== {name}: {:.0} s", begun.elapsed().as_secs_f32());
    }
    Ok(())
}

/// A Python environment in `.venv` with the tools that open a record. Where none can be made (no Python, no network), the
/// tests that need it say so.
fn python() -> Result<()> {
    let python = root().join(".venv/bin/python");
    let python = python.display().to_string();
    let ready = || {
        let out = std::process::Command::new(&python).args(["-c", "import pyogrio, geopandas, duckdb"]).output();
        out.is_ok_and(|o| o.status.success())
    };
    if ready() {
        return Ok(());
    }
    let made = run("python3", &["-m", "venv", ".venv"])
        .and_then(|()| run(&python, &["-m", "pip", "install", "--quiet", "pyogrio", "geopandas", "duckdb"]));
    if let Err(e) = made {
        eprintln!("note: no Python environment with GDAL could be made ({e:#}); what needs it is not tested here");
    }
    Ok(())
}
