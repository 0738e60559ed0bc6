-- Version 4: reports that call one actor by an acronym and by a full name, and thus teach that the one stands for the other.
-- Derived, like incidents. `short` and `long` are ids of actors.
CREATE TABLE actor_aliases (short TEXT NOT NULL, long TEXT NOT NULL, report INTEGER NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (short, long, report, n)) WITHOUT ROWID;
CREATE INDEX actor_aliases_report ON actor_aliases(report);
-- Acronyms whose meaning may have changed, with what they stood for; empty between transactions.
CREATE TABLE actor_aliases_due (short TEXT NOT NULL PRIMARY KEY, before TEXT) WITHOUT ROWID;
CREATE VIEW aliases_learnt AS
  SELECT l.short AS acronym_id, l.long AS actor, a.name, r.report AS report, r.source, r.published,
         (SELECT group_concat(n.name, '; ') FROM reading_actor_names n WHERE n.report = l.report AND n.actor = l.n) AS names
  FROM actor_aliases l JOIN reports r ON r.id = l.report JOIN reading_actors a ON a.report = l.report AND a.actor = l.n;
INSERT INTO gpkg_contents(table_name, data_type, identifier, description, srs_id)
  SELECT 'aliases_learnt', 'attributes', 'aliases_learnt', '', NULL
  WHERE 'aliases_learnt' NOT IN (SELECT table_name FROM gpkg_contents);
