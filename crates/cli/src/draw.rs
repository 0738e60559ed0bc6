//! `tarikh picture`: a map, a timeline or a network of a record as SVG or PNG, without a browser.

use crate::Outcome;
use anyhow::{Context, Result, bail};
use clap::{ArgGroup, Args};
use std::io::Write;
use std::path::PathBuf;

/// `tarikh picture`.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
#[command(group(ArgGroup::new("kind").required(true).args(["map", "timeline", "network"])))]
pub struct Picture {
    /// The record.
    record: PathBuf,
    /// Where: a mark for each place, from the least to the greatest number killed that is stated.
    #[arg(long, value_name = "OUT.svg|.png")]
    map: Option<PathBuf>,
    /// When: how many were killed in each day, week or month, and a mark for each incident.
    #[arg(long, value_name = "OUT.svg|.png")]
    timeline: Option<PathBuf>,
    /// Who stands with whom, who against whom: asserted, claimed and denied ties.
    #[arg(long, value_name = "OUT.svg|.png")]
    network: Option<PathBuf>,
    /// What stands above it.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Pixels for each of a PNG's 1200 units of width: 2 is sharp on paper.
    #[arg(long, default_value_t = 2.0, value_name = "N")]
    scale: f32,
    /// Not over before this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    since: Option<String>,
    /// Begun by this day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<String>,
    /// Part of the name of the place or region, or a country code.
    #[arg(long, value_name = "NAME")]
    place: Option<String>,
    /// A box in degrees.
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    /// Part of the name of somebody who took part.
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Event types, separated by commas.
    #[arg(long = "type", value_name = "TYPE")]
    types: Option<String>,
    /// corroborated, single_source or disputed.
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// At least this many killed, by the greatest number stated.
    #[arg(long, value_name = "N")]
    min_killed: Option<u32>,
}

const EXAMPLES: &str = "\
Examples:
  tarikh picture mali.gpkg --map mali.svg --since 2024-01-01 --type assault
  tarikh picture mali.gpkg --timeline mali.png --title \"Attacks on markets, 2024\"
  tarikh picture mali.gpkg --network ties.svg
  tarikh picture mali.gpkg --map - > mali.svg";

/// Draws it.
pub fn run(args: Picture) -> Result<Outcome> {
    let (kind, out) = match (&args.map, &args.timeline, &args.network) {
        (Some(out), ..) => (picture::Kind::Map, out),
        (_, Some(out), _) => (picture::Kind::Timeline, out),
        (.., Some(out)) => (picture::Kind::Network, out),
        _ => bail!("expected --map, --timeline or --network, but found none of them"),
    };
    let ending = out.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let is_stdout = out.as_os_str() == "-";
    if !is_stdout && ending != "svg" && ending != "png" {
        bail!("expected a name that ends in .svg or .png, but found \"{}\"", out.display());
    }
    if !(0.1..=10.0).contains(&args.scale) {
        bail!("expected a scale from 0.1 to 10, but found {}", args.scale);
    }
    let asking = picture::Asking {
        since: args.since,
        until: args.until,
        place: args.place,
        bbox: args.bbox,
        actor: args.actor,
        kind: args.types,
        status: args.status,
        min_killed: args.min_killed,
        ..picture::Asking::default()
    };
    let svg = match picture::draw(&args.record, kind, &asking, args.title.as_deref()) {
        Err(fault @ picture::DrawFault::Empty(..)) => {
            eprintln!("{fault}");
            return Ok(Outcome::Nothing);
        }
        drawn => drawn?,
    };
    if is_stdout {
        std::io::stdout().write_all(svg.as_bytes())?;
        return Ok(Outcome::Done);
    }
    let bytes = if ending == "png" { picture::png(&svg, args.scale)? } else { svg.into_bytes() };
    std::fs::write(out, bytes).with_context(|| format!("cannot write {}", out.display()))?;
    eprintln!("{} is drawn", out.display());
    Ok(Outcome::Done)
}
