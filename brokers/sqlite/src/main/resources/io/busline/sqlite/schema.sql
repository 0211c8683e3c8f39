-- Version 1. Everything is append-only but the few rows of groups, members and progress.

-- The one row of the file: what changes when slots change hands, and when it was last tended.
CREATE TABLE bus (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  generation INTEGER NOT NULL,
  tended_at INTEGER NOT NULL
) STRICT;
INSERT INTO bus VALUES (1, 1, 0);

-- A topic outlives its events, so that its last_seq is never given out again.
CREATE TABLE topic (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  last_seq INTEGER NOT NULL DEFAULT 0,
  types INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX topic_news ON topic (last_seq);

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

CREATE TABLE consumer_group (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  interests TEXT NOT NULL,
  start_seq INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;

-- An instance of a group. Its id is never given again, and so fences what a late instance writes.
-- One whose handlers are all busy for long gives way to the others.
CREATE TABLE member (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id INTEGER NOT NULL REFERENCES consumer_group,
  client TEXT NOT NULL,
  place TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  busy INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX member_group ON member (group_id);

-- Who reads which share of a group's keys. crashed_seq: the end of the log when an owner was lost.
CREATE TABLE slot (
  group_id INTEGER NOT NULL REFERENCES consumer_group,
  slot INTEGER NOT NULL,
  owner INTEGER,
  crashed_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (group_id, slot)
) STRICT, WITHOUT ROWID;

-- What a group has done of a topic: everything up to position, and beyond it what state says.
CREATE TABLE progress (
  group_id INTEGER NOT NULL REFERENCES consumer_group,
  topic INTEGER NOT NULL REFERENCES topic,
  position INTEGER NOT NULL,
  state BLOB NOT NULL,
  PRIMARY KEY (group_id, topic)
) STRICT, WITHOUT ROWID;

CREATE TABLE retry (
  group_id INTEGER NOT NULL REFERENCES consumer_group,
  seq INTEGER NOT NULL,
  slot INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  PRIMARY KEY (group_id, seq)
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
