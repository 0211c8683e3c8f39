package io.busline.spi.log;

/** What a run may come upon: a simulation that never meets it shows nothing about it. */
enum LogSight {
  /** A living member gave up slots to another. */
  HANDED_OVER,
  /** Slots were taken from an owner that was lost. */
  TAKEN_OVER,
  /** A member was taken for dead, and lived. */
  BURIED_ALIVE,
  /** A message was taken back from a member. */
  REVOKED,
  /** Two members held events of one key, because one of them slept. */
  HELD_TWICE,
  /** A value had changed since it was read, so the change was applied again. */
  APPLIED_AGAIN,
  /** A write was stored after it was reported as failed. */
  STORED_LATE,
  /** A crash was counted as an attempt. */
  CRASH_COUNTED,
  /** An event had no attempts left. */
  GIVEN_UP,
  /** A retry noted by one member was done by another. */
  RETRIED_ELSEWHERE,
  /** A key that failed was kept back, and went on. */
  DEFERRED,
  /** A key that was kept back by one member went on with another. */
  DEFERRED_ELSEWHERE,
  /** A member found the log put back to an older copy. */
  LOG_PUT_BACK,
  /** A log was made anew under its name. */
  LOG_MADE_ANEW,
  /** A group was written down again after the registry had lost it. */
  GROUP_RESTORED,
  /** A member ran while another waited for an answer. */
  RAN_BETWEEN
}
