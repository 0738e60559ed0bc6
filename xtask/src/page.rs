//! `cargo xtask page`: `web/` is type-checked, then driven in Debian's Chromium against the built server.
//!
//! In: node, npm and Chromium of this machine. Out: the tests' outcome, and pictures of every page in `target/screens`. Where
//! one of the three is missing this is said and passed over, but never with `CI` set: there it is a fault.

use crate::{root, run};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Runs the page's tests.
pub fn test() -> Result<()> {
    let missing = missing();
    if !missing.is_empty() {
        let told = format!("expected {} to test the page, but found none", missing.join(" and "));
        let hint = "hint: apt-get install nodejs npm chromium; CHROMIUM names another browser";
        if std::env::var_os("CI").is_some() {
            bail!("{told}\n{hint}");
        }
        eprintln!("warning: the page was NOT tested: {told}\n{hint}");
        return Ok(());
    }
    run("cargo", &["build", "--quiet", "-p", "tarikh-cli"])?;
    run("cargo", &["build", "--quiet", "-p", "tarikh", "--example", "made_up"])?;
    if !root().join("web/node_modules/.package-lock.json").exists() {
        run("npm", &["--prefix", "web", "ci", "--no-audit", "--no-fund"])?;
    }
    run("npm", &["--prefix", "web", "run", "--silent", "check"])?;
    run("npm", &["--prefix", "web", "test", "--silent"])
}

/// What of this machine is missing, in words.
fn missing() -> Vec<String> {
    let answers = |program: &str| Command::new(program).arg("--version").output().is_ok_and(|o| o.status.success());
    let mut out: Vec<String> = ["node", "npm"].iter().filter(|p| !answers(p)).map(|p| p.to_string()).collect();
    let chromium = std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    if !chromium.exists() {
        out.push(format!("Chromium ({})", chromium.display()));
    }
    out
}
