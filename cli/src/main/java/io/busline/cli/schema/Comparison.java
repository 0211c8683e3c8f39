package io.busline.cli.schema;

import io.busline.cli.schema.Effect.Impact;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What differs between two versions of a schema.
 *
 * @param changes the differences; empty if there are none that matter
 */
public record Comparison(List<Change> changes) {

  /** Copies the list. */
  public Comparison {
    changes = List.copyOf(changes);
  }

  /**
   * Reads and compares two versions. Reads files, and may take a second; changes nothing.
   *
   * @param before the old version: a {@code .proto} file, or {@code PATH#CLASS}
   * @param after the new version, of the same kind
   * @param message the one message of the files to compare, by its name; empty for all
   * @return what differs
   * @throws SchemaException if a version cannot be read, or they cannot be compared
   */
  public static Comparison of(String before, String after, Optional<String> message) {
    if (isProto(before) != isProto(after)) {
      throw new SchemaException(
          "%s and %s are of two kinds. Compare two .proto files, or two classes as PATH#CLASS"
              .formatted(before, after));
    }
    if (isProto(before)) {
      return new Comparison(
          new ProtoComparison(ProtoReader.read(before), ProtoReader.read(after)).changes(message));
    }
    if (message.isPresent()) {
      throw new SchemaException("--message is for .proto files; a class is named by PATH#CLASS");
    }
    try (ClassSource old = ClassSource.open(before);
        ClassSource now = ClassSource.open(after)) {
      return new Comparison(ClassComparison.changes(old, now));
    }
  }

  private static boolean isProto(String schema) {
    return schema.endsWith(".proto");
  }

  /**
   * What the changes mean to readers of the old version, given events of the new one.
   *
   * @return the worst of them
   */
  public Impact oldReaders() {
    return worst(Change::oldReaders);
  }

  /**
   * What the changes mean to readers of the new version, given events of the old one.
   *
   * @return the worst of them
   */
  public Impact newReaders() {
    return worst(Change::newReaders);
  }

  private Impact worst(Function<Change, Effect> readers) {
    return changes.stream()
        .map(change -> readers.apply(change).impact())
        .max(Comparator.naturalOrder())
        .orElse(Impact.FINE);
  }

  /**
   * Whether a change breaks readers of either version without a raised version that says so.
   *
   * @return whether there is such a change
   */
  public boolean breaks() {
    return changes.stream().anyMatch(Change::breaks);
  }
}
