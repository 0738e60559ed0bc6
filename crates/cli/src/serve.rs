//! `tarikh serve`: a record as a page in the browser of this machine.

use crate::Outcome;
use anyhow::Result;
use clap::Args;
use std::net::IpAddr;
use std::path::PathBuf;

/// `tarikh serve`.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Serve {
    /// The record.
    record: PathBuf,
    /// Port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Shows the record and changes nothing in it.
    #[arg(long)]
    read_only: bool,
    /// Does not open the browser.
    #[arg(long)]
    no_open: bool,
    /// Address to listen on; one that others can reach needs --token.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: IpAddr,
    /// Lets in only who brings this token, of 16 signs or more; without a value, a new one. TARIKH_TOKEN gives one that the
    /// list of processes does not show.
    #[arg(long, value_name = "TOKEN", num_args = 0..=1, default_missing_value = "")]
    token: Option<String>,
    /// A further name under which this machine may be asked.
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
}

const EXAMPLES: &str = "\
Examples:
  tarikh serve mali.gpkg
  tarikh serve mali.gpkg --read-only --port 0
  tarikh serve mali.gpkg --host 0.0.0.0 --token          for colleagues in a network you trust: there is no encryption
  ssh -L 8787:127.0.0.1:8787 server tarikh serve mali.gpkg --no-open      for everybody else

Reports added meanwhile, by `tarikh add` or another program, show on the page by themselves. Ctrl-C ends it.";

/// The shortest token taken.
const SHORTEST: usize = 16;

/// Serves until interrupted.
pub fn run(args: Serve) -> Result<Outcome> {
    let from_environment = || std::env::var("TARIKH_TOKEN").ok().filter(|t| !t.is_empty());
    let token = match args.token {
        Some(given) if given.is_empty() => match from_environment() {
            Some(token) => Some(token),
            None => Some(picture::new_token().map_err(anyhow::Error::msg)?),
        },
        Some(given) => Some(given),
        None => from_environment(),
    };
    if let Some(token) = &token {
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        if token.len() < SHORTEST || !token.chars().all(fits) {
            anyhow::bail!(
                "expected a token of {SHORTEST} or more letters, digits, -, _, . or ~, but found another\nhint: --token without a value makes one"
            );
        }
    }
    let options = picture::Options {
        record: args.record.clone(),
        host: args.host,
        port: args.port,
        read_only: args.read_only,
        token,
        hosts: args.allow_host,
    };
    picture::run(&options, |address| {
        eprintln!("{} is at {address}", args.record.display());
        if !args.host.is_loopback() {
            eprintln!("hint: others can reach this; what they send and see is not encrypted");
        }
        if !args.no_open && webbrowser::open(address).is_err() {
            eprintln!("hint: no browser could be opened; open the address yourself");
        }
        eprintln!("Ctrl-C ends it");
    })?;
    Ok(Outcome::Done)
}
