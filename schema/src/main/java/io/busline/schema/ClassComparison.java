package io.busline.schema;

import static io.busline.schema.Effect.caution;
import static io.busline.schema.Effect.fine;

import io.busline.schema.Effect.Impact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares two versions of a class: the events it is the data of, and the JSON it is. */
final class ClassComparison {
  private static final String ANNOTATION = "@EventType";

  private ClassComparison() {}

  static List<Change> changes(ClassSource old, ClassSource now) {
    List<Change> data = new ArrayList<>();
    ShapeReader oldShapes = new ShapeReader();
    ShapeReader newShapes = new ShapeReader();
    Shape before = old.reading(() -> oldShapes.shape(old.dataClass()));
    Shape after = now.reading(() -> newShapes.shape(now.dataClass()));
    new ShapeComparison(
            object -> old.reading(() -> oldShapes.properties(object)),
            object -> now.reading(() -> newShapes.properties(object)),
            data)
        .compare("", before, after);
    return withIdentity(old.identity(), now.identity(), data);
  }

  private static List<Change> withIdentity(
      Optional<Identity> old, Optional<Identity> now, List<Change> data) {
    if (old.isPresent() && now.isPresent()) {
      return new IdentityComparison(ANNOTATION, old.get(), now.get()).with(data);
    }
    List<Change> changes = new ArrayList<>();
    if (old.isPresent() || now.isPresent()) {
      changes.add(
          new Change(
              ANNOTATION,
              old.isPresent() ? "annotation removed" : "annotation added",
              Effect.none(),
              caution("need the type's name"),
              "Publish and subscribe under the same name as before"));
    }
    changes.addAll(data);
    return changes;
  }

  /** What to do about a value that some readers do not take as it is. */
  static String remedy(Effect oldReaders, Effect newReaders) {
    Effect worse = newReaders.isWorseThan(oldReaders) ? newReaders : oldReaders;
    return switch (worse.impact()) {
      case FINE, ANNOUNCED -> "";
      case CAUTION -> "Make sure that readers can live with it";
      case BREAKS ->
          newReaders.impact() == Impact.BREAKS
              ? "Add a property beside it instead; or raise the version, with an upcaster"
              : "Roll out the new readers before the writers; or raise the version, with an upcaster";
    };
  }

  /** What readers of a property make of a document that does not have it. */
  static Effect missing(Shape.Property property) {
    if (!property.read()) {
      return Effect.none();
    }
    if (property.required()) {
      return Effect.breaks("refuse: it is missing");
    }
    return fine(property.shape().nullable() ? "get null" : "keep their default");
  }
}
