package io.busline.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log in segments. One thread at a time appends or forgets, under the broker's lock;
 * any thread reads up to {@link #end()} without one.
 *
 * <p>Segments are found by their number and not chained: one that is forgotten, but not collected
 * yet, would keep all that follow it.
 */
final class MemoryLog {
  private static final int SEGMENT_BITS = 12;
  private static final int SEGMENT = 1 << SEGMENT_BITS;

  private static final class Segment {
    final @Nullable StoredEvent[] events = new StoredEvent[SEGMENT];
  }

  /** How many of the last events can be read even after they are forgotten. */
  private final int readable;

  /** A ring, by number; its length is a power of two. */
  private volatile @Nullable Segment[] segments = new Segment[16];

  private Segment last = new Segment();
  private long firstNumber;
  private volatile long start;

  /** Whoever must see every append at once, such as a reader about to wait, asks under the lock. */
  private final AtomicLong end = new AtomicLong();

  MemoryLog(int readable) {
    this.readable = readable;
    segments[0] = last;
  }

  long start() {
    return start;
  }

  long end() {
    return end.get();
  }

  void append(StoredEvent event) {
    int index = (int) event.position & (SEGMENT - 1);
    if (index == 0 && event.position > 0) {
      last = new Segment();
      add(event.position >>> SEGMENT_BITS, last);
    }
    last.events[index] = event;
    end.setRelease(event.position + 1);
  }

  /** The position of the first event stored at a time or after it; the end if there is none. */
  long firstSince(Instant time) {
    long position = start;
    while (position < end() && Instant.ofEpochMilli(read(position).storedAtMillis).isBefore(time)) {
      position++;
    }
    return position;
  }

  Map<String, Long> countByTopic() {
    Map<String, Long> events = new HashMap<>();
    for (long position = start; position < end(); position++) {
      StoredType type = read(position).type;
      if (!type.isDeleted) {
        events.merge(type.topic, 1L, Long::sum);
      }
    }
    return events;
  }

  private void add(long number, Segment segment) {
    @Nullable Segment[] ring = segments;
    if (number - firstNumber == ring.length) {
      @Nullable Segment[] larger = new Segment[ring.length * 2];
      for (long n = firstNumber; n < number; n++) {
        larger[slot(n, larger)] = ring[slot(n, ring)];
      }
      ring = larger;
    }
    ring[slot(number, ring)] = segment;
    segments = ring;
  }

  private static int slot(long number, @Nullable Segment[] ring) {
    return (int) number & (ring.length - 1);
  }

  /** Forgets whole segments below a position. */
  void forget(long below) {
    start = Math.max(start, Math.min(below, end() - 1) & -SEGMENT);
    long kept = Math.max(0, Math.min(start, end() - readable)) >>> SEGMENT_BITS;
    while (firstNumber < kept) {
      segments[slot(firstNumber++, segments)] = null;
    }
  }

  /** Reads a position below the end that is not forgotten, or readable nevertheless. */
  StoredEvent read(long position) {
    @Nullable Segment[] ring = segments;
    Segment segment = ring[slot(position >>> SEGMENT_BITS, ring)];
    StoredEvent event = segment == null ? null : segment.events[(int) position & (SEGMENT - 1)];
    if (event == null || event.position != position) {
      throw new IllegalStateException("nothing is stored at position " + position);
    }
    return event;
  }
}
