-- Version 1. Names in braces are those of tables in the schema of the bus.

-- The one row of the bus: generation changes when instances shall look at their groups.
CREATE TABLE {bus} (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  version integer NOT NULL,
  generation bigint NOT NULL DEFAULT 1
) WITH (fillfactor = 50);
INSERT INTO {bus} (version) VALUES (1);

-- A topic outlives its events, so that its last_seq is never given out again. Who appends to it holds the lock of its
-- row until the commit, so positions are in the order of commits.
CREATE TABLE {topic} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seq bigint NOT NULL DEFAULT 0,
  types integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE {topic_type} (
  topic bigint NOT NULL,
  type text NOT NULL,
  PRIMARY KEY (topic, type)
);

-- The log. identity is a digest of source, id and what tells a redrive from the first delivery.
CREATE TABLE {event} (
  topic bigint NOT NULL,
  seq bigint NOT NULL,
  slot integer NOT NULL,
  type text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  identity bytea NOT NULL,
  id text NOT NULL,
  source text NOT NULL,
  subject text,
  time text,
  datacontenttype text,
  dataschema text,
  extensions text,
  data bytea NOT NULL,
  PRIMARY KEY (topic, seq)
);
CREATE UNIQUE INDEX event_identity ON {event} (topic, identity);

-- What groups have done: who is a member, who owns which keys, and what is handled of each topic.
CREATE TABLE {registry} (
  key text COLLATE "C" PRIMARY KEY,
  value bytea NOT NULL,
  written_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE {dead_letter} (
  ordinal bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  letter text NOT NULL UNIQUE,
  consumer_group text NOT NULL,
  topic text NOT NULL,
  type text NOT NULL,
  key text,
  reason text NOT NULL,
  cause text NOT NULL,
  attempts integer NOT NULL,
  first_failed_at timestamptz NOT NULL,
  dead_at timestamptz NOT NULL,
  id text NOT NULL,
  source text NOT NULL,
  subject text,
  time text,
  datacontenttype text,
  dataschema text,
  extensions text,
  data bytea NOT NULL
);
CREATE INDEX dead_letter_order ON {dead_letter} (dead_at, ordinal);
CREATE INDEX dead_letter_group ON {dead_letter} (consumer_group);
