//! Runs `dossiers/*.txt`: whole reports with what must be read from them. `dossiers/README.md` tells the format.

use std::fmt::Write;
use std::path::Path;
use tarikh::contract::{Event, Evidence, Reading, Toll};
use tarikh::{Given, Reader};

#[test]
fn dossiers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dossiers");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("dossiers/").filter_map(|e| Some(e.ok()?.path())).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let reader = Reader::new();
    let mut faults = String::new();
    for path in &files {
        let text = std::fs::read_to_string(path).expect("a text file");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (report, wanted) = text.split_once("\n=====\n").unwrap_or_else(|| panic!("{name}: expected a line ====="));
        let report = tarikh::report::from_text(report, &Given::default()).expect("a report");
        let reading = Reading::of(&reader.read(report));
        let first = text[..text.len() - wanted.len()].lines().count();
        check(&reading, wanted, &mut |line, fault| {
            let _ = writeln!(faults, "dossiers/{name}:{}: {fault}", first + line + 1);
        });
    }
    assert!(faults.is_empty(), "\n{faults}");
}

fn check(reading: &Reading, wanted: &str, fault: &mut dyn FnMut(usize, String)) {
    let mut events: Vec<&Event> = Vec::new();
    for (i, line) in wanted.lines().enumerate() {
        let line = line.split(" #").next().unwrap_or_default();
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (wrong, rest) = match line.trim().strip_prefix("wrong:") {
            Some(rest) => (true, rest.trim()),
            None => (false, line.trim()),
        };
        let (no, statement) = match rest.strip_prefix("no ") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let holds = if line.starts_with(' ') {
            let each: Option<Vec<bool>> = events.iter().map(|e| of_event(reading, e, statement)).collect();
            each.map(|each| each.contains(&true))
        } else if let Some(rest) = statement.strip_prefix("event ") {
            find_events(reading, rest).map(|found| {
                events = found;
                !events.is_empty()
            })
        } else {
            holds(reading, statement)
        };
        match holds {
            Some(holds) if holds == no => {
                let hint = if wrong { "no longer read so (promote the line)" } else { "not so" };
                fault(i, format!("{hint}: {}", line.trim()));
            }
            Some(_) => {}
            None => fault(i, format!("expected a statement of dossiers/README.md, but found: {}", line.trim())),
        }
    }
}

/// `TYPE REALIS "quote"`: the events of that type and realis that are told there.
fn find_events<'r>(r: &'r Reading, statement: &str) -> Option<Vec<&'r Event>> {
    let mut words = statement.split_whitespace();
    let (kind, realis) = (words.next()?, words.next()?);
    let quote = quotes(statement).first().copied()?;
    let right = |e: &&Event| {
        (kind == "*" || e.kind.word() == kind)
            && (realis == "*" || e.realis.word() == realis)
            && e.evidence.iter().any(|x| overlaps(r, x, quote))
    };
    Some(r.events.iter().filter(right).collect())
}

/// Whether the reading says so; nothing where the statement is none.
fn holds(r: &Reading, statement: &str) -> Option<bool> {
    let (kind, rest) = statement.split_once(' ')?;
    let quotes = quotes(rest);
    let named = |name: &str, names: &[String], part: &str| has(name, part) || names.iter().any(|n| has(n, part));
    Some(match kind {
        "title" => r.report.title.as_deref() == Some(rest),
        "source" => r.report.source.as_deref() == Some(rest),
        "published" => r.report.published.as_deref() == Some(rest),
        "language" => r.report.language == rest,
        "without" => !r.text.contains(quotes.first()?),
        "actor" => {
            let (kind, part) = rest.split_once(' ')?;
            r.actors.iter().any(|a| a.kind.word() == kind && named(&a.name, &a.names, part))
        }
        "place" => {
            let (part, country) = rest.rsplit_once(' ')?;
            r.places.iter().any(|p| p.country.as_deref() == Some(country) && named(&p.name, &p.names, part))
        }
        "relation" => {
            let (kind, sides) = rest.split_once(' ')?;
            let (from, to) = sides.split_once(" > ")?;
            r.relations.iter().any(|x| x.kind.word() == kind && is_actor(r, &x.from, from) && is_actor(r, &x.to, to))
        }
        "disagreement" => {
            let kind = rest.split_whitespace().next()?;
            let mut here = r.disagreements.iter().filter(|d| d.kind.word() == kind);
            here.any(|d| quotes.iter().all(|q| d.evidence.iter().any(|e| overlaps(r, e, q))))
        }
        _ => return None,
    })
}

/// Whether the event has what an indented line asks for; nothing where the line is none.
fn of_event(r: &Reading, e: &Event, statement: &str) -> Option<bool> {
    let (kind, rest) = statement.split_once(' ')?;
    let plays = |roles: &[&str]| {
        let mut parts = e.participants.iter().filter(|p| roles.contains(&p.role.word()));
        parts.any(|p| has(&p.text, rest) || p.actor.as_ref().is_some_and(|id| is_actor(r, id, rest)))
    };
    Some(match kind {
        "who" => plays(&["actor"]),
        "whom" => plays(&["recipient", "target", "victim", "site", "beneficiary"]),
        "where" => {
            let mut here = r.places.iter().filter(|p| e.places.contains(&p.id));
            here.any(|p| has(&p.name, rest) || p.names.iter().any(|n| has(n, rest)))
        }
        "when" => {
            let (start, end) = rest.split_once(' ').unwrap_or((rest, rest));
            e.when.as_ref().is_some_and(|w| w.start == start && w.end == end)
        }
        "toll" => {
            let (measure, number) = rest.split_once(' ')?;
            e.tolls.iter().any(|t| t.measure.word() == measure && is_number(t, number))
        }
        "says" => {
            let (stance, holder) = rest.split_once(' ')?;
            let mut claims = r.claims.iter().filter(|c| e.claims.contains(&c.id) && c.stance.word() == stance);
            claims.any(|c| {
                c.holder == holder
                    || is_actor(r, &c.holder, holder)
                    || c.holder_text.as_deref().is_some_and(|t| has(t, holder))
            })
        }
        _ => return None,
    })
}

/// 12, 12+ (or more), -30 (at most), 40-60, ? (number open).
fn is_number(toll: &Toll, number: &str) -> bool {
    let n = |s: &str| s.parse::<u32>().ok();
    if number == "?" {
        return toll.low.is_none() && toll.best.is_none() && toll.high.is_none();
    }
    if let Some(low) = number.strip_suffix('+') {
        return toll.low == n(low);
    }
    match number.split_once('-') {
        Some(("", high)) => toll.high == n(high),
        Some((low, high)) => toll.low == n(low) && toll.high == n(high),
        None => toll.best == n(number),
    }
}

fn quotes(statement: &str) -> Vec<&str> {
    statement.split('"').skip(1).step_by(2).collect()
}

fn has(name: &str, part: &str) -> bool {
    name.to_lowercase().contains(&part.to_lowercase())
}

fn is_actor(r: &Reading, id: &str, name: &str) -> bool {
    r.actors.iter().any(|a| a.id == id && (has(&a.name, name) || a.names.iter().any(|n| has(n, name))))
}

/// Whether the evidence touches an occurrence of the quote.
fn overlaps(r: &Reading, e: &Evidence, quote: &str) -> bool {
    let mut at = r.text.match_indices(quote).map(|(at, _)| r.text[..at].chars().count() as u32);
    let length = quote.chars().count() as u32;
    at.any(|start| e.start < start + length && start < e.end)
}
