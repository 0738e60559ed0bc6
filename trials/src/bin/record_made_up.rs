//! A record of a made-up war, for the page's browser tests and for load: `record_made_up OUT.gpkg [INCIDENTS]`.
//!
//! In: nothing but numbers. Out: a record of at least so many incidents (20,000 where none is given), the same bytes of
//! reading each time. Towns, groups and papers do not exist.

use std::path::Path;
use tarikh::Record;
use tarikh::made_up::World;

/// Reports in one transaction.
const BATCH: usize = 1000;

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or_else(|| anyhow::anyhow!("expected OUT.gpkg [INCIDENTS], but found nothing"))?;
    let wanted: i64 = args.next().map_or(Ok(20_000), |n| n.parse())?;
    let mut record = Record::open_or_create(Path::new(&out))?;
    // A little more than two reports tell of each happening; the rest is cut off where there are enough.
    let count = (wanted * 7 / 2) as usize;
    for part in World::new(1).readings(count, (count / 40) as i32).chunks(BATCH) {
        record.add(part.to_vec())?;
        let (reports, incidents) = record.size()?;
        eprint!("\r{reports} reports, {incidents} incidents ");
        if incidents >= wanted {
            break;
        }
    }
    record.close()?;
    eprintln!();
    Ok(())
}
