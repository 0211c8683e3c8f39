package io.busline.cli;

/** How {@code subscribe} prints events. */
enum Output {
  PRETTY,
  NDJSON,
  DATA;

  /** The word as it is typed. */
  @Override
  public String toString() {
    return Choice.word(this);
  }

  EventPrinter printer(Terminal terminal) {
    return switch (this) {
      case PRETTY -> new PrettyPrinter(terminal);
      case NDJSON -> new NdjsonPrinter(terminal);
      case DATA -> new DataPrinter(terminal);
    };
  }
}
