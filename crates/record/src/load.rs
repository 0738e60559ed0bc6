//! A reading out of its flat tables.

use crate::fault::Result;
use crate::incidents::parsed as word;
use crate::open::Store;
use rusqlite::{Row, params};
use std::collections::{BTreeMap, HashMap};
use types::contract::*;

/// Code points of a text by number, so that offsets become quotes.
struct Text<'t> {
    text: &'t str,
    /// Byte of each code point; empty for ASCII.
    bytes: Vec<u32>,
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Text<'t> {
        let mut bytes = Vec::new();
        if !text.is_ascii() {
            bytes.extend(text.char_indices().map(|(i, _)| i as u32));
            bytes.push(text.len() as u32);
        }
        Text { text, bytes }
    }

    fn quote(&self, start: u32, end: u32) -> String {
        let at = |n: u32| {
            if self.bytes.is_empty() { Some(n as usize) } else { self.bytes.get(n as usize).map(|b| *b as usize) }
        };
        at(start).zip(at(end)).and_then(|(a, b)| self.text.get(a..b)).unwrap_or_default().to_string()
    }
}

/// Gives the lists of a reading the ids the record keeps (`a1`, `p1`, `e1` …, by place in the list), whatever ids it came
/// with, drops references to nothing, and takes every quote from the text, so that none is invented.
pub fn normalise(r: &mut Reading) {
    requote(r);
    let map = |letter: char, ids: Vec<String>| -> HashMap<String, String> {
        ids.into_iter().enumerate().map(|(i, id)| (id, format!("{letter}{}", i + 1))).collect()
    };
    let actors = map('a', r.actors.iter().map(|x| x.id.clone()).collect());
    let places = map('p', r.places.iter().map(|x| x.id.clone()).collect());
    let events = map('e', r.events.iter().map(|x| x.id.clone()).collect());
    let relations = map('r', r.relations.iter().map(|x| x.id.clone()).collect());
    let claims = map('c', r.claims.iter().map(|x| x.id.clone()).collect());
    let one = |m: &HashMap<String, String>, id: &Option<String>| id.as_ref().and_then(|i| m.get(i).cloned());
    let many =
        |m: &HashMap<String, String>, ids: &[String]| ids.iter().filter_map(|i| m.get(i).cloned()).collect::<Vec<_>>();
    let about =
        |ids: &[String]| ids.iter().filter_map(|i| events.get(i).or(relations.get(i)).cloned()).collect::<Vec<_>>();
    let holder = |h: &str| match h {
        "report" => h.to_string(),
        h => actors.get(h).cloned().unwrap_or("unnamed".into()),
    };
    r.actors.iter_mut().for_each(|x| x.id = actors[&x.id].clone());
    r.places.iter_mut().for_each(|x| x.id = places[&x.id].clone());
    for e in &mut r.events {
        e.id = events[&e.id].clone();
        e.places = many(&places, &e.places);
        e.part_of = one(&events, &e.part_of);
        e.claims = many(&claims, &e.claims);
        e.participants.iter_mut().for_each(|p| p.actor = one(&actors, &p.actor));
        e.tolls.iter_mut().for_each(|t| t.side = one(&actors, &t.side));
    }
    r.counts.iter_mut().for_each(|t| t.side = one(&actors, &t.side));
    r.relations.retain(|x| actors.contains_key(&x.from) && actors.contains_key(&x.to));
    for x in &mut r.relations {
        x.id = relations[&x.id].clone();
        x.from = actors[&x.from].clone();
        x.to = actors[&x.to].clone();
        x.claims = many(&claims, &x.claims);
    }
    for c in &mut r.claims {
        c.id = claims[&c.id].clone();
        c.holder = holder(&c.holder);
        c.about = about(&c.about);
    }
    r.disagreements.iter_mut().for_each(|d| d.about = about(&d.about));
    r.attributions.iter_mut().for_each(|a| a.holder = holder(&a.holder));
}

/// Takes every quote from the text at its offsets; offsets outside it are drawn to its end.
fn requote(r: &mut Reading) {
    let text = Text::new(&r.text);
    let length = if r.text.is_ascii() { r.text.len() } else { text.bytes.len() - 1 } as u32;
    let fix = |e: &mut Evidence| {
        e.start = e.start.min(length);
        e.end = e.end.clamp(e.start, length);
        let quote = text.quote(e.start, e.end);
        if e.quote != quote {
            e.quote = quote;
        }
    };
    r.actors.iter_mut().flat_map(|a| &mut a.mentions).for_each(fix);
    r.places.iter_mut().flat_map(|p| p.mentions.iter_mut().chain(&mut p.demonyms)).for_each(fix);
    for e in &mut r.events {
        e.evidence.iter_mut().for_each(fix);
        e.participants.iter_mut().for_each(|p| fix(&mut p.evidence));
        e.tolls.iter_mut().for_each(|t| fix(&mut t.evidence));
        e.when.iter_mut().flat_map(|w| &mut w.evidence).for_each(fix);
    }
    for x in &mut r.relations {
        x.evidence.iter_mut().for_each(fix);
        x.when.iter_mut().flat_map(|w| &mut w.evidence).for_each(fix);
    }
    for c in &mut r.claims {
        fix(&mut c.evidence);
        c.cue.iter_mut().for_each(fix);
    }
    r.disagreements.iter_mut().flat_map(|d| &mut d.evidence).for_each(fix);
    r.counts.iter_mut().for_each(|t| fix(&mut t.evidence));
    for t in &mut r.times {
        fix(&mut t.evidence);
        t.when.iter_mut().flat_map(|w| &mut w.evidence).for_each(fix);
    }
    for a in &mut r.attributions {
        a.source.iter_mut().chain(&mut a.cue).chain(&mut a.content).for_each(fix);
    }
}

fn id(letter: char, n: i64) -> String {
    format!("{letter}{n}")
}

fn ids(text: String) -> Vec<String> {
    text.split_whitespace().map(Into::into).collect()
}

impl Store {
    /// What stands around the text of a report.
    pub fn report(&self, row: i64) -> Result<Report> {
        let sql = "SELECT report, file, title, source, url, language, published, published_basis, dateline_place, notes FROM reports WHERE id = ?1";
        let (mut report, notes) = self.db.prepare_cached(sql)?.query_row([row], |r| {
            let report = Report {
                id: r.get(0)?,
                file: r.get(1)?,
                title: r.get(2)?,
                source: r.get(3)?,
                url: r.get(4)?,
                language: r.get(5)?,
                published: r.get(6)?,
                published_basis: r.get(7)?,
                dateline_place: r.get(8)?,
                notes: Vec::new(),
            };
            Ok((report, r.get::<_, String>(9)?))
        })?;
        report.notes = serde_json::from_str(&notes)?;
        Ok(report)
    }

    /// The text of a report.
    pub fn text(&self, row: i64) -> Result<String> {
        Ok(self.db.prepare_cached("SELECT text FROM reports WHERE id = ?1")?.query_row([row], |r| r.get(0))?)
    }

    /// The reading of a report, as it was saved.
    pub fn load(&self, row: i64) -> Result<Reading> {
        let text = self.text(row)?;
        let t = Text::new(&text);
        let rules = self.rules()?;
        let l = Loader { store: self, row, text: &t, rules: &rules };
        let mut evidence = l.evidence()?;
        let mut take = |owner: &'static str, item: i64| evidence.remove(&(owner.to_string(), item)).unwrap_or_default();
        let mut actors = l.actors()?;
        let mut places = l.places()?;
        let mut relations = l.relations()?;
        let mut disagreements = l.disagreements()?;
        let mut attributions = l.attributions()?;
        let mut events = l.events()?;
        let claims = l.claims()?;
        for (i, a) in actors.iter_mut().enumerate() {
            a.mentions = take("actor", i as i64 + 1);
        }
        for (i, p) in places.iter_mut().enumerate() {
            p.mentions = take("place", i as i64 + 1);
            p.demonyms = take("demonym", i as i64 + 1);
        }
        for (i, e) in events.iter_mut().enumerate() {
            e.evidence = take("event", i as i64 + 1);
            e.claims = claims.iter().filter(|c| c.about.contains(&e.id)).map(|c| c.id.clone()).collect();
        }
        for (i, x) in relations.iter_mut().enumerate() {
            x.evidence = take("relation", i as i64 + 1);
            x.claims = claims.iter().filter(|c| c.about.contains(&x.id)).map(|c| c.id.clone()).collect();
        }
        for (i, d) in disagreements.iter_mut().enumerate() {
            d.evidence = take("disagreement", i as i64 + 1);
        }
        for (i, a) in attributions.iter_mut().enumerate() {
            a.source = take("source", i as i64 + 1);
            a.cue = take("cue", i as i64 + 1);
            a.content = take("content", i as i64 + 1);
        }
        let counts = l.tolls()?.remove(&0).unwrap_or_default();
        let times = l.times()?;
        let (relevance, notes, reviews): (f64, String, String) = (self.db)
            .prepare_cached("SELECT relevance, reading_notes, reviews FROM reports WHERE id = ?1")?
            .query_row([row], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let reviews = serde_json::from_str(&reviews)?;
        let notes = serde_json::from_str(&notes)?;
        let report = self.report(row)?;
        drop(rules);
        Ok(Reading {
            report,
            actors,
            places,
            events,
            relations,
            claims,
            disagreements,
            times,
            counts,
            attributions,
            reviews,
            relevance: relevance as f32,
            gist: Gist::default(),
            notes,
            text,
        })
    }

    fn rules(&self) -> Result<HashMap<i64, String>> {
        let mut q = self.db.prepare_cached("SELECT id, name FROM rules")?;
        let rows = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

struct Loader<'s> {
    store: &'s Store,
    row: i64,
    text: &'s Text<'s>,
    rules: &'s HashMap<i64, String>,
}

impl Loader<'_> {
    fn all<T>(&self, sql: &str, mut read: impl FnMut(&Row) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut q = self.store.db.prepare_cached(sql)?;
        let rows = q.query_map(params![self.row], |r| read(r))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn words(&self, start: u32, end: u32, rule: i64) -> Evidence {
        Evidence {
            start,
            end,
            quote: self.text.quote(start, end),
            by: self.rules.get(&rule).cloned().unwrap_or_default(),
        }
    }

    /// Evidence from three neighbouring columns.
    fn words_at(&self, r: &Row, at: usize) -> rusqlite::Result<Option<Evidence>> {
        let columns: (Option<u32>, Option<u32>, Option<i64>) = (r.get(at)?, r.get(at + 1)?, r.get(at + 2)?);
        Ok(match columns {
            (Some(start), Some(end), Some(rule)) => Some(self.words(start, end, rule)),
            _ => None,
        })
    }

    /// A range of days from six neighbouring columns.
    fn when(&self, r: &Row, at: usize) -> rusqlite::Result<Option<When>> {
        let Some(start) = r.get(at)? else { return Ok(None) };
        Ok(Some(When { start, end: r.get(at + 1)?, basis: word(r.get(at + 2)?)?, evidence: self.words_at(r, at + 3)? }))
    }

    fn evidence(&self) -> Result<HashMap<(String, i64), Vec<Evidence>>> {
        let sql =
            "SELECT owner, item, start, \"end\", rule FROM reading_evidence WHERE report = ?1 ORDER BY owner, item, n";
        let mut out: HashMap<(String, i64), Vec<Evidence>> = HashMap::new();
        for (key, e) in self.all(sql, |r| Ok(((r.get(0)?, r.get(1)?), self.words(r.get(2)?, r.get(3)?, r.get(4)?))))? {
            out.entry(key).or_default().push(e);
        }
        Ok(out)
    }

    fn actors(&self) -> Result<Vec<Actor>> {
        let sql = "SELECT actor, name, kind, country, registry FROM reading_actors WHERE report = ?1 ORDER BY actor";
        let mut list = self.all(sql, |r| {
            let (id, kind) = (id('a', r.get(0)?), word(r.get(2)?)?);
            Ok(Actor {
                id,
                name: r.get(1)?,
                names: Vec::new(),
                kind,
                country: r.get(3)?,
                registry: r.get(4)?,
                mentions: Vec::new(),
            })
        })?;
        let sql = "SELECT actor, name FROM reading_actor_names WHERE report = ?1 ORDER BY actor, n";
        for (n, name) in self.all(sql, |r| Ok((r.get::<_, usize>(0)?, r.get(1)?)))? {
            if let Some(a) = list.get_mut(n.wrapping_sub(1)) {
                a.names.push(name);
            }
        }
        Ok(list)
    }

    fn places(&self) -> Result<Vec<Place>> {
        let sql = "SELECT place, name, latitude, longitude, country, admin1, geonames_id, precision, extent_km, confidence, names, rivals
                   FROM reading_places WHERE report = ?1 ORDER BY place";
        let rows = self.all(sql, |r| {
            let place = Place {
                id: id('p', r.get(0)?),
                name: r.get(1)?,
                names: Vec::new(),
                lat: r.get(2)?,
                lon: r.get(3)?,
                country: r.get(4)?,
                admin1: r.get(5)?,
                geonames_id: r.get(6)?,
                precision: word(r.get(7)?)?,
                extent_km: r.get::<_, Option<f64>>(8)?.map(|x| x as f32),
                confidence: r.get::<_, f64>(9)? as f32,
                rivals: Vec::new(),
                mentions: Vec::new(),
                demonyms: Vec::new(),
            };
            Ok((place, r.get::<_, String>(10)?, r.get::<_, Option<String>>(11)?))
        })?;
        let finish = |(mut p, names, rivals): (Place, String, Option<String>)| -> Result<Place> {
            p.names = serde_json::from_str(&names)?;
            p.rivals = rivals.map_or(Ok(Vec::new()), |x| serde_json::from_str(&x))?;
            Ok(p)
        };
        rows.into_iter().map(finish).collect()
    }

    fn events(&self) -> Result<Vec<Event>> {
        let sql = "SELECT event, type, mode, acled_event_type, acled_sub_event_type, realis, date_start, date_end, date_basis, date_from, date_to,
                   date_rule, part_of, background, instruments FROM reading_events WHERE report = ?1 ORDER BY event";
        let rows = self.all(sql, |r| {
            let acled: (Option<String>, Option<String>) = (r.get(3)?, r.get(4)?);
            let event = Event {
                id: id('e', r.get(0)?),
                kind: word(r.get(1)?)?,
                mode: r.get(2)?,
                acled: acled.0.zip(acled.1).map(|(event_type, sub_event_type)| Acled { event_type, sub_event_type }),
                realis: word(r.get(5)?)?,
                when: self.when(r, 6)?,
                places: Vec::new(),
                participants: Vec::new(),
                tolls: Vec::new(),
                instruments: Vec::new(),
                part_of: r.get::<_, Option<i64>>(12)?.map(|n| id('e', n)),
                background: r.get(13)?,
                claims: Vec::new(),
                evidence: Vec::new(),
            };
            Ok((event, r.get::<_, Option<String>>(14)?))
        })?;
        let finish = |(mut e, x): (Event, Option<String>)| -> Result<Event> {
            e.instruments = x.map_or(Ok(Vec::new()), |x| serde_json::from_str(&x))?;
            Ok(e)
        };
        let mut list: Vec<Event> = rows.into_iter().map(finish).collect::<Result<_>>()?;
        let sql = "SELECT event, place FROM reading_event_places WHERE report = ?1 ORDER BY event, n";
        for (n, place) in self.all(sql, |r| Ok((r.get::<_, usize>(0)?, id('p', r.get(1)?))))? {
            if let Some(e) = list.get_mut(n.wrapping_sub(1)) {
                e.places.push(place);
            }
        }
        let sql = "SELECT event, role, actor, words, start, \"end\", rule FROM reading_participants WHERE report = ?1 ORDER BY event, n";
        let participants = self.all(sql, |r| {
            let evidence = self.words(r.get(4)?, r.get(5)?, r.get(6)?);
            let text = r.get::<_, Option<String>>(3)?.unwrap_or_else(|| evidence.quote.clone());
            let actor = r.get::<_, Option<i64>>(2)?.map(|n| id('a', n));
            Ok((r.get::<_, usize>(0)?, Participant { role: word(r.get(1)?)?, actor, text, evidence }))
        })?;
        for (n, p) in participants {
            if let Some(e) = list.get_mut(n.wrapping_sub(1)) {
                e.participants.push(p);
            }
        }
        for (n, tolls) in self.tolls()? {
            if let Some(e) = list.get_mut(n.wrapping_sub(1)) {
                e.tolls = tolls;
            }
        }
        Ok(list)
    }

    /// Tolls by the number of their event; 0 for all counts of the report.
    fn tolls(&self) -> Result<BTreeMap<usize, Vec<Toll>>> {
        let sql =
            "SELECT event, measure, counted, low, best, high, side, cumulative, retells, words, start, \"end\", rule
                   FROM reading_tolls WHERE report = ?1 ORDER BY event, n";
        let mut out: BTreeMap<usize, Vec<Toll>> = BTreeMap::new();
        let rows = self.all(sql, |r| {
            let evidence = self.words(r.get(10)?, r.get(11)?, r.get(12)?);
            let toll = Toll {
                measure: word(r.get(1)?)?,
                of: r.get(2)?,
                low: r.get(3)?,
                best: r.get(4)?,
                high: r.get(5)?,
                side: r.get::<_, Option<i64>>(6)?.map(|n| id('a', n)),
                cumulative: r.get(7)?,
                retells: r.get(8)?,
                text: r.get::<_, Option<String>>(9)?.unwrap_or_else(|| evidence.quote.clone()),
                evidence,
            };
            Ok((r.get::<_, usize>(0)?, toll))
        })?;
        for (event, toll) in rows {
            out.entry(event).or_default().push(toll);
        }
        Ok(out)
    }

    fn relations(&self) -> Result<Vec<Relation>> {
        let sql = "SELECT relation, type, from_actor, to_actor, realis, date_start, date_end, date_basis, date_from, date_to, date_rule
                   FROM reading_relations WHERE report = ?1 ORDER BY relation";
        self.all(sql, |r| {
            Ok(Relation {
                id: id('r', r.get(0)?),
                kind: word(r.get(1)?)?,
                from: id('a', r.get(2)?),
                to: id('a', r.get(3)?),
                realis: word(r.get(4)?)?,
                when: self.when(r, 5)?,
                claims: Vec::new(),
                evidence: Vec::new(),
            })
        })
    }

    fn claims(&self) -> Result<Vec<Claim>> {
        let sql = "SELECT claim, holder, holder_text, stance, certainty, about, cue_start, cue_end, cue_rule, start, \"end\", rule
                   FROM reading_claims WHERE report = ?1 ORDER BY claim";
        self.all(sql, |r| {
            Ok(Claim {
                id: id('c', r.get(0)?),
                holder: r.get(1)?,
                holder_text: r.get(2)?,
                stance: word(r.get(3)?)?,
                certainty: word(r.get(4)?)?,
                about: ids(r.get(5)?),
                cue: self.words_at(r, 6)?,
                evidence: self.words(r.get(9)?, r.get(10)?, r.get(11)?),
            })
        })
    }

    fn disagreements(&self) -> Result<Vec<Disagreement>> {
        let sql = "SELECT kind, about, note FROM reading_disagreements WHERE report = ?1 ORDER BY disagreement";
        self.all(sql, |r| {
            Ok(Disagreement { kind: word(r.get(0)?)?, about: ids(r.get(1)?), note: r.get(2)?, evidence: Vec::new() })
        })
    }

    fn times(&self) -> Result<Vec<Time>> {
        let sql =
            "SELECT type, value, date_start, date_end, date_basis, date_from, date_to, date_rule, start, \"end\", rule
                   FROM reading_times WHERE report = ?1 ORDER BY n";
        self.all(sql, |r| {
            let evidence = self.words(r.get(8)?, r.get(9)?, r.get(10)?);
            Ok(Time { timex: word(r.get(0)?)?, value: r.get(1)?, when: self.when(r, 2)?, evidence })
        })
    }

    fn attributions(&self) -> Result<Vec<Attribution>> {
        let sql = "SELECT holder, stance, certainty FROM reading_attributions WHERE report = ?1 ORDER BY n";
        self.all(sql, |r| {
            let (stance, certainty) = (word(r.get(1)?)?, word(r.get(2)?)?);
            Ok(Attribution {
                holder: r.get(0)?,
                stance,
                certainty,
                source: Vec::new(),
                cue: Vec::new(),
                content: Vec::new(),
            })
        })
    }
}
