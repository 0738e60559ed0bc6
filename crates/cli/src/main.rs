//! The `tarikh` command: flags, exit codes, and readings set out for people. Nothing is read or judged here.
//!
//! Data goes to stdout, all else to stderr. Exit codes: 0 done; 1 nothing found; 2 something failed, and the rest was
//! still done.

mod args;
mod dossier;
mod draw;
mod knowledge;
mod message;
mod notify;
mod paper;
mod read;
mod record;
mod second;
mod serve;
mod watch;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::io::Write;
use std::process::ExitCode;

/// How a command ended, where it did not break off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done.
    Done,
    /// There was nothing to do or nothing matched.
    Nothing,
    /// A part failed and was reported; the rest was done.
    Partly,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(args.command) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Ok(Outcome::Partly) => ExitCode::from(2),
        Err(error) if message::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            message::print_error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Read(args) => read::run(args),
        Command::Gazetteer(args) => knowledge::gazetteer(args),
        Command::Record(command) => record::run(command),
        Command::Watch(args) => watch::run(args),
        Command::Serve(args) => serve::run(args),
        Command::Picture(args) => draw::run(args),
        Command::Schema => {
            let schema = serde_json::to_string_pretty(&tarikh::contract::schema())?;
            writeln!(std::io::stdout(), "{schema}")?;
            Ok(Outcome::Done)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Args::command(), "tarikh", &mut std::io::stdout());
            Ok(Outcome::Done)
        }
        Command::Man => {
            man(&mut std::io::stdout().lock())?;
            Ok(Outcome::Done)
        }
    }
}

/// One page for all commands: a page for each would have to be installed before it could be found.
fn man(out: &mut impl Write) -> std::io::Result<()> {
    let mut command = Args::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for part in command.get_subcommands().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        writeln!(out, ".SH \"TARIKH {}\"", part.get_name().to_uppercase())?;
        let page = clap_mangen::Man::new(part.clone());
        page.render_synopsis_section(out)?;
        page.render_description_section(out)?;
        page.render_options_section(out)?;
    }
    Ok(())
}
