package io.busline.outbox;

import java.time.Duration;

/**
 * What a relay was told.
 *
 * @param lease how long a relay may be silent before others take its slots
 * @param idlePoll how long an idle relay waits at most before it looks for events of others
 * @param attempts how often an event may be refused before it is a dead letter
 * @param maxRate how many events a second at most; 0 for no limit
 * @param inboxRetention how long handled events are remembered
 */
record RelaySettings(
    Duration lease, Duration idlePoll, int attempts, int maxRate, Duration inboxRetention) {

  /** How many events may wait for the broker's answer: far below what a bus lets be in flight. */
  static final int MAX_UNANSWERED = 2_000;

  /** How many bytes of data they may have together; a quarter of what a bus lets be in flight. */
  static final long MAX_UNANSWERED_BYTES = 16L * 1024 * 1024;

  /** How many events are read and not yet published. */
  static final int MAX_HELD = 10_000;

  static final long MAX_HELD_BYTES = 32L * 1024 * 1024;

  /** How many events of one key are held; the rest are read again later, so others have room. */
  static final int MAX_HELD_OF_KEY = 500;

  /** How many rows are read at a time. */
  static final int BATCH = 1_000;
}
