//! The `tarikh` command.

fn main() {}
