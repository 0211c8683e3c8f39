package io.busline.schema;

import static io.busline.schema.Effect.announced;
import static io.busline.schema.Effect.breaks;
import static io.busline.schema.Effect.caution;
import static io.busline.schema.Effect.fine;

import java.util.ArrayList;
import java.util.List;

/** Compares what two versions of a schema say of their events, and puts it before the data's. */
record IdentityComparison(String where, Identity old, Identity now) {
  private static final String UPCASTER =
      "Roll out the new readers first, with EventBusBuilder.upcaster from version %d; then the"
          + " writers. Redrive what became a dead letter";

  /** The changes of the events, then those of their data. */
  List<Change> with(List<Change> data) {
    List<Change> changes = new ArrayList<>();
    names(changes);
    versions(changes, data.stream().anyMatch(Change::breaks));
    key(changes);
    if (old.version() == now.version()) {
      changes.addAll(data);
    } else {
      data.forEach(change -> changes.add(change.behindVersions()));
    }
    return changes;
  }

  private void names(List<Change> changes) {
    String before = old.type().name();
    String after = now.type().name();
    if (!before.equals(after)) {
      changes.add(
          change(
              "type %s is now %s".formatted(before, after),
              received(old, now),
              received(now, old),
              now.receives(old)
                  ? "Roll out the new readers before any writer publishes under the new name"
                  : "Add the alias %s, and roll out the new readers before the writers"
                      .formatted(before)));
    } else if (!old.type().topic().equals(now.type().topic())) {
      changes.add(
          change(
              "topic %s is now %s".formatted(old.type().topic(), now.type().topic()),
              received(old, now),
              received(now, old),
              "Keep the topic %s; or let readers subscribe to both topics by name and topic until the old one is empty"
                  .formatted(old.type().topic())));
    }
    for (String alias : old.type().aliases()) {
      if (!now.type().aliases().contains(alias) && !after.equals(alias)) {
        changes.add(
            change(
                "alias %s is removed".formatted(alias),
                Effect.none(),
                caution("miss events of that name"),
                "Keep the alias while events of that name are stored or published"));
      }
    }
  }

  private static Effect received(Identity reader, Identity writer) {
    return reader.receives(writer) ? fine("receive them") : breaks("never receive them");
  }

  private void versions(List<Change> changes, boolean dataBreaks) {
    int before = old.version();
    int after = now.version();
    if (before < after) {
      changes.add(
          change(
              "version %d is now %d".formatted(before, after),
              announced("refuse: dead letters"),
              announced("need an upcaster"),
              UPCASTER.formatted(before)));
    } else if (before > after) {
      changes.add(
          change(
              "version %d is now %d".formatted(before, after),
              breaks("need an upcaster"),
              breaks("refuse: dead letters"),
              "Versions only rise: make it %d or more".formatted(before)));
    } else if (dataBreaks) {
      changes.add(
          change(
              "version is still %d".formatted(before),
              caution("do not notice"),
              caution("do not notice"),
              "Raise the version to %d if the changes below that break are meant, and give the new readers EventBusBuilder.upcaster from version %d"
                  .formatted(before + 1, before)));
    }
  }

  private void key(List<Change> changes) {
    if (!old.key().equals(now.key())) {
      Effect effect = caution("lose order for a while");
      changes.add(
          change(
              "key %s is now %s".formatted(old.key().orElse("none"), now.key().orElse("none")),
              effect,
              effect,
              "Old and new events of one key are in no order. Let the old ones be handled before new writers start, or keep the key"));
    }
  }

  private Change change(String what, Effect oldReaders, Effect newReaders, String remedy) {
    return new Change(where, what, oldReaders, newReaders, remedy);
  }
}
