//! Is the record whole? What SQLite, GeoPackage and this schema promise, tested row by row.
//!
//! That derived tables equal a rebuild is tested where linking is known, in `tarikh`.

use crate::fault::Result;
use crate::open::Store;

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What was expected, and what is there.
    pub what: String,
}

/// Each gives one row with a text for every break of a promise.
const PROMISES: [(&str, &str); 12] = [
    (
        "every list of a reading belongs to a report",
        "SELECT 'event ' || event || ' of row ' || report FROM reading_events WHERE report NOT IN (SELECT id FROM reports)",
    ),
    (
        "evidence lies inside its text",
        "SELECT r.report || ': ' || e.owner || ' ' || e.item || ' at ' || e.start || '–' || e.\"end\" FROM reading_evidence e JOIN reports r ON r.id = e.report WHERE e.start < 0 OR e.\"end\" < e.start OR e.\"end\" > length(r.text)",
    ),
    (
        "every event has evidence",
        "SELECT r.report || ': event ' || v.event FROM reading_events v JOIN reports r ON r.id = v.report WHERE NOT EXISTS (SELECT 1 FROM reading_evidence e WHERE e.report = v.report AND e.owner = 'event' AND e.item = v.event)",
    ),
    (
        "every relation has evidence",
        "SELECT r.report || ': relation ' || v.relation FROM reading_relations v JOIN reports r ON r.id = v.report WHERE NOT EXISTS (SELECT 1 FROM reading_evidence e WHERE e.report = v.report AND e.owner = 'relation' AND e.item = v.relation)",
    ),
    (
        "claims lie inside their text",
        "SELECT r.report || ': claim ' || c.claim FROM reading_claims c JOIN reports r ON r.id = c.report WHERE c.start < 0 OR c.\"end\" < c.start OR c.\"end\" > length(r.text)",
    ),
    (
        "tolls lie inside their text",
        "SELECT r.report || ': toll of event ' || t.event FROM reading_tolls t JOIN reports r ON r.id = t.report WHERE t.start < 0 OR t.\"end\" < t.start OR t.\"end\" > length(r.text)",
    ),
    (
        "dates run forward",
        "SELECT r.report || ': event ' || e.event FROM reading_events e JOIN reports r ON r.id = e.report WHERE e.date_start > e.date_end",
    ),
    (
        "every event stands in one incident",
        "SELECT r.report || ': event ' || e.event FROM reading_events e JOIN reports r ON r.id = e.report LEFT JOIN incident_reports m ON m.report = e.report AND m.event = e.event WHERE m.incident IS NULL",
    ),
    ("every incident has reports", "SELECT id FROM incidents WHERE fid NOT IN (SELECT incident FROM incident_reports)"),
    (
        "members, tolls and statements belong to an incident",
        "SELECT 'incident row ' || incident FROM (SELECT incident FROM incident_reports UNION SELECT incident FROM incident_tolls UNION SELECT incident FROM incident_statements UNION SELECT incident FROM incident_actors) WHERE incident NOT IN (SELECT fid FROM incidents)",
    ),
    (
        "statements quote their text",
        "SELECT r.report || ' at ' || s.start FROM incident_statements s LEFT JOIN reports r ON r.id = s.report WHERE r.id IS NULL OR s.start < 0 OR s.\"end\" < s.start OR s.\"end\" > length(r.text)",
    ),
    (
        "each point stands in the index of points",
        "SELECT id FROM incidents WHERE (geom IS NOT NULL) <> (fid IN (SELECT id FROM rtree_incidents_geom))",
    ),
];

/// Findings shown of each promise.
const SHOWN: usize = 5;

/// Everything that does not hold; an empty list for a whole record.
pub fn check(store: &Store) -> Result<Vec<Finding>> {
    let db = &store.db;
    let mut out = Vec::new();
    let mut find = |what: String| out.push(Finding { what });
    let mut q = db.prepare("PRAGMA integrity_check(5)")?;
    for line in q.query_map([], |r| r.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            find(format!("expected a whole SQLite file, but found: {line}"));
        }
    }
    for (pragma, expected) in [("application_id", 0x4750_4B47_i64), ("user_version", 10400)] {
        let found: i64 = db.query_row(&format!("PRAGMA {pragma}"), [], |r| r.get(0))?;
        if found != expected {
            find(format!("expected {pragma} {expected}, but found {found}"));
        }
    }
    for table in [
        "gpkg_spatial_ref_sys",
        "gpkg_contents",
        "gpkg_geometry_columns",
        "gpkg_extensions",
        "rtree_incidents_geom",
        "layer_styles",
        "record_meta",
    ] {
        let there: bool =
            db.query_row("SELECT count(*) > 0 FROM sqlite_master WHERE name = ?1", [table], |r| r.get(0))?;
        if !there {
            find(format!("expected table {table}, but found none"));
        }
    }
    let mut q =
        db.prepare("SELECT table_name FROM gpkg_contents WHERE table_name NOT IN (SELECT name FROM sqlite_master)")?;
    for name in q.query_map([], |r| r.get::<_, String>(0))? {
        find(format!("expected table {} that gpkg_contents lists, but found none", name?));
    }
    if db.execute("INSERT INTO report_words(report_words) VALUES ('integrity-check')", []).is_err() {
        find("expected the word index to match the texts, but it does not".into());
    }
    for (promise, sql) in PROMISES {
        let mut q = db.prepare(sql)?;
        let rows = q.query_map([], |r| r.get::<_, String>(0))?;
        for (n, row) in rows.enumerate() {
            if n == SHOWN {
                find(format!("{promise}: and more"));
                break;
            }
            find(format!("{promise}, but not {}", row?));
        }
    }
    Ok(out)
}
