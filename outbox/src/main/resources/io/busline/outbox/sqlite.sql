-- Busline outbox, version 1, for SQLite 3.35 and newer.
CREATE TABLE ${prefix}outbox_meta (
  name varchar(32) PRIMARY KEY,
  setting varchar(255) NOT NULL
);
-- The last number given in each slot.
CREATE TABLE ${prefix}outbox_counter (
  slot smallint PRIMARY KEY,
  seq bigint NOT NULL
);
-- Which relay publishes a slot's events.
CREATE TABLE ${prefix}outbox_slot (
  slot smallint PRIMARY KEY,
  owner varchar(64),
  epoch bigint NOT NULL
);
CREATE TABLE ${prefix}outbox_relay (
  id varchar(64) PRIMARY KEY,
  host varchar(255) NOT NULL,
  beat bigint NOT NULL,
  beat_at bigint NOT NULL
);
-- Events that wait to be published. Times are milliseconds since 1970.
CREATE TABLE ${prefix}outbox (
  slot smallint NOT NULL,
  seq bigint NOT NULL,
  topic varchar(255) NOT NULL,
  type varchar(255) NOT NULL,
  event_id varchar(512) NOT NULL,
  source text NOT NULL,
  event_key text,
  attributes text NOT NULL,
  data blob NOT NULL,
  created_at bigint NOT NULL,
  attempts int NOT NULL,
  error text,
  PRIMARY KEY (slot, seq)
);
-- Events that were given up.
CREATE TABLE ${prefix}outbox_letter (
  slot smallint NOT NULL,
  seq bigint NOT NULL,
  topic varchar(255) NOT NULL,
  type varchar(255) NOT NULL,
  event_id varchar(512) NOT NULL,
  source text NOT NULL,
  event_key text,
  attributes text NOT NULL,
  data blob NOT NULL,
  created_at bigint NOT NULL,
  attempts int NOT NULL,
  error text,
  dead_at bigint NOT NULL,
  PRIMARY KEY (slot, seq)
);
-- Which events a group has handled. "event" is a hash of source and id.
CREATE TABLE ${prefix}inbox (
  consumer varchar(200) NOT NULL,
  event varchar(64) NOT NULL,
  handled_at bigint NOT NULL,
  PRIMARY KEY (consumer, event)
);
CREATE INDEX ${index}inbox_handled_at ON ${prefix}inbox (handled_at);
