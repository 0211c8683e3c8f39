package io.busline.cli.events;

import io.busline.cli.command.Choice;
import io.busline.cli.terminal.Terminal;
import picocli.CommandLine.ITypeConverter;

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

  /** Reads the word. */
  static final class Converter implements ITypeConverter<Output> {
    @Override
    public Output convert(String word) {
      return new Choice<>(Output.class).convert(word);
    }
  }
}
