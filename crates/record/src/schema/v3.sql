-- Version 3: answers of language models, kept so that each is paid for once; what readers differ on, as a table; plain tables for
-- tools that list layers.
CREATE TABLE llm_answers (key TEXT NOT NULL PRIMARY KEY, asked DATETIME NOT NULL, whom TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID;
CREATE VIEW reader_differences AS
  SELECT r.report AS report, r.file, r.source, r.published, v.value ->> 'what' AS what, v.value ->> 'ours' AS embedded_reader,
         v.value ->> 'theirs' AS other_reader, v.value -> 'evidence' ->> 'quote' AS quote, r.reader
  FROM reports r, json_each(r.reviews) v;
CREATE VIEW tolls AS
  SELECT i.id AS incident, i.type, i.date_start, i.place, i.country, t.measure, t.counted, t.own_side, t.low, t.best, t.high
  FROM incident_tolls t JOIN incidents i ON i.fid = t.incident;
CREATE VIEW predictions AS
  SELECT id AS incident, type, realis, date_start, date_end, horizon, outcome, place, country, actors, targets, sources
  FROM incidents WHERE horizon IS NOT NULL OR outcome IS NOT NULL;
INSERT INTO gpkg_contents(table_name, data_type, identifier, description, srs_id)
  SELECT name, 'attributes', name, '', NULL FROM sqlite_master
  WHERE type = 'view' AND name IN ('incident_claims', 'toll_statements', 'tolls', 'disagreements', 'actors', 'ties', 'sources',
    'claims_read', 'predictions', 'reader_differences')
    AND name NOT IN (SELECT table_name FROM gpkg_contents);
