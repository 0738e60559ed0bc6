//! Serves a record from a program of your own: `cargo run -p tarikh-picture --example serve RECORD.gpkg PORT`.
//!
//! In: a record and a port of the loopback. Out: the address on stderr, and the page until interrupted.

use picture::{Options, run};
use std::net::{IpAddr, Ipv4Addr};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [record, port] = &args[..] else { return Err("expected RECORD.gpkg PORT".into()) };
    let options = Options {
        record: record.into(),
        host: IpAddr::V4(Ipv4Addr::LOCALHOST),
        port: port.parse()?,
        read_only: false,
        token: None,
        hosts: Vec::new(),
    };
    run(&options, |address| eprintln!("{record} is at {address}"))?;
    Ok(())
}
