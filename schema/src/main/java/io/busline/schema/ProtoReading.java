package io.busline.schema;

import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.caution;
import static io.busline.schema.Effect.fine;

import io.busline.schema.ProtoSchema.Field;
import io.busline.schema.ProtoSchema.Label;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a reader makes of a field that was written by another definition of it. See "Updating a
 * message type" in the language guide of Protobuf.
 */
final class ProtoReading {
  private static final String ENUM = "enum";
  private static final String MESSAGE = "message";

  /** The framing on the wire, by type: what has another is passed over as an unknown field. */
  private static final Map<String, String> FRAMING =
      Map.ofEntries(
          Map.entry("int32", "varint"),
          Map.entry("int64", "varint"),
          Map.entry("uint32", "varint"),
          Map.entry("uint64", "varint"),
          Map.entry("bool", "varint"),
          Map.entry(ENUM, "varint"),
          Map.entry("sint32", "varint"),
          Map.entry("sint64", "varint"),
          Map.entry("fixed32", "32 bits"),
          Map.entry("sfixed32", "32 bits"),
          Map.entry("float", "32 bits"),
          Map.entry("fixed64", "64 bits"),
          Map.entry("sfixed64", "64 bits"),
          Map.entry("double", "64 bits"),
          Map.entry("string", "length"),
          Map.entry("bytes", "length"),
          Map.entry(MESSAGE, "length"));

  /** Types that share their bytes, though not every value. */
  private static final Set<Set<String>> COMPATIBLE =
      Set.of(
          Set.of("int32", "int64", "uint32", "uint64", "bool", ENUM),
          Set.of("sint32", "sint64"),
          Set.of("fixed32", "sfixed32"),
          Set.of("fixed64", "sfixed64"));

  /** What holds every value of the type it is read from. */
  private static final Map<String, Set<String>> HOLD_ALL =
      Map.of(
          "bool",
          Set.of("int32", "int64", "uint32", "uint64"),
          ENUM,
          Set.of("int32", "int64"),
          "int32",
          Set.of("int64"),
          "uint32",
          Set.of("uint64", "int64"),
          "sint32",
          Set.of("sint64"));

  private ProtoReading() {}

  static boolean isScalar(String type) {
    return FRAMING.containsKey(type);
  }

  /** For types by their kinds: a scalar, {@code enum}, or {@code message}. */
  static Effect ofType(String reader, String writer) {
    if (reader.equals(writer)) {
      return Effect.none();
    }
    if (COMPATIBLE.stream().anyMatch(set -> set.contains(reader) && set.contains(writer))) {
      return HOLD_ALL.getOrDefault(writer, Set.of()).contains(reader)
          ? Effect.none()
          : caution("misread what does not fit");
    }
    if (reader.equals("bytes") && writer.equals("string")) {
      return Effect.none();
    }
    if (reader.equals("string") && writer.equals("bytes")) {
      return breaks("refuse what is not UTF-8");
    }
    return Objects.equals(FRAMING.get(reader), FRAMING.get(writer))
        ? breaks("misread or refuse it")
        : breaks("lose it");
  }

  /** For how often a field is there. */
  static Effect ofLabel(Field reader, Field writer) {
    if (reader.label() == Label.REQUIRED && writer.label() != Label.REQUIRED) {
      return breaks("refuse if it is missing");
    }
    boolean many = writer.label() == Label.REPEATED;
    if (many && reader.label() != Label.REPEATED) {
      return breaks("lose all but one, or all");
    }
    return !many && reader.label() == Label.REPEATED ? fine("see a list of one") : Effect.none();
  }

  /** For a field whose events of the other version never have it. */
  static Effect missing(Field reader) {
    return reader.label() == Label.REQUIRED
        ? breaks("refuse: it is missing")
        : fine("get the default");
  }
}
