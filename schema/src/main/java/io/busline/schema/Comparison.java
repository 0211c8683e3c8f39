package io.busline.schema;

import io.busline.schema.Effect.Impact;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

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
   * Reads and compares two versions; of {@code .proto} files, all messages. Reads files and loads
   * classes, which may take a second. Changes nothing, and runs no code of the classes. May be
   * called by any thread.
   *
   * @param before the old version
   * @param after the new version, of the same kind
   * @return what differs
   * @throws SchemaException if a version cannot be read, or they cannot be compared
   */
  public static Comparison of(Schema before, Schema after) {
    return of(before, after, Optional.empty());
  }

  /**
   * Reads and compares one message of two {@code .proto} files, with all that it holds.
   *
   * @param before the old version
   * @param after the new version
   * @param message the name of the message, with or without its package
   * @return what differs
   * @throws SchemaException if a version is a class or cannot be read, if neither file has the
   *     message, or if they cannot be compared
   */
  public static Comparison ofMessage(Schema before, Schema after, String message) {
    return of(before, after, Optional.of(message));
  }

  private static Comparison of(Schema before, Schema after, Optional<String> message) {
    if (before instanceof ProtoFile old && after instanceof ProtoFile now) {
      return new Comparison(
          new ProtoComparison(ProtoReader.read(old.name()), ProtoReader.read(now.name()))
              .changes(message));
    }
    if (before instanceof ProtoFile || after instanceof ProtoFile) {
      throw new SchemaException(
          "%s and %s are of two kinds. Compare two .proto files, or two classes as PATH#CLASS"
              .formatted(before, after));
    }
    if (message.isPresent()) {
      throw new SchemaException(
          "%s and %s are classes, and the message %s can only be in .proto files. Compare the classes without naming a message"
              .formatted(before, after, message.get()));
    }
    try (ClassSource old = ClassSource.open(before);
        ClassSource now = ClassSource.open(after)) {
      return new Comparison(ClassComparison.changes(old, now));
    }
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

  /**
   * The changes in words, one a line, for the message of a test that fails.
   *
   * @return the lines; a sentence if nothing has changed
   */
  @Override
  public String toString() {
    return changes.isEmpty()
        ? "Nothing has changed that travels."
        : changes.stream().map(Change::toString).collect(Collectors.joining("\n"));
  }
}
