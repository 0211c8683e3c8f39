package io.busline.cli.schema;

import io.busline.cli.schema.Effect.Impact;

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

  /** The same change among versions that readers tell apart before they read any data. */
  Change behindVersions() {
    Effect behind = Effect.fine("do not read it");
    return new Change(where, what, behind, behind, "");
  }
}
