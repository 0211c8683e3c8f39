-- Version 3. Everything is append-only except the few rows of groups.

-- The one row of the file: generation changes when instances shall look at their groups. age is for how
-- many milliseconds the file has been in use, by a clock that jumps with no wall clock; it was advanced
-- last at tended_at. deleted_seq is the last event of all topics that was deleted.
CREATE TABLE bus (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  generation INTEGER NOT NULL,
  tended_at INTEGER NOT NULL,
  age INTEGER NOT NULL,
  deleted_seq INTEGER NOT NULL
) STRICT;
INSERT INTO bus VALUES (1, 1, 0, 0, 0);

-- Up to which event the log had grown at an age of the file.
CREATE TABLE age_mark (
  age INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL
) STRICT;

-- A topic outlives its events: deleted_seq is the last of them that was deleted. Where it ends is told by
-- topic_end, so that an event that is appended changes nothing here.
CREATE TABLE topic (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  deleted_seq INTEGER NOT NULL DEFAULT 0,
  types INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE type (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE topic_type (
  topic INTEGER NOT NULL REFERENCES topic,
  type INTEGER NOT NULL REFERENCES type,
  PRIMARY KEY (topic, type)
) STRICT, WITHOUT ROWID;

-- The log. seq is given in order of commit, across all topics. stored_at is in milliseconds, time in
-- nanoseconds since 1970: datetime(time / 1000000000, 'unixepoch').
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  topic INTEGER NOT NULL REFERENCES topic,
  type INTEGER NOT NULL REFERENCES type,
  slot INTEGER NOT NULL,
  stored_at INTEGER NOT NULL,
  redrive TEXT NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  subject TEXT,
  time ANY,
  datacontenttype TEXT,
  dataschema TEXT,
  extensions TEXT,
  data BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX event_identity ON event (source, id, redrive);
CREATE INDEX event_order ON event (topic, seq, slot, type);

-- Up to which event each topic has grown, and 0 if it never had one.
CREATE VIEW topic_end AS
SELECT id, name, types, max(deleted_seq, coalesce((
  SELECT seq FROM event INDEXED BY event_order WHERE topic = topic.id ORDER BY seq DESC LIMIT 1
), 0)) AS last_seq
FROM topic;

-- No seq is given out again, whoever deletes events. The bus itself notes it before it deletes.
CREATE TRIGGER event_deleted AFTER DELETE ON event
WHEN OLD.seq > (SELECT deleted_seq FROM topic WHERE id = OLD.topic)
BEGIN
  UPDATE topic SET deleted_seq = OLD.seq WHERE id = OLD.topic;
  UPDATE bus SET deleted_seq = max(deleted_seq, OLD.seq);
END;

-- What groups have done: who is a member, who owns which keys, and what is handled of each topic.
CREATE TABLE registry (
  key TEXT PRIMARY KEY,
  value BLOB NOT NULL,
  written_at INTEGER NOT NULL,
  age INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letter (
  ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
  letter TEXT NOT NULL UNIQUE,
  consumer_group TEXT NOT NULL,
  topic TEXT NOT NULL,
  type TEXT NOT NULL,
  key TEXT,
  reason TEXT NOT NULL,
  cause TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  first_failed_at INTEGER NOT NULL,
  dead_at INTEGER NOT NULL,
  id TEXT NOT NULL,
  source TEXT NOT NULL,
  subject TEXT,
  time ANY,
  datacontenttype TEXT,
  dataschema TEXT,
  extensions TEXT,
  data BLOB NOT NULL
) STRICT;
CREATE INDEX dead_letter_order ON dead_letter (dead_at, ordinal);
CREATE INDEX dead_letter_group ON dead_letter (consumer_group);
