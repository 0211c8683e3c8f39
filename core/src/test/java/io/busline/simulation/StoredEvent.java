package io.busline.simulation;

import org.jspecify.annotations.Nullable;

/**
 * An event in the log.
 *
 * @param position its place
 * @param id its id; with a broker that does not deduplicate, another event may have the same
 * @param key the number of its key, or -1 for none
 */
record StoredEvent(int position, int id, int key) {
  private static final String[] NAMES = {"a", "b", "c", "d", "e", "f"};

  @Nullable String keyOrNull() {
    return key < 0 ? null : NAMES[key];
  }

  @Override
  public String toString() {
    return "%s@%d(id %d)".formatted(key < 0 ? "-" : NAMES[key], position, id);
  }
}
