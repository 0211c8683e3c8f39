package io.busline.schema;

import io.busline.schema.Effect.Impact;

/**
 * One difference between two versions of a schema.
 *
 * @param where the field or property, or what else differs
 * @param what the difference, in a few words
 * @param oldReaders what it means to readers of the old version, given new events
 * @param newReaders what it means to readers of the new version, given old events
 * @param remedy what to do about it; empty if nothing needs to be done
 */
public record Change(
    String where, String what, Effect oldReaders, Effect newReaders, String remedy) {

  /**
   * Whether it breaks readers of either version.
   *
   * @return whether there are such readers
   */
  public boolean breaks() {
    return oldReaders.impact() == Impact.BREAKS || newReaders.impact() == Impact.BREAKS;
  }

  /**
   * The change in words: where, what, whom it concerns, and what to do about it.
   *
   * @return one line
   */
  @Override
  public String toString() {
    return "%s: %s. Old readers %s; new readers %s.%s"
        .formatted(
            where,
            what,
            oldReaders.text(),
            newReaders.text(),
            remedy.isEmpty() ? "" : " " + remedy + ".");
  }

  /** The same change among versions that readers tell apart before they read any data. */
  Change behindVersions() {
    Effect behind = Effect.fine("do not read it");
    return new Change(where, what, behind, behind, "");
  }
}
