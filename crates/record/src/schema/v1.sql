-- Version 1 of the record. What is added by people or read from reports stands in the first half and is never derived;
-- the second half can be rebuilt from it at any time.

CREATE TABLE record_meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);

-- Reports as published, with their text. Offsets everywhere are code points of `text`, end exclusive.
CREATE TABLE reports (
  id INTEGER PRIMARY KEY NOT NULL,
  report TEXT NOT NULL UNIQUE,
  file TEXT, title TEXT, source TEXT, url TEXT,
  language TEXT NOT NULL,
  published DATE, published_basis TEXT NOT NULL,
  dateline_place TEXT,
  text TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '[]',
  added DATETIME NOT NULL,
  reader TEXT NOT NULL,
  relevance REAL NOT NULL DEFAULT 0,
  reading_notes TEXT NOT NULL DEFAULT '[]',
  reviews TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX reports_published ON reports(published);
CREATE INDEX reports_source ON reports(source);
CREATE VIRTUAL TABLE report_words USING fts5(title, text, content='reports', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER report_words_insert AFTER INSERT ON reports BEGIN
  INSERT INTO report_words(rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER report_words_delete AFTER DELETE ON reports BEGIN
  INSERT INTO report_words(report_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER report_words_update AFTER UPDATE OF title, text ON reports BEGIN
  INSERT INTO report_words(report_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
  INSERT INTO report_words(rowid, title, text) VALUES (new.id, new.title, new.text);
END;

-- Names of the rules and models that read values.
CREATE TABLE rules (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE);

-- A reading: lists that name each other by number within the report.
CREATE TABLE reading_actors (report INTEGER NOT NULL, actor INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, registry TEXT,
  PRIMARY KEY (report, actor)) WITHOUT ROWID;
CREATE TABLE reading_actor_names (report INTEGER NOT NULL, actor INTEGER NOT NULL, n INTEGER NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (report, actor, n)) WITHOUT ROWID;
CREATE TABLE reading_places (report INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, latitude REAL, longitude REAL, country TEXT,
  admin1 TEXT, geonames_id INTEGER, precision TEXT NOT NULL, extent_km REAL, confidence REAL NOT NULL, names TEXT NOT NULL, rivals TEXT,
  PRIMARY KEY (report, place)) WITHOUT ROWID;
CREATE TABLE reading_events (report INTEGER NOT NULL, event INTEGER NOT NULL, type TEXT NOT NULL, mode TEXT, acled_event_type TEXT,
  acled_sub_event_type TEXT, realis TEXT NOT NULL, date_start DATE, date_end DATE, date_basis TEXT, date_from INTEGER, date_to INTEGER, date_rule INTEGER,
  part_of INTEGER, background INTEGER NOT NULL, instruments TEXT,
  PRIMARY KEY (report, event)) WITHOUT ROWID;
CREATE TABLE reading_event_places (report INTEGER NOT NULL, event INTEGER NOT NULL, n INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (report, event, n)) WITHOUT ROWID;
CREATE TABLE reading_participants (report INTEGER NOT NULL, event INTEGER NOT NULL, n INTEGER NOT NULL, role TEXT NOT NULL, actor INTEGER,
  words TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, rule INTEGER NOT NULL,
  PRIMARY KEY (report, event, n)) WITHOUT ROWID;
-- Counts of an event; event 0 holds every count of the report in text order.
CREATE TABLE reading_tolls (report INTEGER NOT NULL, event INTEGER NOT NULL, n INTEGER NOT NULL, measure TEXT NOT NULL, counted TEXT NOT NULL,
  low INTEGER, best INTEGER, high INTEGER, side INTEGER, cumulative INTEGER NOT NULL, retells INTEGER, words TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL, rule INTEGER NOT NULL,
  PRIMARY KEY (report, event, n)) WITHOUT ROWID;
CREATE TABLE reading_relations (report INTEGER NOT NULL, relation INTEGER NOT NULL, type TEXT NOT NULL, from_actor INTEGER NOT NULL, to_actor INTEGER NOT NULL,
  realis TEXT NOT NULL, date_start DATE, date_end DATE, date_basis TEXT, date_from INTEGER, date_to INTEGER, date_rule INTEGER,
  PRIMARY KEY (report, relation)) WITHOUT ROWID;
CREATE TABLE reading_claims (report INTEGER NOT NULL, claim INTEGER NOT NULL, holder TEXT NOT NULL, holder_text TEXT, stance TEXT NOT NULL, certainty TEXT NOT NULL,
  about TEXT NOT NULL, cue_start INTEGER, cue_end INTEGER, cue_rule INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL, rule INTEGER NOT NULL,
  PRIMARY KEY (report, claim)) WITHOUT ROWID;
CREATE TABLE reading_disagreements (report INTEGER NOT NULL, disagreement INTEGER NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (report, disagreement)) WITHOUT ROWID;
CREATE TABLE reading_times (report INTEGER NOT NULL, n INTEGER NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, date_start DATE, date_end DATE, date_basis TEXT,
  date_from INTEGER, date_to INTEGER, date_rule INTEGER, start INTEGER NOT NULL, "end" INTEGER NOT NULL, rule INTEGER NOT NULL,
  PRIMARY KEY (report, n)) WITHOUT ROWID;
CREATE TABLE reading_attributions (report INTEGER NOT NULL, n INTEGER NOT NULL, holder TEXT NOT NULL, stance TEXT NOT NULL, certainty TEXT NOT NULL,
  PRIMARY KEY (report, n)) WITHOUT ROWID;
-- Words that a listed thing rests on. `owner`: actor, place, demonym, event, relation, disagreement, source, cue, content.
CREATE TABLE reading_evidence (report INTEGER NOT NULL, owner TEXT NOT NULL, item INTEGER NOT NULL, n INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  rule INTEGER NOT NULL, PRIMARY KEY (report, owner, item, n)) WITHOUT ROWID;

-- What people decided: appended, never changed; an undo is one more line.
CREATE TABLE judgements (
  id INTEGER PRIMARY KEY NOT NULL,
  made DATETIME NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('join', 'split', 'correct', 'grade', 'merge', 'undo')),
  subject TEXT NOT NULL,
  object TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
);

-- Derived from here on.

CREATE TABLE incidents (
  fid INTEGER PRIMARY KEY NOT NULL,
  geom POINT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, mode TEXT, acled_event_type TEXT, acled_sub_event_type TEXT, realis TEXT NOT NULL,
  date_start DATE, date_end DATE, date_precision TEXT,
  place TEXT, latitude REAL, longitude REAL, country TEXT, admin1 TEXT, place_precision TEXT, place_by_scene INTEGER,
  actors TEXT NOT NULL, targets TEXT NOT NULL,
  killed_low INTEGER, killed_best INTEGER, killed_high INTEGER,
  wounded_low INTEGER, wounded_best INTEGER, wounded_high INTEGER,
  reports INTEGER NOT NULL, independent_sources INTEGER NOT NULL, sources TEXT NOT NULL,
  status TEXT NOT NULL, disagreements TEXT NOT NULL,
  instruments TEXT, horizon DATE, outcome TEXT, corrections TEXT
);
CREATE INDEX incidents_dates ON incidents(date_start, date_end);
CREATE INDEX incidents_country ON incidents(country, date_start);
CREATE INDEX incidents_type ON incidents(type, date_start);
CREATE INDEX incidents_status ON incidents(status, date_start);
CREATE INDEX incidents_killed ON incidents(killed_high) WHERE killed_high > 0;
CREATE TABLE incident_reports (incident INTEGER NOT NULL, n INTEGER NOT NULL, report INTEGER NOT NULL, event INTEGER NOT NULL, why TEXT,
  PRIMARY KEY (incident, n)) WITHOUT ROWID;
CREATE UNIQUE INDEX incident_reports_event ON incident_reports(report, event);
CREATE TABLE incident_actors (incident INTEGER NOT NULL, n INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, actor TEXT, kind TEXT, accused INTEGER NOT NULL,
  said_by TEXT NOT NULL, PRIMARY KEY (incident, n)) WITHOUT ROWID;
CREATE INDEX incident_actors_actor ON incident_actors(actor);
CREATE TABLE incident_tolls (incident INTEGER NOT NULL, n INTEGER NOT NULL, measure TEXT NOT NULL, counted TEXT NOT NULL, own_side INTEGER NOT NULL,
  low INTEGER, best INTEGER, high INTEGER, PRIMARY KEY (incident, n)) WITHOUT ROWID;
CREATE TABLE incident_disagreements (incident INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, note TEXT NOT NULL,
  PRIMARY KEY (incident, n)) WITHOUT ROWID;
-- Who says what: of the incident itself (about 'event'), of toll `item`, or as one side of disagreement `item`.
CREATE TABLE incident_statements (incident INTEGER NOT NULL, about TEXT NOT NULL, item INTEGER NOT NULL, n INTEGER NOT NULL, report INTEGER NOT NULL,
  holder TEXT NOT NULL, holder_text TEXT, stance TEXT NOT NULL, certainty TEXT NOT NULL, value INTEGER, low INTEGER, high INTEGER,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (incident, about, item, n)) WITHOUT ROWID;
CREATE INDEX incident_statements_report ON incident_statements(report);

-- Actors across reports: under which names, kinds and countries each is named, and in which reports.
CREATE TABLE actor_names (actor TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL, registry TEXT NOT NULL, mentions INTEGER NOT NULL,
  PRIMARY KEY (actor, name, kind, country, registry)) WITHOUT ROWID;
CREATE TABLE actor_mentions (report INTEGER NOT NULL, n INTEGER NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (report, n)) WITHOUT ROWID;
CREATE INDEX actor_mentions_actor ON actor_mentions(actor, report);

-- What linking keeps so that a new report costs what its neighbourhood costs.
CREATE TABLE link_tellings (id INTEGER PRIMARY KEY NOT NULL, report INTEGER NOT NULL, event INTEGER NOT NULL, telling TEXT NOT NULL, UNIQUE (report, event));
CREATE TABLE link_keys (key INTEGER NOT NULL, telling INTEGER NOT NULL, PRIMARY KEY (key, telling)) WITHOUT ROWID;
CREATE TABLE link_pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, score REAL NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX link_pairs_b ON link_pairs(b);

-- Plain views for those who only know SELECT.
CREATE VIEW incident_claims AS
  SELECT i.id AS incident, i.type, i.date_start, i.place, s.about, s.holder, s.holder_text, s.stance, s.certainty, s.value, s.low, s.high,
         r.source, r.published, substr(r.text, s.start + 1, s."end" - s.start) AS quote, s.start, s."end", r.report AS report, r.file
  FROM incident_statements s JOIN incidents i ON i.fid = s.incident JOIN reports r ON r.id = s.report;
CREATE VIEW toll_statements AS
  SELECT i.id AS incident, i.date_start, i.place, i.country, t.measure, t.counted, s.value, s.low, s.high, s.holder, s.stance, s.certainty,
         r.source, r.published, substr(r.text, s.start + 1, s."end" - s.start) AS quote
  FROM incident_statements s JOIN incidents i ON i.fid = s.incident JOIN incident_tolls t ON t.incident = s.incident AND t.n = s.item
  JOIN reports r ON r.id = s.report WHERE s.about = 'toll';
CREATE VIEW disagreements AS
  SELECT i.id AS incident, i.type, i.date_start, i.place, i.country, d.kind, d.note
  FROM incident_disagreements d JOIN incidents i ON i.fid = d.incident;
CREATE VIEW actors AS
  SELECT actor, name, kind, nullif(country, '') AS country, nullif(registry, '') AS registry, mentions FROM (
    SELECT actor, name, kind, country, registry, sum(mentions) OVER (PARTITION BY actor) AS mentions,
           row_number() OVER (PARTITION BY actor ORDER BY mentions DESC, length(name) DESC, name, kind, country, registry) AS rank FROM actor_names)
  WHERE rank = 1;
CREATE VIEW ties AS
  SELECT rel.type, ma.actor AS from_actor, fa.name AS from_name, mb.actor AS to_actor, ta.name AS to_name, rel.realis,
         rel.date_start, rel.date_end, r.source, r.published,
         (SELECT substr(r.text, e.start + 1, e."end" - e.start) FROM reading_evidence e
           WHERE e.report = rel.report AND e.owner = 'relation' AND e.item = rel.relation ORDER BY e.n LIMIT 1) AS quote,
         r.report AS report, rel.relation
  FROM reading_relations rel JOIN reports r ON r.id = rel.report
  JOIN reading_actors fa ON fa.report = rel.report AND fa.actor = rel.from_actor
  JOIN reading_actors ta ON ta.report = rel.report AND ta.actor = rel.to_actor
  LEFT JOIN actor_mentions ma ON ma.report = rel.report AND ma.n = rel.from_actor
  LEFT JOIN actor_mentions mb ON mb.report = rel.report AND mb.n = rel.to_actor;
CREATE VIEW sources AS
  SELECT coalesce(source, '(unknown)') AS source, count(*) AS reports, min(published) AS first, max(published) AS last
  FROM reports GROUP BY 1;
CREATE VIEW claims_read AS
  SELECT r.report AS report, r.source, r.published, c.holder, c.holder_text, c.stance, c.certainty, c.about,
         substr(r.text, c.start + 1, c."end" - c.start) AS quote
  FROM reading_claims c JOIN reports r ON r.id = c.report;
CREATE VIEW doubts AS
  SELECT ia.incident AS incident_a, ib.incident AS incident_b, p.score, p.a, p.b
  FROM link_pairs p JOIN link_tellings ta ON ta.id = p.a JOIN link_tellings tb ON tb.id = p.b
  JOIN incident_reports ia ON ia.report = ta.report AND ia.event = ta.event
  JOIN incident_reports ib ON ib.report = tb.report AND ib.event = tb.event
  WHERE ia.incident <> ib.incident AND ta.report <> tb.report;
