package io.busline.schema;

import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.fine;

import io.busline.schema.ProtoSchema.Message;
import io.busline.spi.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the messages of two {@code .proto} files. A message that can be an event is compared
 * together with all that it holds, so that its version can speak for all of it.
 */
final class ProtoComparison {
  private final ProtoSchema old;
  private final ProtoSchema now;

  /** The new names of the old messages that are still there, and of the enums. */
  private final Map<String, String> pairs = new LinkedHashMap<>();

  private final Set<Change> changes = new LinkedHashSet<>();
  private final Set<String> compared = new LinkedHashSet<>();

  ProtoComparison(ProtoSchema old, ProtoSchema now) {
    this.old = old;
    this.now = now;
    old.messages().keySet().stream().filter(now.messages()::containsKey).forEach(this::pair);
    old.enums().keySet().stream().filter(now.enums()::containsKey).forEach(this::pair);
    pairRenamed();
  }

  private void pair(String name) {
    pairs.put(name, name);
  }

  /** A message with another name is the same one if it is for the same events. */
  private void pairRenamed() {
    Map<String, Message> left = now.ownMessages();
    left.keySet().removeAll(pairs.values());
    for (Message before : old.ownMessages().values()) {
      if (!pairs.containsKey(before.name())) {
        left.values().stream()
            .filter(after -> after.identity().receives(before.identity()))
            .findFirst()
            .ifPresent(after -> pairs.put(before.name(), after.name()));
        left.keySet().removeAll(pairs.values());
      }
    }
  }

  List<Change> changes(Optional<String> message) {
    if (message.isPresent()) {
      one(message.get());
    } else {
      all();
    }
    return List.copyOf(changes);
  }

  private void one(String wanted) {
    Optional<String> before = named(old, wanted);
    Optional<String> after = named(now, wanted);
    if (before.isPresent()) {
      event(Objects.requireNonNull(old.messages().get(before.get())));
    } else if (after.isPresent()) {
      added(after.get());
    } else {
      Set<String> valid = new TreeSet<>(old.ownMessages().keySet());
      valid.addAll(now.ownMessages().keySet());
      throw new SchemaException(
          "neither file has a message %s. %s"
              .formatted(wanted, Nearest.hint(wanted, valid, "They have none")));
    }
  }

  private static Optional<String> named(ProtoSchema schema, String wanted) {
    return schema.ownMessages().keySet().stream()
        .filter(name -> name.equals(wanted) || schema.shortened(name).equals(wanted))
        .findFirst();
  }

  private void all() {
    Set<String> parts = old.used();
    Map<String, Message> messages = old.ownMessages();
    messages.values().stream()
        .filter(message -> message.isMarked() || !parts.contains(message.name()))
        .forEach(this::event);
    old.own().stream()
        .filter(name -> !compared.contains(name))
        .forEach(name -> data(name, changes));
    Set<String> added = now.ownMessages().keySet();
    added.removeAll(pairs.values());
    added.forEach(this::added);
  }

  private void event(Message before) {
    String name = before.name();
    String renamed = pairs.get(name);
    if (renamed == null) {
      compared.add(name);
      removed(name);
      return;
    }
    Message after = Objects.requireNonNull(now.messages().get(renamed));
    Set<Change> data = new LinkedHashSet<>();
    if (!renamed.equals(name)) {
      data.add(
          new Change(
              old.shortened(name),
              "renamed to " + now.shortened(renamed),
              Effect.none(),
              Effect.none(),
              ""));
    }
    old.reachable(name).forEach(part -> data(part, data));
    changes.addAll(
        new IdentityComparison(old.shortened(name), before.identity(), after.identity())
            .with(new ArrayList<>(data)));
  }

  /** Compares one message or enum, and not what it holds. */
  private void data(String name, Set<Change> found) {
    compared.add(name);
    String renamed = pairs.get(name);
    if (renamed == null) {
      if (old.own().contains(name) && old.messages().containsKey(name)) {
        removed(name);
      }
    } else if (old.messages().containsKey(name)) {
      found.addAll(new ProtoFields(old, now, pairs).changes(name, renamed));
    } else {
      found.addAll(ProtoConstants.changes(old, now, name));
    }
  }

  private void removed(String name) {
    boolean isPart = old.used().contains(name);
    changes.add(
        new Change(
            old.shortened(name),
            "message removed",
            Effect.none(),
            isPart ? Effect.none() : breaks("cannot read it"),
            isPart ? "" : "Keep the message while events of it are stored or published"));
  }

  private void added(String name) {
    changes.add(
        new Change(
            now.shortened(name), "message added", fine("do not know it"), Effect.none(), ""));
  }
}
