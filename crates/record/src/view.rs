//! What a page of many things needs of each: few columns of all incidents, reports, ties and doubts, in few queries.
//!
//! In: an open record. Out: rows. The whole of one thing is [`Store::incident`] or [`Store::load`]; here nothing is cut by a
//! filter and nothing is drawn.

use crate::fault::Result;
use crate::incidents::parsed;
use crate::open::Store;
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use types::incident::Status;
use types::{ActorKind, Certainty, EventType, Precision, Realis, RelationType, Role, Stance};

/// Least, best and greatest number stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Range {
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
}

/// Somebody who took part, in short.
#[derive(Clone, Debug, PartialEq)]
pub struct CardActor {
    /// Id in the record; absent for words that name nobody.
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// Part taken.
    pub role: Role,
    /// What it is.
    pub kind: Option<ActorKind>,
    /// Named as suspect or accused only.
    pub accused: bool,
}

/// An incident in short.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Card {
    pub fid: i64,
    pub id: String,
    pub kind: EventType,
    pub mode: Option<String>,
    pub sub_type: Option<String>,
    pub realis: Realis,
    pub start: Option<String>,
    pub end: Option<String>,
    pub date_precision: Option<String>,
    pub place: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub precision: Option<Precision>,
    pub killed: Range,
    pub injured: Range,
    pub reports: u32,
    /// Independent sources.
    pub sources: Vec<String>,
    pub status: Status,
    pub disagreements: u32,
    /// For what was foretold or planned.
    pub outcome: Option<String>,
    pub horizon: Option<String>,
    pub actors: Vec<CardActor>,
    /// Of the firmest statement that it happened.
    pub certainty: Certainty,
}

/// A report in short.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Heading {
    pub row: i64,
    pub id: String,
    pub file: Option<String>,
    pub title: Option<String>,
    pub source: Option<String>,
    pub language: String,
    pub published: Option<String>,
    pub added: String,
    pub reader: String,
    /// Incidents it tells of.
    pub incidents: u32,
    pub first_words: String,
}

/// How a tie stands in one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The report itself says it.
    Asserted,
    /// Somebody says, suspects or foretells it.
    Claimed,
    /// Somebody denies it, or the report says that it is not so.
    Denied,
}

/// One tie of one report.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct TieRow {
    /// Row of the report and number of the relation in its reading.
    pub report_row: i64,
    pub relation: i64,
    pub kind: RelationType,
    pub from: String,
    pub from_actor: Option<String>,
    pub to: String,
    pub to_actor: Option<String>,
    pub realis: Realis,
    pub start: Option<String>,
    pub end: Option<String>,
    pub report: String,
    pub source: Option<String>,
    pub published: Option<String>,
    pub quote: String,
    pub span: Option<(u32, u32)>,
    /// Who says so.
    pub says: Vec<TieSay>,
}

/// Who says what of a tie.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct TieSay {
    /// Name of the holder, `report` or `unnamed`.
    pub holder: String,
    pub stance: Stance,
    pub certainty: Certainty,
    pub quote: String,
    pub span: (u32, u32),
}

impl TieRow {
    /// How the tie stands: denied where anybody denies it or it is told as not so; asserted where the report's own voice
    /// says that it holds; else claimed.
    pub fn standing(&self) -> Standing {
        if self.realis == Realis::Negated || self.says.iter().any(|s| s.stance == Stance::Denies) {
            return Standing::Denied;
        }
        let holds = matches!(self.realis, Realis::Occurred | Realis::Ongoing);
        let own = |s: &TieSay| s.holder == "report" && s.stance == Stance::Asserts && s.certainty == Certainty::Stated;
        if holds && (self.says.is_empty() || self.says.iter().any(own)) {
            Standing::Asserted
        } else {
            Standing::Claimed
        }
    }
}

/// Something named in reports that the reader could not place.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// The name.
    pub name: String,
    /// `place`, or the kind of the actor.
    pub kind: String,
    /// Id of the actor.
    pub actor: Option<String>,
    /// Reports that name it.
    pub reports: u32,
    /// One of them, and the words.
    pub report: String,
    /// Its words there.
    pub span: Option<(u32, u32)>,
}

/// How a publisher fares in the record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceCounts {
    /// Incidents its reports tell of.
    pub incidents: u32,
    /// Of those, told by nobody else.
    pub alone: u32,
    /// Of those, with a disagreement in which it takes a side.
    pub contradicted: u32,
}

/// A value on which two readers of one report differ.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    /// Report id.
    pub report: String,
    /// What differs.
    pub review: types::contract::Review,
}

impl Store {
    /// Every incident in short, by day and id.
    pub fn cards(&self) -> Result<Vec<Card>> {
        let mut actors = self.card_actors()?;
        let mut certainty = self.card_certainty()?;
        let mut q = self.db.prepare_cached(
            "SELECT fid, id, type, mode, acled_sub_event_type, realis, date_start, date_end, date_precision, place, latitude, longitude, country, admin1,
               place_precision, killed_low, killed_best, killed_high, wounded_low, wounded_best, wounded_high, reports, sources, status, outcome, horizon,
               (SELECT count(*) FROM incident_disagreements d WHERE d.incident = fid)
             FROM incidents ORDER BY coalesce(date_start, '9999'), id",
        )?;
        let range = |r: &Row, at: usize| -> rusqlite::Result<Range> {
            Ok(Range { low: r.get(at)?, best: r.get(at + 1)?, high: r.get(at + 2)? })
        };
        let rows = q.query_map([], |r| {
            let fid: i64 = r.get(0)?;
            let status: String = r.get(23)?;
            let card = Card {
                fid,
                id: r.get(1)?,
                kind: parsed(r.get(2)?)?,
                mode: r.get(3)?,
                sub_type: r.get(4)?,
                realis: parsed(r.get(5)?)?,
                start: r.get(6)?,
                end: r.get(7)?,
                date_precision: r.get(8)?,
                place: r.get(9)?,
                lat: r.get(10)?,
                lon: r.get(11)?,
                country: r.get(12)?,
                admin1: r.get(13)?,
                precision: r.get::<_, Option<String>>(14)?.map(parsed).transpose()?,
                killed: range(r, 15)?,
                injured: range(r, 18)?,
                reports: r.get(21)?,
                sources: Vec::new(),
                status: Status::from_word(&status).unwrap_or(Status::SingleSource),
                disagreements: r.get(26)?,
                outcome: r.get(24)?,
                horizon: r.get(25)?,
                actors: actors.remove(&fid).unwrap_or_default(),
                certainty: certainty.remove(&fid).unwrap_or(Certainty::Possible),
            };
            Ok((card, r.get::<_, String>(22)?))
        })?;
        let mut out = Vec::new();
        for row in rows {
            let (mut card, sources) = row?;
            card.sources = serde_json::from_str(&sources)?;
            out.push(card);
        }
        Ok(out)
    }

    fn card_actors(&self) -> Result<HashMap<i64, Vec<CardActor>>> {
        let mut q = self.db.prepare_cached(
            "SELECT incident, actor, name, role, kind, accused FROM incident_actors ORDER BY incident, n",
        )?;
        let rows = q.query_map([], |r| {
            let kind = r.get::<_, Option<String>>(4)?.map(parsed).transpose()?;
            let actor =
                CardActor { id: r.get(1)?, name: r.get(2)?, role: parsed(r.get(3)?)?, kind, accused: r.get(5)? };
            Ok((r.get(0)?, actor))
        })?;
        let mut out: HashMap<i64, Vec<CardActor>> = HashMap::new();
        for row in rows {
            let (fid, actor) = row?;
            out.entry(fid).or_default().push(actor);
        }
        Ok(out)
    }

    /// The certainty of the firmest statement of each incident; statements that it happened count first.
    fn card_certainty(&self) -> Result<HashMap<i64, Certainty>> {
        let mut q = self.db.prepare_cached(
            "SELECT incident, stance, certainty FROM incident_statements WHERE about = 'event' GROUP BY 1, 2, 3",
        )?;
        let rows = q.query_map([], |r| {
            Ok((r.get::<_, i64>(0)?, parsed::<Stance>(r.get(1)?)?, parsed::<Certainty>(r.get(2)?)?))
        })?;
        let mut best: HashMap<i64, ((bool, Certainty), Certainty)> = HashMap::new();
        for row in rows {
            let (fid, stance, certainty) = row?;
            let told = matches!(stance, Stance::Asserts | Stance::ClaimsResponsibility);
            let rank = (!told, certainty);
            let entry = best.entry(fid).or_insert((rank, certainty));
            if rank < entry.0 {
                *entry = (rank, certainty);
            }
        }
        Ok(best.into_iter().map(|(fid, (_, c))| (fid, c)).collect())
    }

    /// The incidents whose reports hold these words (SQLite FTS5 syntax).
    pub fn incidents_with(&self, words: &str) -> Result<Vec<i64>> {
        let mut q = self.db.prepare_cached(
            "SELECT DISTINCT m.incident FROM report_words w JOIN incident_reports m ON m.report = w.rowid WHERE report_words MATCH ?1",
        )?;
        let rows = q.query_map([words], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The reports that hold these words (SQLite FTS5 syntax).
    pub fn reports_with(&self, words: &str) -> Result<Vec<i64>> {
        let mut q = self.db.prepare_cached("SELECT rowid FROM report_words WHERE report_words MATCH ?1")?;
        let rows = q.query_map([words], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every report in short, the newest first.
    pub fn headings(&self) -> Result<Vec<Heading>> {
        let mut q = self.db.prepare_cached(
            "SELECT r.id, r.report, r.file, r.title, r.source, r.language, r.published, r.added, r.reader, count(DISTINCT m.incident), substr(r.text, 1, 160)
             FROM reports r LEFT JOIN incident_reports m ON m.report = r.id GROUP BY r.id ORDER BY coalesce(r.published, '') DESC, r.report",
        )?;
        let rows = q.query_map([], |r| {
            Ok(Heading {
                row: r.get(0)?,
                id: r.get(1)?,
                file: r.get(2)?,
                title: r.get(3)?,
                source: r.get(4)?,
                language: r.get(5)?,
                published: r.get(6)?,
                added: r.get(7)?,
                reader: r.get(8)?,
                incidents: r.get(9)?,
                first_words: r.get(10)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The incidents a report tells of: number of the event, id of the incident.
    pub fn incidents_of(&self, report: i64) -> Result<Vec<(i64, String)>> {
        let mut q = self.db.prepare_cached(
            "SELECT m.event, i.id FROM incident_reports m JOIN incidents i ON i.fid = m.incident WHERE m.report = ?1 ORDER BY m.event",
        )?;
        let rows = q.query_map([report], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Who the actors of a report are in the record: number in the reading, id.
    pub fn actors_of(&self, report: i64) -> Result<HashMap<i64, String>> {
        let mut q = self.db.prepare_cached("SELECT n, actor FROM actor_mentions WHERE report = ?1")?;
        let rows = q.query_map([report], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// When a report was added, and by which version of the reader it was read.
    pub fn history(&self, report: i64) -> Result<(String, String)> {
        let mut q = self.db.prepare_cached("SELECT added, reader FROM reports WHERE id = ?1")?;
        Ok(q.query_row([report], |r| Ok((r.get(0)?, r.get(1)?)))?)
    }

    /// Every tie of every report, with who says so.
    pub fn tie_rows(&self) -> Result<Vec<TieRow>> {
        let mut q = self.db.prepare_cached(
            "SELECT x.report, x.relation, x.type, fa.name, ma.actor, ta.name, mb.actor, x.realis, x.date_start, x.date_end, r.report, r.source, r.published,
               coalesce(substr(r.text, e.start + 1, e.\"end\" - e.start), ''), e.start, e.\"end\"
             FROM reading_relations x JOIN reports r ON r.id = x.report
             JOIN reading_actors fa ON fa.report = x.report AND fa.actor = x.from_actor
             JOIN reading_actors ta ON ta.report = x.report AND ta.actor = x.to_actor
             LEFT JOIN actor_mentions ma ON ma.report = x.report AND ma.n = x.from_actor
             LEFT JOIN actor_mentions mb ON mb.report = x.report AND mb.n = x.to_actor
             LEFT JOIN reading_evidence e ON e.report = x.report AND e.owner = 'relation' AND e.item = x.relation AND e.n = 1
             ORDER BY coalesce(r.published, '9999'), r.report, x.relation",
        )?;
        let rows = q.query_map([], |r| {
            Ok(TieRow {
                report_row: r.get(0)?,
                relation: r.get(1)?,
                kind: parsed(r.get(2)?)?,
                from: r.get(3)?,
                from_actor: r.get(4)?,
                to: r.get(5)?,
                to_actor: r.get(6)?,
                realis: parsed(r.get(7)?)?,
                start: r.get(8)?,
                end: r.get(9)?,
                report: r.get(10)?,
                source: r.get(11)?,
                published: r.get(12)?,
                quote: r.get(13)?,
                span: r.get::<_, Option<u32>>(14)?.zip(r.get::<_, Option<u32>>(15)?),
                says: Vec::new(),
            })
        })?;
        let mut out: Vec<TieRow> = rows.collect::<rusqlite::Result<_>>()?;
        let at: HashMap<(i64, i64), usize> =
            out.iter().enumerate().map(|(i, t)| ((t.report_row, t.relation), i)).collect();
        let mut q = self.db.prepare_cached(
            "SELECT c.report, c.about, coalesce(h.name, c.holder_text, c.holder), c.holder, c.stance, c.certainty,
               substr(r.text, c.start + 1, c.\"end\" - c.start), c.start, c.\"end\"
             FROM reading_claims c JOIN reports r ON r.id = c.report
             LEFT JOIN reading_actors h ON h.report = c.report AND c.holder = 'a' || h.actor
             WHERE instr(c.about, 'r') > 0 ORDER BY c.report, c.claim",
        )?;
        let rows = q.query_map([], |r| {
            let holder: String = if r.get::<_, String>(3)? == "report" { "report".into() } else { r.get(2)? };
            let say = TieSay {
                holder,
                stance: parsed(r.get(4)?)?,
                certainty: parsed(r.get(5)?)?,
                quote: r.get(6)?,
                span: (r.get(7)?, r.get(8)?),
            };
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, say))
        })?;
        for row in rows {
            let (report, about, say) = row?;
            let relations = about.split_whitespace().filter_map(|id| id.strip_prefix('r')?.parse().ok());
            for relation in relations {
                if let Some(i) = at.get(&(report, relation)) {
                    out[*i].says.push(say.clone());
                }
            }
        }
        Ok(out)
    }

    /// Places without coordinates, the most named first.
    pub fn unknown_places(&self, limit: usize) -> Result<Vec<Unknown>> {
        let mut q = self.db.prepare_cached(
            "SELECT p.name, count(DISTINCT p.report), min(r.report), e.start, e.\"end\"
             FROM reading_places p JOIN reports r ON r.id = p.report
             LEFT JOIN reading_evidence e ON e.report = p.report AND e.owner = 'place' AND e.item = p.place AND e.n = 1
             WHERE p.latitude IS NULL GROUP BY p.name ORDER BY 2 DESC, 1 LIMIT ?1",
        )?;
        let rows = q.query_map([limit as i64], |r| {
            Ok(Unknown {
                name: r.get(0)?,
                kind: "place".into(),
                actor: None,
                reports: r.get(1)?,
                report: r.get(2)?,
                span: r.get::<_, Option<u32>>(3)?.zip(r.get::<_, Option<u32>>(4)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Armed groups, militias and parties that no registry knows, the most named first.
    pub fn unknown_groups(&self, limit: usize) -> Result<Vec<Unknown>> {
        let mut q = self.db.prepare_cached(
            "SELECT a.name, a.kind, m.actor, count(DISTINCT a.report), min(r.report), e.start, e.\"end\"
             FROM reading_actors a JOIN reports r ON r.id = a.report JOIN actor_mentions m ON m.report = a.report AND m.n = a.actor
             LEFT JOIN reading_evidence e ON e.report = a.report AND e.owner = 'actor' AND e.item = a.actor AND e.n = 1
             WHERE a.registry IS NULL AND a.kind IN ('armed_group', 'militia', 'private_military')
             GROUP BY m.actor ORDER BY 4 DESC, 1 LIMIT ?1",
        )?;
        let rows = q.query_map([limit as i64], |r| {
            Ok(Unknown {
                name: r.get(0)?,
                kind: r.get(1)?,
                actor: r.get(2)?,
                reports: r.get(3)?,
                report: r.get(4)?,
                span: r.get::<_, Option<u32>>(5)?.zip(r.get::<_, Option<u32>>(6)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Values on which two readers of one report differ.
    pub fn review_rows(&self) -> Result<Vec<ReviewRow>> {
        let mut q = self
            .db
            .prepare_cached("SELECT report, reviews FROM reports WHERE reviews <> '[]' ORDER BY added DESC, id")?;
        let rows = q.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
        let mut out = Vec::new();
        for row in rows {
            let (report, reviews) = row?;
            let list: Vec<types::contract::Review> = serde_json::from_str(&reviews)?;
            out.extend(list.into_iter().map(|review| ReviewRow { report: report.clone(), review }));
        }
        Ok(out)
    }

    /// How each publisher fares: how many incidents it tells, how many alone, in how many disagreements it takes a side.
    pub fn source_counts(&self) -> Result<HashMap<String, SourceCounts>> {
        let mut q = self.db.prepare_cached(
            "WITH told AS (SELECT DISTINCT coalesce(r.source, '(unknown)') AS source, m.incident FROM incident_reports m JOIN reports r ON r.id = m.report),
                  lone AS (SELECT incident FROM told GROUP BY incident HAVING count(*) = 1),
                  sided AS (SELECT DISTINCT coalesce(r.source, '(unknown)') AS source, s.incident FROM incident_statements s JOIN reports r ON r.id = s.report
                            WHERE s.about = 'disagreement')
             SELECT t.source, count(*), count(l.incident), (SELECT count(*) FROM sided s WHERE s.source = t.source)
             FROM told t LEFT JOIN lone l ON l.incident = t.incident GROUP BY t.source",
        )?;
        let rows = q.query_map([], |r| {
            Ok((r.get(0)?, SourceCounts { incidents: r.get(1)?, alone: r.get(2)?, contradicted: r.get(3)? }))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
