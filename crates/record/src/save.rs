//! A reading into its flat tables, and out of them again.

use crate::fault::Result;
use crate::open::Store;
use rusqlite::{OptionalExtension, params};
use std::collections::HashMap;
use types::contract::{Evidence, Reading, Report, Toll, When};

/// What became of a reading that was given to the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is new; the number of its row.
    New(i64),
    /// The same report was there already; nothing changed.
    Known(i64),
    /// The same text was there with other particulars (title, day, file); the lesser ones are kept, whatever came first.
    Replaced {
        /// The row that went.
        old: i64,
        /// The row that came.
        new: i64,
    },
}

/// What stands around a text, in the order that decides which of two variants of one report is kept.
pub fn particulars(r: &Report) -> (bool, [Option<String>; 7]) {
    let list = [&r.published, &r.title, &r.url, &r.file, &r.source, &r.dateline_place];
    let [a, b, c, d, e, f] = list.map(Clone::clone);
    (r.published.is_none(), [a, b, c, d, e, f, Some(r.language.clone())])
}

impl Store {
    /// The row of a report by its id.
    pub fn row_of(&self, report: &str) -> Result<Option<i64>> {
        Ok(self
            .db
            .prepare_cached("SELECT id FROM reports WHERE report = ?1")?
            .query_row([report], |r| r.get(0))
            .optional()?)
    }

    /// Keeps a reading with its report. `reader` names the version that read it, `now` is the time of adding (RFC 3339).
    /// Call it inside [`Store::transaction`].
    pub fn save(&self, r: &Reading, reader: &str, now: &str) -> Result<Saved> {
        match self.row_of(&r.report.id)? {
            None => Ok(Saved::New(self.insert(r, reader, now, None)?)),
            Some(old) => {
                let there = self.report(old)?;
                if particulars(&there) <= particulars(&r.report) {
                    return Ok(Saved::Known(old));
                }
                self.remove(old)?;
                Ok(Saved::Replaced { old, new: self.insert(r, reader, now, None)? })
            }
        }
    }

    /// Puts a newer reading in the place of the one in `row`; the report keeps its row and its day of adding.
    pub fn replace_reading(&self, row: i64, r: &Reading, reader: &str) -> Result<()> {
        let added: String = self.db.query_row("SELECT added FROM reports WHERE id = ?1", [row], |x| x.get(0))?;
        self.remove(row)?;
        self.insert(r, reader, &added, Some(row))?;
        Ok(())
    }

    /// Takes a report and its reading out, with what linking kept of it.
    fn remove(&self, row: i64) -> Result<()> {
        self.forget_links(row)?;
        for table in TABLES {
            self.db.prepare_cached(&format!("DELETE FROM {table} WHERE report = ?1"))?.execute([row])?;
        }
        self.db.prepare_cached("DELETE FROM reports WHERE id = ?1")?.execute([row])?;
        Ok(())
    }

    fn insert(&self, r: &Reading, reader: &str, now: &str, row: Option<i64>) -> Result<i64> {
        let p = &r.report;
        self.db
            .prepare_cached(
                "INSERT INTO reports(id, report, file, title, source, url, language, published, published_basis, dateline_place, text, notes,
                 added, reader, relevance, reading_notes, reviews) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)",
            )?
            .execute(params![
                row, p.id, p.file, p.title, p.source, p.url, p.language, p.published, p.published_basis, p.dateline_place, r.text,
                serde_json::to_string(&p.notes)?, now, reader, f64::from(r.relevance), serde_json::to_string(&r.notes)?,
                serde_json::to_string(&r.reviews)?,
            ])?;
        let row = self.db.last_insert_rowid();
        let mut w = Writer { store: self, row, rules: HashMap::new() };
        w.actors(r)?;
        w.places(r)?;
        w.events(r)?;
        w.relations(r)?;
        w.claims(r)?;
        w.rest(r)?;
        Ok(row)
    }
}

/// Tables of a reading, each with a column `report`.
const TABLES: [&str; 13] = [
    "reading_actors",
    "reading_actor_names",
    "reading_places",
    "reading_events",
    "reading_event_places",
    "reading_participants",
    "reading_tolls",
    "reading_relations",
    "reading_claims",
    "reading_disagreements",
    "reading_times",
    "reading_attributions",
    "reading_evidence",
];

struct Writer<'s> {
    store: &'s Store,
    row: i64,
    rules: HashMap<String, i64>,
}

/// The number behind an id such as `a3`; ids are checked by [`crate::normalise`] before.
fn number(id: &str) -> Option<i64> {
    id.get(1..)?.parse().ok()
}

impl Writer<'_> {
    fn run(&self, sql: &str, values: impl rusqlite::Params) -> Result<()> {
        self.store.db.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn rule(&mut self, by: &str) -> Result<i64> {
        if let Some(id) = self.rules.get(by) {
            return Ok(*id);
        }
        self.run("INSERT OR IGNORE INTO rules(name) VALUES (?1)", [by])?;
        let id = self.store.db.prepare_cached("SELECT id FROM rules WHERE name = ?1")?.query_row([by], |r| r.get(0))?;
        self.rules.insert(by.to_string(), id);
        Ok(id)
    }

    fn evidence(&mut self, owner: &str, item: usize, list: &[Evidence]) -> Result<()> {
        for (n, e) in list.iter().enumerate() {
            let rule = self.rule(&e.by)?;
            self.run(
                "INSERT INTO reading_evidence VALUES (?1,?2,?3,?4,?5,?6,?7)",
                params![self.row, owner, item as i64 + 1, n as i64 + 1, e.start, e.end, rule],
            )?;
        }
        Ok(())
    }

    fn actors(&mut self, r: &Reading) -> Result<()> {
        for (i, a) in r.actors.iter().enumerate() {
            let id = i as i64 + 1;
            self.run(
                "INSERT INTO reading_actors VALUES (?1,?2,?3,?4,?5,?6)",
                params![self.row, id, a.name, a.kind.word(), a.country, a.registry],
            )?;
            for (n, name) in a.names.iter().enumerate() {
                self.run(
                    "INSERT INTO reading_actor_names VALUES (?1,?2,?3,?4)",
                    params![self.row, id, n as i64 + 1, name],
                )?;
            }
            self.evidence("actor", i, &a.mentions)?;
        }
        Ok(())
    }

    fn places(&mut self, r: &Reading) -> Result<()> {
        for (i, p) in r.places.iter().enumerate() {
            let rivals = if p.rivals.is_empty() { None } else { Some(serde_json::to_string(&p.rivals)?) };
            self.run(
                "INSERT INTO reading_places VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                params![
                    self.row,
                    i as i64 + 1,
                    p.name,
                    p.lat,
                    p.lon,
                    p.country,
                    p.admin1,
                    p.geonames_id,
                    p.precision.word(),
                    p.extent_km.map(f64::from),
                    f64::from(p.confidence),
                    serde_json::to_string(&p.names)?,
                    rivals
                ],
            )?;
            self.evidence("place", i, &p.mentions)?;
            self.evidence("demonym", i, &p.demonyms)?;
        }
        Ok(())
    }

    /// Start, end, basis, and the words' start, end and rule, as columns.
    fn when(&mut self, w: &Option<When>) -> Result<WhenColumns> {
        let Some(w) = w else { return Ok(WhenColumns::default()) };
        let e = match &w.evidence {
            Some(e) => (Some(e.start), Some(e.end), Some(self.rule(&e.by)?)),
            None => (None, None, None),
        };
        Ok((Some(w.start.clone()), Some(w.end.clone()), Some(w.basis.word()), e.0, e.1, e.2))
    }

    fn events(&mut self, r: &Reading) -> Result<()> {
        for (i, e) in r.events.iter().enumerate() {
            let id = i as i64 + 1;
            let w = self.when(&e.when)?;
            let instruments =
                if e.instruments.is_empty() { None } else { Some(serde_json::to_string(&e.instruments)?) };
            self.run(
                "INSERT INTO reading_events VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)",
                params![
                    self.row,
                    id,
                    e.kind.word(),
                    e.mode,
                    e.acled.as_ref().map(|a| &a.event_type),
                    e.acled.as_ref().map(|a| &a.sub_event_type),
                    e.realis.word(),
                    w.0,
                    w.1,
                    w.2,
                    w.3,
                    w.4,
                    w.5,
                    e.part_of.as_deref().and_then(number),
                    e.background,
                    instruments
                ],
            )?;
            for (n, p) in e.places.iter().filter_map(|p| number(p)).enumerate() {
                self.run(
                    "INSERT INTO reading_event_places VALUES (?1,?2,?3,?4)",
                    params![self.row, id, n as i64 + 1, p],
                )?;
            }
            for (n, p) in e.participants.iter().enumerate() {
                let rule = self.rule(&p.evidence.by)?;
                let words = (p.text != p.evidence.quote).then_some(&p.text);
                self.run(
                    "INSERT INTO reading_participants VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)",
                    params![
                        self.row,
                        id,
                        n as i64 + 1,
                        p.role.word(),
                        p.actor.as_deref().and_then(number),
                        words,
                        p.evidence.start,
                        p.evidence.end,
                        rule
                    ],
                )?;
            }
            self.tolls(id, &e.tolls)?;
            self.evidence("event", i, &e.evidence)?;
        }
        self.tolls(0, &r.counts)
    }

    fn tolls(&mut self, event: i64, tolls: &[Toll]) -> Result<()> {
        for (n, t) in tolls.iter().enumerate() {
            let rule = self.rule(&t.evidence.by)?;
            let words = (t.text != t.evidence.quote).then_some(&t.text);
            self.run(
                "INSERT INTO reading_tolls VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)",
                params![
                    self.row,
                    event,
                    n as i64 + 1,
                    t.measure.word(),
                    t.of,
                    t.low,
                    t.best,
                    t.high,
                    t.side.as_deref().and_then(number),
                    t.cumulative,
                    t.retells,
                    words,
                    t.evidence.start,
                    t.evidence.end,
                    rule
                ],
            )?;
        }
        Ok(())
    }

    fn relations(&mut self, r: &Reading) -> Result<()> {
        for (i, x) in r.relations.iter().enumerate() {
            let w = self.when(&x.when)?;
            self.run(
                "INSERT INTO reading_relations VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
                params![
                    self.row,
                    i as i64 + 1,
                    x.kind.word(),
                    number(&x.from).unwrap_or(0),
                    number(&x.to).unwrap_or(0),
                    x.realis.word(),
                    w.0,
                    w.1,
                    w.2,
                    w.3,
                    w.4,
                    w.5
                ],
            )?;
            self.evidence("relation", i, &x.evidence)?;
        }
        Ok(())
    }

    fn claims(&mut self, r: &Reading) -> Result<()> {
        for (i, c) in r.claims.iter().enumerate() {
            let rule = self.rule(&c.evidence.by)?;
            let cue = match &c.cue {
                Some(e) => (Some(e.start), Some(e.end), Some(self.rule(&e.by)?)),
                None => (None, None, None),
            };
            self.run(
                "INSERT INTO reading_claims VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                params![
                    self.row,
                    i as i64 + 1,
                    c.holder,
                    c.holder_text,
                    c.stance.word(),
                    c.certainty.word(),
                    c.about.join(" "),
                    cue.0,
                    cue.1,
                    cue.2,
                    c.evidence.start,
                    c.evidence.end,
                    rule
                ],
            )?;
        }
        Ok(())
    }

    fn rest(&mut self, r: &Reading) -> Result<()> {
        for (i, d) in r.disagreements.iter().enumerate() {
            self.run(
                "INSERT INTO reading_disagreements VALUES (?1,?2,?3,?4,?5)",
                params![self.row, i as i64 + 1, d.kind.word(), d.about.join(" "), d.note],
            )?;
            self.evidence("disagreement", i, &d.evidence)?;
        }
        for (i, t) in r.times.iter().enumerate() {
            let w = self.when(&t.when)?;
            let rule = self.rule(&t.evidence.by)?;
            self.run(
                "INSERT INTO reading_times VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                params![
                    self.row,
                    i as i64 + 1,
                    t.timex.word(),
                    t.value,
                    w.0,
                    w.1,
                    w.2,
                    w.3,
                    w.4,
                    w.5,
                    t.evidence.start,
                    t.evidence.end,
                    rule
                ],
            )?;
        }
        for (i, a) in r.attributions.iter().enumerate() {
            self.run(
                "INSERT INTO reading_attributions VALUES (?1,?2,?3,?4,?5)",
                params![self.row, i as i64 + 1, a.holder, a.stance.word(), a.certainty.word()],
            )?;
            self.evidence("source", i, &a.source)?;
            self.evidence("cue", i, &a.cue)?;
            self.evidence("content", i, &a.content)?;
        }
        Ok(())
    }
}

type WhenColumns = (Option<String>, Option<String>, Option<&'static str>, Option<u32>, Option<u32>, Option<i64>);
