package io.busline.schema;

import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.caution;
import static io.busline.schema.Effect.fine;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What JsonCodec makes of a value that was written as one shape and is read as another. What is in
 * objects is compared by {@link ClassComparison}.
 */
final class ShapeReading {
  /** Each reads what the others of its set write. */
  private static final List<Set<String>> ALIKE =
      List.of(Set.of("Instant", "OffsetDateTime", "ZonedDateTime"), Set.of("char", "Character"));

  private ShapeReading() {}

  static Effect of(Shape reader, Shape writer) {
    Effect value = ofValue(reader, writer);
    return writer.nullable() && !reader.nullable() && value.impact() != Effect.Impact.BREAKS
        ? breaks("refuse null")
        : value;
  }

  private static Effect ofValue(Shape reader, Shape writer) {
    if (reader instanceof Shape.Anything) {
      return Effect.none();
    }
    if (reader instanceof Shape.Whole to && writer instanceof Shape.Whole from) {
      return from.bits() <= to.bits() ? Effect.none() : breaks("refuse large numbers");
    }
    if (reader instanceof Shape.Fraction to) {
      return fraction(to, writer);
    }
    if (reader instanceof Shape.Truth && writer instanceof Shape.Truth) {
      return Effect.none();
    }
    if (reader instanceof Shape.Text) {
      return isText(writer) ? Effect.none() : refuse();
    }
    if (reader instanceof Shape.Words to && writer instanceof Shape.Words from) {
      return words(to, from);
    }
    if (reader instanceof Shape.Formatted to && writer instanceof Shape.Formatted from) {
      return formatted(to.name(), from.name());
    }
    return isSameContainer(reader, writer) ? Effect.none() : refuse();
  }

  private static Effect fraction(Shape.Fraction to, Shape writer) {
    if (writer instanceof Shape.Fraction from) {
      return from.bits() <= to.bits() ? Effect.none() : breaks("round, or refuse");
    }
    if (writer instanceof Shape.Whole from) {
      if (from.bits() == Shape.Whole.UNBOUNDED && to.bits() != Shape.Fraction.EXACT) {
        return breaks("round, or refuse");
      }
      boolean exact = to.bits() == Shape.Fraction.EXACT || from.bits() < to.bits();
      return exact ? Effect.none() : caution("round large numbers");
    }
    return refuse();
  }

  private static Effect words(Shape.Words to, Shape.Words from) {
    Set<String> unknown = new TreeSet<>(from.written());
    unknown.removeAll(to.read());
    return unknown.isEmpty()
        ? fine("know all words")
        : breaks("refuse " + String.join(", ", unknown));
  }

  private static Effect formatted(String reader, String writer) {
    if (reader.equals(writer)
        || ALIKE.stream().anyMatch(set -> set.contains(reader) && set.contains(writer))) {
      return Effect.none();
    }
    return reader.equals("LocalDate") && writer.equals("Instant")
        ? caution("lose the time of day")
        : refuse();
  }

  private static boolean isText(Shape shape) {
    return shape instanceof Shape.Text
        || shape instanceof Shape.Words
        || shape instanceof Shape.Formatted;
  }

  private static boolean isSameContainer(Shape reader, Shape writer) {
    return (reader instanceof Shape.Elements && writer instanceof Shape.Elements)
        || (reader instanceof Shape.Entries && writer instanceof Shape.Entries)
        || (reader instanceof Shape.Properties && writer instanceof Shape.Properties)
        || (reader instanceof Shape.Variants && writer instanceof Shape.Variants);
  }

  private static Effect refuse() {
    return breaks("refuse it");
  }
}
