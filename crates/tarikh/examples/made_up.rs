//! A record of an invented war: `made_up FILE.gpkg REPORTS` adds made-up readings, so that the page can be tried on much.
//!
//! Readings are made, not read: the record says nothing of the reader. Three reports make a good incident, on average.

use std::path::Path;
use tarikh::Record;
use tarikh::made_up::World;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(count)) = (args.next(), args.next().and_then(|n| n.parse::<usize>().ok())) else {
        return Err("expected a file and a number of reports, as in `made_up big.gpkg 3000`".into());
    };
    let mut record = Record::open_or_create(Path::new(&path))?;
    for part in World::new(1).readings(count, (count / 40).max(1) as i32).chunks(500) {
        record.add(part.to_vec())?;
    }
    let (reports, incidents) = record.size()?;
    record.close()?;
    println!("{reports} reports, {incidents} incidents");
    Ok(())
}
