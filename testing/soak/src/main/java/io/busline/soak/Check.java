package io.busline.soak;

/** What is looked for, and whether finding it is a fault. */
enum Check {
  MISSING("missing: receipt, and a living group never handled it", true),
  LOST_WITH_DELETED("lost with what was deleted: published before, not handled by then", false),
  STUCK("stuck: receipt, and waited for minutes before it came or was deleted", true),
  DOUBLED("doubled, near a mishap: at-least-once allows it", false),
  DOUBLED_WITHOUT_CAUSE("doubled, and nothing had happened", false),
  MISORDERED("misordered within a key", true),
  NOWHERE("false receipt: it says that nobody wants it, and groups do", true),
  FAILED_YET_HANDLED("false failure: \"surely not stored\", and handled", true),
  PHANTOM("phantom: handled, and never published", true),
  OUTPUT_DOUBLED("transaction: one event brought about two outputs", true),
  LETTER_GONE("dead letter was told of, and is not there", true),
  LETTER_UNMEANT("dead letter of an event that should have been handled", true),
  UP_WHILE_STILL("false health: UP, nothing moves, and events wait", true),
  DOWN_WHILE_MOVING("false health: DOWN, and everything moves", true),
  NOT_ENDED("SIGTERM, and the process did not end in time", true);

  final String text;
  final boolean isFault;

  Check(String text, boolean isFault) {
    this.text = text;
    this.isFault = isFault;
  }
}
