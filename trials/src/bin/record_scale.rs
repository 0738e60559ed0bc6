//! How a record grows: `record_scale [COUNT…]` adds made-up readings to a record on disk and measures what is promised:
//! rate of adding, bytes per report, time per report as the record grows, and the queries people ask.
//!
//! Readings are made, not read, so that the figures are those of the record and of linking alone. Times are those that this
//! thread spent on a core (`/proc/self/schedstat`), so that other work on the machine does not count; waiting for the disk
//! does not count either and is told apart as the wall clock's rate.

use std::path::Path;
use std::time::{Duration, Instant};
use tarikh::made_up::World;
use tarikh::types::{EventType, incident::Status};
use tarikh::{Filter, Record};

const BATCH: usize = 500;

/// A stretch of this thread's time on a core; of the wall clock where the system does not tell.
struct Spent(Option<u64>, Instant);

impl Spent {
    fn begin() -> Spent {
        Spent(on_core(), Instant::now())
    }

    fn so_far(&self) -> Duration {
        match (self.0, on_core()) {
            (Some(a), Some(b)) => Duration::from_nanos(b.saturating_sub(a)),
            _ => self.1.elapsed(),
        }
    }
}

fn on_core() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split_whitespace().next()?.parse().ok()
}

fn main() -> anyhow::Result<()> {
    let counts: Vec<usize> = std::env::args().skip(1).filter_map(|x| x.parse().ok()).collect();
    let counts = if counts.is_empty() { vec![1_000, 10_000] } else { counts };
    let folder = std::env::var("TARIKH_SCALE_DIR").unwrap_or_else(|_| std::env::temp_dir().display().to_string());
    for count in counts {
        measure(Path::new(&folder), count)?;
    }
    Ok(())
}

fn measure(folder: &Path, count: usize) -> anyhow::Result<()> {
    let path = folder.join(format!("scale-{count}.gpkg"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(folder.join(format!("scale-{count}.gpkg{end}")));
    }
    // The same density of war at every size: more reports are more days, not more reports a day.
    let readings = World::new(1).readings(count, (count / 40) as i32);
    let bytes: usize = readings.iter().map(|r| r.text.len()).sum();
    let mut record = Record::open_or_create(&path)?;
    let start = Instant::now();
    let cpu = Spent::begin();
    let mut last = Vec::new();
    for part in readings.chunks(BATCH) {
        let begun = Spent::begin();
        record.add(part.to_vec())?;
        last.push(begun.so_far());
    }
    let (took, cpu) = (start.elapsed(), cpu.so_far());
    let tail = &last[last.len() * 9 / 10..];
    let late = tail.iter().sum::<Duration>().as_secs_f64() * 1e3 / (tail.len() * BATCH) as f64;
    let (reports, incidents) = record.size()?;
    record.close()?;
    let size = std::fs::metadata(&path)?.len();
    println!("{count} readings, {incidents} incidents");
    println!(
        "  added {:.0} reports per CPU second ({:.0} by the wall clock); {:.2} ms per report over the last tenth",
        count as f64 / cpu.as_secs_f64(),
        count as f64 / took.as_secs_f64(),
        late
    );
    println!("  {} bytes per report, of which text {}", size / reports.max(1) as u64, bytes / count);
    let record = Record::open(&path)?;
    let one = World::new(2).readings(30, 30);
    let mut times = Vec::new();
    let mut record = record;
    for reading in one {
        let begun = Spent::begin();
        let mut reading = reading;
        reading.report.id.push_str("-late");
        record.add(vec![reading])?;
        times.push(begun.so_far());
    }
    show("one report added alone", &mut times);
    let days = count / 40;
    let day =
        |n: usize| tarikh::types::Date::constant(2020, 1, 1).checked_add(tarikh::types::days((n % days.max(1)) as i32));
    let places: Vec<_> = record.each(&Filter::default()).take(200).filter_map(|i| i.ok()?.place).collect();
    let ask = |name: &str, make: &dyn Fn(usize) -> Filter| -> anyhow::Result<()> {
        let mut times = Vec::new();
        let mut rows = 0;
        for n in 0..60 {
            let filter = make(n * 7);
            let begun = Spent::begin();
            rows += record.incidents(&filter, None)?.len();
            times.push(begun.so_far());
        }
        show(&format!("{name}, {} incidents each", rows / 60), &mut times);
        Ok(())
    };
    let week = |n: usize| Filter {
        since: day(n).ok().map(|d| d.to_string()),
        until: day(n + 3).ok().map(|d| d.to_string()),
        ..Filter::default()
    };
    ask("four days", &week)?;
    ask("25 km around a town in a month", &|n| Filter {
        around: places[n % places.len()].lat.zip(places[n % places.len()].lon).map(|(a, b)| (a, b, 25.0)),
        since: day(n).ok().map(|d| d.to_string()),
        until: day(n + 30).ok().map(|d| d.to_string()),
        ..Filter::default()
    })?;
    ask("a type, disputed, four days", &|n| Filter {
        kind: Some(EventType::Assault),
        status: Some(Status::Disputed),
        ..week(n)
    })?;
    ask("at least 40 killed, a place name", &|n| Filter {
        min_killed: Some(40),
        place: Some(places[n % places.len()].name.clone()),
        ..Filter::default()
    })?;
    let mut times = Vec::new();
    for n in 0..5 {
        let day = day(days * (n + 1) / 6)?.to_string();
        let begun = Spent::begin();
        record.incidents(&week(n), Some(&day))?;
        times.push(begun.so_far());
    }
    show("four days as known on another day", &mut times);
    ask("an actor's name in four days", &|n| Filter { actor: Some("Liberation".into()), ..week(n) })?;
    Ok(())
}

fn show(name: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("  {name}: p50 {:.1} ms, p95 {:.1} ms", at(50), at(95));
}
