package io.busline.outbox;

/** What an outbox does about its tables when it starts. */
public enum TableSetup {
  /** Creates them if they are not there, and verifies them if they are. The default. */
  CREATE,
  /** Verifies that they are there and of the right version; for those who migrate by themselves. */
  VERIFY,
  /** Looks at nothing. What is wrong then shows when an event is published. */
  NONE
}
