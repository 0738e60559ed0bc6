-- Version 2: a person may say that a value of a reading is wrong.
CREATE TABLE judgements_2 (
  id INTEGER PRIMARY KEY NOT NULL,
  made DATETIME NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('join', 'split', 'correct', 'grade', 'merge', 'wrong', 'undo')),
  subject TEXT NOT NULL,
  object TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
);
INSERT INTO judgements_2 SELECT id, made, by, kind, subject, object, note FROM judgements;
DROP TABLE judgements;
ALTER TABLE judgements_2 RENAME TO judgements;
