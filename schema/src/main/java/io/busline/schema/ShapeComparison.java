package io.busline.schema;

import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.fine;

import io.busline.schema.Effect.Impact;
import io.busline.schema.Shape.Property;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Walks through two shapes side by side and notes what differs. */
final class ShapeComparison {
  private final Function<Shape.Properties, Map<String, Property>> oldProperties;
  private final Function<Shape.Properties, Map<String, Property>> newProperties;
  private final List<Change> changes;
  private final Set<List<String>> compared = new HashSet<>();

  ShapeComparison(
      Function<Shape.Properties, Map<String, Property>> oldProperties,
      Function<Shape.Properties, Map<String, Property>> newProperties,
      List<Change> changes) {
    this.oldProperties = oldProperties;
    this.newProperties = newProperties;
    this.changes = changes;
  }

  void compare(String path, Shape old, Shape now) {
    if (old instanceof Shape.Elements before && now instanceof Shape.Elements after) {
      compare(path + "[]", before.element(), after.element());
    } else if (old instanceof Shape.Entries before && now instanceof Shape.Entries after) {
      if (!(before.key() instanceof Shape.Text && after.key() instanceof Shape.Text)) {
        compare(path + "{key}", before.key(), after.key());
      }
      compare(path + "{}", before.value(), after.value());
    } else if (old instanceof Shape.Properties before && now instanceof Shape.Properties after) {
      if (compared.add(List.of(before.type(), after.type()))) {
        objects(path, oldProperties.apply(before), newProperties.apply(after));
      }
    } else if (old instanceof Shape.Variants before && now instanceof Shape.Variants after) {
      variants(path, before, after);
    } else if (old instanceof Shape.Words before && now instanceof Shape.Words after) {
      words(path, before, after);
    } else if (!old.name().equals(now.name())) {
      value(path, "%s is now %s".formatted(old.name(), now.name()), old, now);
    }
  }

  private void value(String path, String what, Shape old, Shape now) {
    Effect oldReaders = ShapeReading.of(old, now);
    Effect newReaders = ShapeReading.of(now, old);
    note(path, what, oldReaders, newReaders, ClassComparison.remedy(oldReaders, newReaders));
  }

  private void words(String path, Shape.Words old, Shape.Words now) {
    Set<String> added = without(now.written(), old.written());
    Set<String> removed = without(old.written(), now.written());
    if (!added.isEmpty() || !removed.isEmpty()) {
      value(path, list("", added, removed), old, now);
    }
  }

  private void variants(String path, Shape.Variants old, Shape.Variants now) {
    if (!old.property().equals(now.property())) {
      note(
          path,
          "subtypes are told by %s, not %s".formatted(now.property(), old.property()),
          breaks("refuse it"),
          breaks("refuse it"),
          "Keep the property %s".formatted(old.property()));
    }
    Set<String> added = without(now.cases().keySet(), old.cases().keySet());
    Set<String> removed = without(old.cases().keySet(), now.cases().keySet());
    if (!added.isEmpty() || !removed.isEmpty()) {
      Effect oldReaders = known(added);
      Effect newReaders = known(removed);
      note(
          path,
          list("subtype ", added, removed),
          oldReaders,
          newReaders,
          ClassComparison.remedy(oldReaders, newReaders));
    }
    old.cases()
        .forEach(
            (name, before) -> {
              Shape after = now.cases().get(name);
              if (after != null) {
                compare(path + "(" + name + ")", before, after);
              }
            });
  }

  private static Effect known(Set<String> unknown) {
    return unknown.isEmpty() ? Effect.none() : breaks("refuse " + String.join(", ", unknown));
  }

  private void objects(String path, Map<String, Property> old, Map<String, Property> now) {
    Set<String> added = without(now.keySet(), old.keySet());
    old.forEach(
        (name, before) -> {
          Property after = now.get(name);
          Optional<Property> renamed =
              added.stream().map(now::get).filter(each -> isRenamed(before, each)).findFirst();
          if (after != null) {
            kept(at(path, name), before, after);
          } else if (renamed.isPresent()) {
            added.remove(renamed.get().name());
            renamed(path, before, renamed.get());
          } else {
            removed(at(path, name), before);
          }
        });
    added.forEach(name -> added(at(path, name), Objects.requireNonNull(now.get(name))));
  }

  private void kept(String path, Property old, Property now) {
    if (old.written() && !now.written()) {
      note(
          path,
          "no longer written",
          ClassComparison.missing(old),
          Effect.none(),
          "Keep writing it while old readers are there");
    }
    if (old.read() && now.read()) {
      compare(path, old.shape(), now.shape());
    }
  }

  private static boolean isRenamed(Property old, Property now) {
    return now.aliases().contains(old.name()) || old.aliases().contains(now.name());
  }

  private void renamed(String path, Property old, Property now) {
    boolean oldKnow = old.aliases().contains(now.name());
    boolean newKnow = now.aliases().contains(old.name());
    note(
        at(path, old.name()),
        "renamed to " + now.name(),
        oldKnow ? fine("know the name") : removedFrom(old),
        newKnow ? fine("know the alias") : ClassComparison.missing(now),
        oldKnow && newKnow
            ? ""
            : "Let readers know both names by @JsonAlias before a writer uses the new one");
    List<Change> values = new ArrayList<>();
    new ShapeComparison(oldProperties, newProperties, values)
        .compare(at(path, now.name()), old.shape(), now.shape());
    for (Change change : values) {
      note(
          change.where(),
          change.what(),
          oldKnow ? change.oldReaders() : Effect.none(),
          newKnow ? change.newReaders() : Effect.none(),
          change.remedy());
    }
  }

  private void removed(String path, Property old) {
    Effect oldReaders = removedFrom(old);
    note(
        path,
        old.shape().name() + " removed",
        oldReaders,
        fine("ignore it"),
        oldReaders.impact() == Impact.FINE
            ? ""
            : "Remove it when no reader of the old version is left; or raise the version");
  }

  /** Old readers have always been given it, and may rely on that. */
  private static Effect removedFrom(Property old) {
    Effect missing = ClassComparison.missing(old);
    return old.read() && missing.impact() == Impact.FINE ? Effect.caution(missing.text()) : missing;
  }

  private void added(String path, Property now) {
    Effect newReaders = ClassComparison.missing(now);
    note(
        path,
        now.shape().name() + " added",
        fine("ignore it"),
        newReaders,
        newReaders.impact() == Impact.BREAKS
            ? "Let it be null (Integer instead of int); or raise the version, with an upcaster"
            : "");
  }

  private void note(String path, String what, Effect oldReaders, Effect newReaders, String remedy) {
    changes.add(new Change(path.isEmpty() ? "(data)" : path, what, oldReaders, newReaders, remedy));
  }

  private static String at(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Set<String> without(Set<String> names, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(names);
    rest.removeAll(others);
    return rest;
  }

  private static String list(String what, Set<String> added, Set<String> removed) {
    List<String> parts = new ArrayList<>();
    if (!added.isEmpty()) {
      parts.add(what + "added " + String.join(", ", added));
    }
    if (!removed.isEmpty()) {
      parts.add(what + "removed " + String.join(", ", removed));
    }
    return String.join("; ", parts);
  }
}
