package io.busline.memory;

/**
 * An event type in a topic that the log has seen; its index makes matching a look into an array.
 */
final class StoredType {
  final int index;
  final String name;
  final String topic;
  long newestMillis;

  /** The groups that want the type, as of a version of the {@link Audience}. */
  MemoryGroup[] groups = {};

  int version = -1;

  /** Whether its topic was deleted, so that nobody wants what the log still has of it. */
  volatile boolean isDeleted;

  StoredType(int index, String name, String topic) {
    this.index = index;
    this.name = name;
    this.topic = topic;
  }
}
