//! The command as the tests call it: the built program, with a folder of added knowledge that is empty unless one is named.

// Each test is a program of its own and uses what it needs.
#![allow(dead_code)]

use std::process::{Command, Output, Stdio};

/// The program with these arguments and a folder of added knowledge, to be run; it is given no input.
pub fn command_at(home: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tarikh"));
    command.env("TARIKH_HOME", home).args(args).stdin(Stdio::null());
    command
}

/// The same without added knowledge.
pub fn command(args: &[&str]) -> Command {
    command_at("/nowhere", args)
}

/// Runs it.
pub fn tarikh(args: &[&str]) -> Output {
    command(args).output().expect("the command runs")
}

/// What was said on the standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
