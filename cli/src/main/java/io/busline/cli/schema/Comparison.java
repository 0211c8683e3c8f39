package io.busline.cli.schema;

import io.busline.cli.schema.Effect.Impact;
import java.util.List;
import java.util.Optional;

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
   * Whether readers of the old version survive events of the new one.
   *
   * @return whether none of the changes breaks them
   */
  public boolean oldReadersSurvive() {
    return changes.stream().noneMatch(c -> c.oldReaders().impact() == Impact.BREAKS);
  }

  /**
   * Whether readers of the new version survive events of the old one.
   *
   * @return whether none of the changes breaks them
   */
  public boolean newReadersSurvive() {
    return changes.stream().noneMatch(c -> c.newReaders().impact() == Impact.BREAKS);
  }
}
