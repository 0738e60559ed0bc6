//! The Python package: its wheel is built, installed into `.venv` and tried by pytest, on Spark with two executors as well.
//!
//! In: Python with pip, and Java for Spark. Out: the tests' outcome, and the wheel in `target/wheels`. Where Python, its
//! packages or Java are missing this is said and passed over, but never with `CI` set: there it is a fault. The wheel of a
//! test is built in the profile of the tests, so that nothing is built twice.

use crate::{root, run};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Packages of the environment, and what proves that they are there.
const PACKAGES: &[&str] = &["pyogrio", "geopandas", "duckdb", "maturin", "pytest", "pyarrow", "pyspark"];
const PROOF: &str = "import pyogrio, geopandas, duckdb, maturin, pytest, pyarrow, pyspark";

fn python() -> PathBuf {
    root().join(".venv/bin/python")
}

fn answers(program: &PathBuf, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|o| o.status.success())
}

/// Makes `.venv` with the tools that open a record and build the package. Where none can be made (no Python, no network), the
/// tests that need it say so.
pub fn environment() -> Result<()> {
    let python = python();
    if answers(&python, &["-c", PROOF]) {
        return Ok(());
    }
    let program = python.display().to_string();
    let mut install = vec!["-m", "pip", "install", "--quiet"];
    install.extend(PACKAGES);
    let made = run("python3", &["-m", "venv", ".venv"]).and_then(|()| run(&program, &install));
    match made {
        Err(e) if std::env::var_os("CI").is_none() => {
            eprintln!("note: no Python environment could be made ({e:#}); what needs it is not tested here");
            Ok(())
        }
        made => made,
    }
}

/// Builds, installs and tests the package.
pub fn test() -> Result<()> {
    let python = python();
    let java = std::env::var_os("JAVA_HOME").map_or("java".into(), |home| PathBuf::from(home).join("bin/java"));
    let ready = [
        (answers(&python, &["-c", PROOF]), "a Python environment in .venv", "apt-get install python3-venv"),
        (answers(&java, &["-version"]), "Java 17 for Spark", "apt-get install openjdk-17-jre-headless"),
    ];
    for (_, what, how) in ready.iter().filter(|(there, _, _)| !there) {
        if std::env::var_os("CI").is_some() {
            bail!("expected {what} to test the Python package, but found none\nhint: {how}");
        }
        eprintln!("warning: the Python package was NOT tested whole: expected {what}, but found none\nhint: {how}");
    }
    if !ready[0].0 {
        return Ok(());
    }
    let program = python.display().to_string();
    let wheels = root().join("target/wheels");
    let _ = std::fs::remove_dir_all(&wheels);
    let out = wheels.display().to_string();
    let build = ["-m", "maturin", "build", "--quiet", "--profile", "dev", "--compatibility", "linux"];
    run(&program, &[&build[..], &["-m", "python/Cargo.toml", "--out", &out]].concat())?;
    let wheel = std::fs::read_dir(&wheels)?.find_map(|e| Some(e.ok()?.path())).context("expected a wheel")?;
    let wheel = wheel.display().to_string();
    run(&program, &["-m", "pip", "install", "--quiet", "--force-reinstall", "--no-deps", &wheel])?;
    // The command that the package is compared with, and a war that nobody fought.
    run("cargo", &["build", "--quiet", "-p", "tarikh-cli"])?;
    run("cargo", &["build", "--quiet", "-p", "tarikh", "--example", "made_up"])?;
    let pytest = root().join(".venv/bin/pytest").display().to_string();
    run(&pytest, &["-q", "python/tests"])
}
