package io.busline.opentelemetry;

import io.busline.Observer.Kind;

/** What a publish is called, and what the conventions say that it is. */
enum Operation {
  /** An event goes to the broker. */
  PUBLISH("publish", "send"),
  /** An event is made that somebody else sends, together with an acknowledgement. */
  OUTPUT("publish", "create"),
  /** A dead letter goes back to its group. */
  REDRIVE("redrive", "send");

  final String verb;
  final String type;

  Operation(String verb, String type) {
    this.verb = verb;
    this.type = type;
  }

  static Operation of(Kind kind) {
    return switch (kind) {
      case SINGLE, BATCH -> PUBLISH;
      case OUTPUT -> OUTPUT;
      case REDRIVE -> REDRIVE;
    };
  }
}
