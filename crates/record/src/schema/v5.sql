-- Version 5: feeds that are watched, filters under a name, and what there is to tell about them. None of it is derived: it says
-- what was asked, seen and told.

-- Feeds, each with what its server said of the version that was taken last.
CREATE TABLE watched_feeds (url TEXT NOT NULL PRIMARY KEY, title TEXT, tag TEXT, changed TEXT, asked DATETIME NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0, fault TEXT) WITHOUT ROWID;
-- Their entries. `state`: waiting, added, known, passed (not relevant), failed. `words`: the feed's own, while it waits.
CREATE TABLE watched_entries (id INTEGER PRIMARY KEY NOT NULL, feed TEXT NOT NULL, entry TEXT NOT NULL UNIQUE, link TEXT, title TEXT,
  published DATE, words TEXT, seen DATETIME NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, why TEXT, report TEXT);
CREATE INDEX watched_entries_state ON watched_entries(state);
CREATE INDEX watched_entries_link ON watched_entries(link);

CREATE TABLE saved_filters (name TEXT NOT NULL PRIMARY KEY, filter TEXT NOT NULL, saved DATETIME NOT NULL) WITHOUT ROWID;
-- New incidents and disagreements that a filter takes, as they were when they were found; appended. `sent`: when a webhook took it.
CREATE TABLE notices (id INTEGER PRIMARY KEY NOT NULL, filter TEXT NOT NULL, made DATETIME NOT NULL, notice TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL, sent DATETIME);
CREATE INDEX notices_filter ON notices(filter, id);
-- What a filter has taken before, by the tellings of incidents (`about` 'incident') and the statements of disagreements (`about` their
-- kind): what grows or changes its id is not new again.
CREATE TABLE noticed (filter TEXT NOT NULL, about TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (filter, about, item)) WITHOUT ROWID;
