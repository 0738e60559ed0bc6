//! `cargo xtask test`: what a change must pass, cheapest first, so that a fault shows early.

use crate::{page, python, run, tidy};
use anyhow::Result;
use std::time::Instant;

/// Runs every check.
pub fn test() -> Result<()> {
    let steps: [(&str, &dyn Fn() -> Result<()>); 9] = [
        ("format", &|| run("cargo", &["fmt", "--all", "--check"])),
        ("tidy", &tidy::tidy),
        ("clippy", &|| run("cargo", &["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"])),
        ("environment", &python::environment),
        // Property tests and the bounded fuzz driver are tests like any other.
        ("tests", &|| run("cargo", &["test", "--quiet", "--workspace"])),
        // What the default build leaves out.
        ("doors", &|| run("cargo", &["test", "--quiet", "-p", "tarikh-doors", "--features", "pdf,parquet,web"])),
        ("tables", &|| {
            run("cargo", &["test", "--quiet", "-p", "tarikh-cli", "--features", "parquet", "--test", "tables"])
        }),
        ("python", &python::test),
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
