package io.busline.schema;

import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.caution;
import static io.busline.schema.Effect.fine;

import io.busline.schema.Effect.Impact;
import io.busline.schema.ProtoSchema.Field;
import io.busline.schema.ProtoSchema.Label;
import io.busline.schema.ProtoSchema.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares the fields of two messages by their numbers, which are what travels. */
final class ProtoFields {
  private static final String NOT_AGAIN =
      "Give the new field a number of its own, and keep %d as it was, or reserve it";

  private final ProtoSchema oldSchema;
  private final ProtoSchema newSchema;
  private final Map<String, String> pairs;
  private final List<Change> changes = new ArrayList<>();

  ProtoFields(ProtoSchema oldSchema, ProtoSchema newSchema, Map<String, String> pairs) {
    this.oldSchema = oldSchema;
    this.newSchema = newSchema;
    this.pairs = pairs;
  }

  List<Change> changes(String oldName, String newName) {
    Message old = Objects.requireNonNull(oldSchema.messages().get(oldName));
    Message now = Objects.requireNonNull(newSchema.messages().get(newName));
    for (Field before : old.fields().values()) {
      Field after = now.fields().get(before.number());
      String where = oldSchema.shortened(oldName) + "." + before.name();
      if (after != null) {
        kept(where, before, after);
        oneof(where, new Placed(before, old), new Placed(after, now));
      } else {
        moved(before, old, now)
            .ifPresentOrElse(
                to -> renumbered(where, before, to), () -> removed(where, before, now));
      }
    }
    for (Field after : now.fields().values()) {
      boolean isNew = !old.fields().containsKey(after.number());
      if (isNew && moved(after, now, old).isEmpty()) {
        added(newSchema.shortened(newName) + "." + after.name(), after, old);
      }
    }
    return changes;
  }

  /** The field of the same name whose number is in none of the other's fields. */
  private static Optional<Field> moved(Field field, Message from, Message to) {
    return to.field(field.name()).filter(other -> !from.fields().containsKey(other.number()));
  }

  private void kept(String where, Field before, Field after) {
    Effect oldReaders = type(before, after);
    Effect newReaders = type(after, before);
    boolean isReuse =
        !before.name().equals(after.name())
            && oldReaders.impact() == Impact.BREAKS
            && newReaders.impact() == Impact.BREAKS;
    if (isReuse) {
      note(
          where,
          "number %d is now %s %s".formatted(before.number(), after.described(), after.name()),
          oldReaders,
          newReaders,
          NOT_AGAIN.formatted(before.number()));
      return;
    }
    if (!before.name().equals(after.name())) {
      Effect effect = caution("see no difference, but in JSON");
      note(
          where,
          "renamed to " + after.name(),
          effect,
          effect,
          "Keep the name if anybody reads the message as JSON");
    }
    if (!sameType(before, after)) {
      note(
          where,
          "%s is now %s".formatted(before.described(), after.described()),
          oldReaders,
          newReaders,
          remedy(oldReaders, newReaders, before));
    } else if (before.label() != after.label()) {
      label(where, before, after);
    }
  }

  private boolean sameType(Field before, Field after) {
    return Objects.equals(pairs.getOrDefault(before.type(), before.type()), after.type())
        && before.key().equals(after.key());
  }

  private void label(String where, Field before, Field after) {
    Effect oldReaders = ProtoReading.ofLabel(before, after);
    Effect newReaders = ProtoReading.ofLabel(after, before);
    note(
        where,
        "%s is now %s".formatted(word(before.label()), word(after.label())),
        oldReaders,
        newReaders,
        remedy(oldReaders, newReaders, before));
  }

  private static String word(Label label) {
    return label.name().toLowerCase(Locale.ROOT);
  }

  private static String remedy(Effect oldReaders, Effect newReaders, Field field) {
    Effect worse = newReaders.isWorseThan(oldReaders) ? newReaders : oldReaders;
    return switch (worse.impact()) {
      case FINE, ANNOUNCED -> "";
      case CAUTION -> "Make sure that all values fit into both types";
      case BREAKS ->
          "Leave field %d as it was and add another beside it; or raise (busline.event_version), with an upcaster"
              .formatted(field.number());
    };
  }

  /** What a reader makes of a value, whatever its name. */
  private Effect type(Field reader, Field writer) {
    if ((reader.label() == Label.MAP) != (writer.label() == Label.MAP)) {
      return breaks("misread or refuse it");
    }
    Effect value = kinds(reader.type(), writer.type());
    Effect key = reader.label() == Label.MAP ? kinds(reader.key(), writer.key()) : Effect.none();
    Effect many = ProtoReading.ofLabel(reader, writer);
    Effect worse = key.isWorseThan(value) ? key : value;
    return many.isWorseThan(worse) ? many : worse;
  }

  private Effect kinds(String reader, String writer) {
    boolean isPair = writer.equals(pairs.get(reader)) || reader.equals(pairs.get(writer));
    if (reader.equals(writer) || isPair) {
      return Effect.none();
    }
    String readerKind = kind(reader);
    String writerKind = kind(writer);
    boolean sameKind = readerKind.equals(writerKind) && !ProtoReading.isScalar(reader);
    if (sameKind) {
      return readerKind.equals("enum")
          ? caution("see other constants")
          : breaks("misread or refuse it");
    }
    return ProtoReading.ofType(readerKind, writerKind);
  }

  private String kind(String type) {
    if (ProtoReading.isScalar(type)) {
      return type;
    }
    if (oldSchema.enums().containsKey(type) || newSchema.enums().containsKey(type)) {
      return "enum";
    }
    boolean isMessage =
        oldSchema.messages().containsKey(type)
            || newSchema.messages().containsKey(type)
            || type.startsWith("google.protobuf.");
    if (isMessage) {
      return "message";
    }
    throw new SchemaException(
        "a field has changed its type from or to %s, which neither %s nor %s nor their imports define. Put the imported file where its import says, below a folder above the file"
            .formatted(type, oldSchema.file(), newSchema.file()));
  }

  private void renumbered(String where, Field before, Field after) {
    note(
        where,
        "number %d is now %d".formatted(before.number(), after.number()),
        lost(before),
        lost(after),
        "Keep the number %d: names do not travel".formatted(before.number()));
  }

  private static Effect lost(Field reader) {
    return reader.label() == Label.REQUIRED ? ProtoReading.missing(reader) : breaks("lose it");
  }

  private void removed(String where, Field before, Message now) {
    Effect missing = ProtoReading.missing(before);
    boolean isReserved = now.reserved().has(before.number());
    note(
        where,
        isReserved ? "removed" : "removed, %d not reserved".formatted(before.number()),
        missing.impact() == Impact.FINE ? caution(missing.text()) : missing,
        isReserved ? fine("pass over it") : caution("misread it if reused"),
        isReserved
            ? "Remove it when no reader relies on it any more"
            : "Add: reserved %d; reserved \"%s\";".formatted(before.number(), before.name()));
  }

  private void added(String where, Field after, Message old) {
    boolean wasReserved = old.reserved().has(after.number());
    Effect missing = ProtoReading.missing(after);
    note(
        where,
        wasReserved
            ? "added, %d was reserved".formatted(after.number())
            : after.described() + " added",
        fine("pass over it"),
        wasReserved && missing.impact() == Impact.FINE
            ? caution("misread events older than both")
            : missing,
        wasReserved ? "Give it a number that was never used" : requiredRemedy(missing));
  }

  private static String requiredRemedy(Effect missing) {
    return missing.impact() == Impact.BREAKS
        ? "Make it optional; a required field is for ever"
        : "";
  }

  /** A field and the message it is in. */
  private record Placed(Field field, Message message) {
    /** Whether another of its oneof can be set beside it by a writer of the other message. */
    boolean losesTo(Placed writer) {
      return !field.oneof().isEmpty()
          && message.fields().values().stream()
              .filter(each -> each.oneof().equals(field.oneof()) && each.number() != field.number())
              .map(each -> writer.message.fields().get(each.number()))
              .anyMatch(
                  each ->
                      each != null
                          && (each.oneof().isEmpty()
                              || !each.oneof().equals(writer.field.oneof())));
    }
  }

  private void oneof(String where, Placed before, Placed after) {
    String from = before.field.oneof();
    String to = after.field.oneof();
    if (from.isEmpty() == to.isEmpty()) {
      return;
    }
    Effect oldReaders = before.losesTo(after) ? breaks("keep one of them") : Effect.none();
    Effect newReaders = after.losesTo(before) ? breaks("keep one of them") : Effect.none();
    boolean breaks = oldReaders.isWorseThan(newReaders) || newReaders.isWorseThan(oldReaders);
    note(
        where,
        to.isEmpty() ? "moved out of oneof " + from : "moved into oneof " + to,
        oldReaders,
        newReaders,
        breaks ? "Leave the field where it was, and add a new one" : "");
  }

  private void note(
      String where, String what, Effect oldReaders, Effect newReaders, String remedy) {
    changes.add(new Change(where, what, oldReaders, newReaders, remedy));
  }
}
