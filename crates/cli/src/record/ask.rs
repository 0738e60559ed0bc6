//! Questions to a record, and how their answers are printed.

use super::{Format, Incidents, List, ListFormat, Wanted, table};
use crate::Outcome;
use anyhow::{Result, bail};
use std::io::{BufWriter, Write};
use std::path::Path;
use tarikh::export;
use tarikh::types::DisagreementKind;
use tarikh::types::incident::{Incident, Statement};
use tarikh::{Filter, Record};

/// Opens a record only to ask it: the file is not touched, so it may lie on a disk that cannot be written. One of an older
/// version is brought up to date first.
pub fn to_ask(path: &Path) -> Result<Record> {
    match Record::open_read_only(path) {
        Err(tarikh::Fault::Older { .. }) => Ok(Record::open(path)?),
        opened => Ok(opened?),
    }
}

/// `tarikh incidents`.
pub fn incidents(args: Incidents) -> Result<Outcome> {
    let mut record = to_ask(&args.record)?;
    if let Some(day) = &args.as_of {
        record = record.as_of(check_day(day)?)?;
    }
    let filter = filter(&args.wanted, &record)?;
    if let Some(form) = table::form_of_incidents(args.format)? {
        return table::write(form, record.each(&filter));
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut count = 0usize;
    let wrap: export::Wrap = match args.format {
        Format::Jsonl => export::Wrap::default(),
        Format::Table => export::table(),
        Format::Csv => export::csv(),
        Format::Geojson => export::geojson(),
        Format::Acled => export::acled(),
        Format::Ged => export::ged(),
        Format::Plover => export::plover(),
        Format::Hxl => export::hxl(),
        // Written above.
        Format::Parquet | Format::Arrow => export::Wrap::default(),
    };
    out.write_all(wrap.head.as_bytes())?;
    for incident in record.each(&filter) {
        let incident = incident?;
        let text = match args.format {
            Format::Jsonl => Some(serde_json::to_string(&incident)? + "\n"),
            _ => (wrap.row)(&incident),
        };
        if let Some(text) = text {
            if count > 0 {
                out.write_all(wrap.between.as_bytes())?;
            }
            out.write_all(text.as_bytes())?;
            count += 1;
        }
    }
    out.write_all(wrap.tail.as_bytes())?;
    out.flush()?;
    Ok(if count == 0 { Outcome::Nothing } else { Outcome::Done })
}

fn check_day(day: &str) -> Result<&str> {
    match day.parse::<tarikh::types::Date>() {
        Ok(_) => Ok(day),
        Err(_) => bail!("expected a day as YYYY-MM-DD, but found \"{day}\""),
    }
}

/// The filter that flags make.
pub fn filter(args: &Wanted, record: &Record) -> Result<Filter> {
    for day in [&args.since, &args.until].into_iter().flatten() {
        check_day(day)?;
    }
    let filter = Filter {
        since: args.since.clone(),
        until: args.until.clone(),
        place: args.place.clone(),
        around: None,
        actor: args.actor.clone(),
        kind: args.kind,
        status: args.status,
        min_killed: args.min_killed,
        words: args.words.clone(),
    };
    let near = match &args.near {
        None => None,
        Some(point) => {
            let numbers: Vec<f64> = point.split(',').filter_map(|x| x.trim().parse().ok()).collect();
            let [lat, lon] = numbers[..] else { bail!("expected a point as LAT,LON, but found \"{point}\"") };
            Some((lat, lon))
        }
    };
    Ok(record.around(filter, near, args.within)?)
}

/// `tarikh show`.
pub fn show(path: &Path, id: &str, json: bool) -> Result<Outcome> {
    let record = to_ask(path)?;
    let Some(incident) = record.show(id)? else {
        eprintln!("no incident, or more than one, has the id \"{id}\"");
        return Ok(Outcome::Nothing);
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(&incident)?)?;
    } else {
        set(&mut out, &incident)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// An incident for people: what is told, by whom, oldest first.
fn set(out: &mut impl Write, i: &Incident) -> std::io::Result<()> {
    writeln!(out, "{}  {}", i.id, export::headline(i))?;
    writeln!(out, "{}; {} independent source(s): {}", i.status.word(), i.sources.len(), i.sources.join(", "))?;
    for c in &i.corrections {
        writeln!(out, "corrected: {c}")?;
    }
    for whole in &i.part_of {
        writeln!(out, "part of {whole}")?;
    }
    if let Some(outcome) = &i.outcome {
        writeln!(out, "foretold, by {}: {outcome}", i.horizon.as_deref().unwrap_or("an open day"))?;
    }
    writeln!(out)?;
    for p in &i.actors {
        let accused = if p.accused { ", accused only" } else { "" };
        writeln!(out, "  {}: {} (said by {} report(s){accused})", p.role, p.name, p.said_by.len())?;
    }
    for t in &i.tolls {
        let own = if t.own_side { ", of the side that acted" } else { "" };
        writeln!(out, "\n  {} ({}{own}): {}", t.measure, t.of, export::range(t))?;
        for s in &t.statements {
            line(out, s)?;
        }
    }
    writeln!(out, "\n  told by")?;
    for s in &i.statements {
        line(out, s)?;
    }
    for d in &i.disagreements {
        writeln!(out, "\n  they disagree on {}: {}", d.kind, d.note)?;
        for s in &d.statements {
            line(out, s)?;
        }
    }
    if i.reports.len() > 1 {
        writeln!(out, "\n  joined because")?;
        for m in &i.reports {
            let name = m.file.as_deref().unwrap_or(&m.report);
            writeln!(out, "    {name} {}: {}", m.event, m.why.join(", "))?;
        }
    }
    Ok(())
}

fn line(out: &mut impl Write, s: &Statement) -> std::io::Result<()> {
    let source = s.source.as_deref().unwrap_or("source unknown");
    let day = s.published.as_deref().unwrap_or("day unknown");
    let holder = match s.holder.as_str() {
        "report" => String::new(),
        h => format!(", {} {h}", s.stance),
    };
    writeln!(out, "    {day} {source}{holder} ({}): \"{}\"", s.certainty, s.quote.replace('\n', " "))
}

/// Prints one JSON object per line, or lines of text.
fn print<T: serde::Serialize>(list: &[T], format: ListFormat, text: impl Fn(&T) -> String) -> Result<Outcome> {
    let jsonl = format == ListFormat::Jsonl;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for item in list {
        let line = if jsonl { serde_json::to_string(item)? } else { text(item) };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(if list.is_empty() { Outcome::Nothing } else { Outcome::Done })
}

/// `tarikh actors`.
pub fn actors(args: List) -> Result<Outcome> {
    let list = to_ask(&args.record)?.actors(args.actor.as_deref())?;
    if let Some(form) = table::form_of(args.form())? {
        return table::write(form, list.into_iter().map(Ok));
    }
    print(&list, args.form(), |a| {
        let names: Vec<&str> = a.names.iter().map(|n| n.as_str()).filter(|n| *n != a.name).collect();
        let also = if names.is_empty() { String::new() } else { format!(" (also {})", names.join(", ")) };
        let country = a.country.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
        format!("{}  {}{also}: {}{country}; {} reports, {} incidents", a.id, a.name, a.kind, a.reports, a.incidents)
    })
}

/// `tarikh ties`.
pub fn ties(args: List) -> Result<Outcome> {
    let list = to_ask(&args.record)?.ties(args.actor.as_deref())?;
    if let Some(form) = table::form_of(args.form())? {
        return table::write(form, list.into_iter().map(Ok));
    }
    print(&list, args.form(), |t| {
        let day = t.published.as_deref().unwrap_or("day unknown");
        let source = t.source.as_deref().unwrap_or("source unknown");
        let quote = t.quote.as_deref().unwrap_or_default().replace('\n', " ");
        format!("{} {} {} ({}): {day} {source}: \"{quote}\"", t.from, t.kind, t.to, t.realis)
    })
}

/// `tarikh disagreements`.
pub fn disagreements(path: &Path, kind: Option<DisagreementKind>, format: ListFormat) -> Result<Outcome> {
    let list = to_ask(path)?.disagreements(kind)?;
    if let Some(form) = table::form_of(format)? {
        return table::write(form, list.into_iter().map(Ok));
    }
    print(&list, format, |d| {
        let place = d.place.as_deref().unwrap_or("place unknown");
        let day = d.start.as_deref().unwrap_or("day unknown");
        let mut text =
            format!("{}  {} {place}, {day}: {}: {}", d.incident, d.kind, d.disagreement.kind, d.disagreement.note);
        for s in &d.disagreement.statements {
            let source = s.source.as_deref().unwrap_or(&s.report);
            text.push_str(&format!("\n    {source}: \"{}\"", s.quote.replace('\n', " ")));
        }
        text
    })
}

/// `tarikh sources`.
pub fn sources(path: &Path, format: ListFormat) -> Result<Outcome> {
    let list = to_ask(path)?.sources()?;
    if let Some(form) = table::form_of(format)? {
        return table::write(form, list.into_iter().map(Ok));
    }
    print(&list, format, |s| {
        let grade = s.grade.map_or("ungraded".to_string(), |g| format!("grade {g}"));
        let days = s.first.as_deref().unwrap_or("?").to_string() + " to " + s.last.as_deref().unwrap_or("?");
        format!("{}: {} reports, {days}; {grade}", s.source, s.reports)
    })
}

/// `tarikh check`.
pub fn check(path: &Path, quick: bool, rebuild: bool) -> Result<Outcome> {
    let mut record = Record::open(path)?;
    if rebuild {
        record.rebuild()?;
    }
    let findings = record.check(!quick)?;
    for f in &findings {
        eprintln!("error: {}", f.what);
    }
    let (reports, incidents) = record.size()?;
    record.close()?;
    if findings.is_empty() {
        eprintln!("{}: {reports} reports and {incidents} incidents; everything holds", path.display());
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Partly)
}
