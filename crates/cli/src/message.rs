//! What the command says to people on stderr: "expected X, but found Y", then the next step.

use std::io::{ErrorKind, Write};
use tarikh::report::Fault;

/// Prints `error: …` and, where there is a next step, `hint: …`. Never fails: where stderr is gone, nobody reads it.
pub fn print_fault(name: &str, fault: &Fault) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "error: {name}: {}", fault.message);
    if let Some(hint) = &fault.hint {
        let _ = writeln!(err, "hint: {hint}");
    }
}

/// Prints an error that ended the command.
pub fn print_error(error: &anyhow::Error) {
    let mut err = std::io::stderr().lock();
    let _ = writeln!(err, "error: {error:#}");
    if let Some(Fault { hint: Some(hint), .. }) = error.downcast_ref::<Fault>() {
        let _ = writeln!(err, "hint: {hint}");
    }
}

/// True where whoever read our output has gone away: `tarikh read … | head`.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|e| e.downcast_ref::<std::io::Error>());
    io.is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
}
