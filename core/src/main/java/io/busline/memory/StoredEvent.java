package io.busline.memory;

import io.busline.event.Event;

/** An event in the log. */
final class StoredEvent {
  final long position;
  final StoredType type;
  final Event<byte[]> event;
  final long storedAtMillis;

  StoredEvent(long position, StoredType type, Event<byte[]> event, long storedAtMillis) {
    this.position = position;
    this.type = type;
    this.event = event;
    this.storedAtMillis = storedAtMillis;
  }
}
