package io.busline;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Ids for events: UUIDs of version 7 (RFC 9562, section 5.7). Their order is the order of time, so
 * a broker that indexes them appends to its index. The random part is drawn once and then counted
 * up, which keeps ids of one millisecond in order too and costs no random number an event.
 */
final class EventIds {
  private static final long VERSION = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LOW_62 = 0x3FFF_FFFF_FFFF_FFFFL;

  private final long high;
  private final AtomicLong low;

  EventIds(RandomGenerator random) {
    this.high = random.nextLong() & 0xFFF;
    this.low = new AtomicLong(random.nextLong());
  }

  String next(long epochMillis) {
    long most = epochMillis << 16 | VERSION | high;
    long least = VARIANT | (low.getAndIncrement() & LOW_62);
    return new UUID(most, least).toString();
  }
}
