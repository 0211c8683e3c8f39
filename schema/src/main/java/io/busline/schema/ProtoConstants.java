package io.busline.schema;

import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.caution;

import io.busline.schema.ProtoSchema.Enumeration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the constants of an enum by their numbers, which are what travels. */
final class ProtoConstants {
  private ProtoConstants() {}

  static List<Change> changes(ProtoSchema oldSchema, ProtoSchema newSchema, String name) {
    Enumeration old = Objects.requireNonNull(oldSchema.enums().get(name));
    Enumeration now = Objects.requireNonNull(newSchema.enums().get(name));
    List<Change> changes = new ArrayList<>();
    Map<String, Integer> added = new LinkedHashMap<>(now.constants());
    String scope = oldSchema.shortened(name) + ".";
    old.constants()
        .forEach(
            (constant, number) -> {
              Integer after = added.remove(constant);
              if (after == null) {
                changes.add(gone(scope + constant, number, old, now, added));
              } else if (!after.equals(number)) {
                changes.add(renumbered(scope + constant, number, after));
              }
            });
    added.forEach(
        (constant, number) -> {
          if (!old.constants().containsValue(number)) {
            changes.add(
                new Change(
                    scope + constant,
                    "constant added",
                    unknown(old),
                    Effect.none(),
                    "Roll out the new readers before the writers"));
          }
        });
    return changes;
  }

  private static Change gone(
      String where, int number, Enumeration old, Enumeration now, Map<String, Integer> added) {
    for (Map.Entry<String, Integer> other : added.entrySet()) {
      if (other.getValue() == number && !old.constants().containsKey(other.getKey())) {
        Effect effect = caution("see no difference, but in JSON");
        return new Change(
            where,
            "renamed to " + other.getKey(),
            effect,
            effect,
            "Keep the name if anybody reads the message as JSON");
      }
    }
    return new Change(
        where,
        now.reserved().has(number) ? "removed" : "removed, %d not reserved".formatted(number),
        Effect.none(),
        now.constants().containsValue(number) ? Effect.none() : unknown(now),
        "Keep it while events with it are stored or published; then reserve %d".formatted(number));
  }

  private static Change renumbered(String where, int before, int after) {
    Effect effect = breaks("misread it");
    return new Change(
        where,
        "number %d is now %d".formatted(before, after),
        effect,
        effect,
        "Keep the number %d: names do not travel".formatted(before));
  }

  /** A closed enum's reader takes an unknown number for the default, an open one's keeps it. */
  private static Effect unknown(Enumeration reader) {
    return reader.isOpen() ? caution("see UNRECOGNIZED") : breaks("take it for the default");
  }
}
