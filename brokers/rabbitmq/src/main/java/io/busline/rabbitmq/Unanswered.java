package io.busline.rabbitmq;

import com.rabbitmq.client.Return;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Messages by the numbers under which they were sent. Numbers follow one another, so a message has
 * its place in a ring. One that is still unanswered when the ring comes round to it again stands
 * aside: others may go on for as long as it takes. Not safe for use by several threads.
 */
final class Unanswered {

  /** How many numbers the ring holds at most; a power of two, as its size is always. */
  static final int MOST = 1 << 15;

  private static final int AT_FIRST = 1 << 8;

  private @Nullable Sent[] ring = new @Nullable Sent[AT_FIRST];
  private final Map<Long, Sent> aside = new LinkedHashMap<>();

  /** All before it are answered or aside. */
  private long oldest = 1;

  private long next = 1;
  private int size;

  /**
   * A message, and its id if it has one, which tells it from others when it is returned: the server
   * does not say its number then.
   */
  static final class Sent {
    final long number;
    final @Nullable String id;
    Outgoing message;

    /** Whether the server has said that nobody keeps it. */
    boolean returned;

    Sent(long number, Outgoing message, @Nullable String id) {
      this.number = number;
      this.message = message;
      this.id = id;
    }

    boolean is(Return returned) {
      return message.routingKey().equals(returned.getRoutingKey())
          && message.exchange().equals(returned.getExchange())
          && Objects.equals(id, returned.getProperties().getMessageId());
    }
  }

  int size() {
    return size;
  }

  /** Adds a message under the next number, or again under the last one if that was taken out. */
  void add(Sent sent) {
    oldest = Math.min(oldest, sent.number);
    while (sent.number - oldest >= ring.length) {
      if (ring.length < MOST) {
        grow();
      } else {
        stepAside();
      }
    }
    ring[at(sent.number)] = sent;
    next = sent.number + 1;
    size++;
  }

  private int at(long number) {
    return (int) number & (ring.length - 1);
  }

  private void grow() {
    @Nullable Sent[] before = ring;
    ring = new @Nullable Sent[2 * before.length];
    for (Sent sent : before) {
      if (sent != null) {
        ring[at(sent.number)] = sent;
      }
    }
  }

  private void stepAside() {
    Sent sent = ring[at(oldest)];
    if (sent != null) {
      aside.put(sent.number, sent);
      ring[at(oldest)] = null;
    }
    oldest++;
  }

  /** Takes out a message; null if there is none of the number. */
  @Nullable Sent remove(long number) {
    if (number < oldest) {
      Sent late = aside.isEmpty() ? null : aside.remove(number);
      size -= late == null ? 0 : 1;
      return late;
    }
    if (number >= next) {
      return null;
    }
    Sent sent = ring[at(number)];
    if (sent != null) {
      ring[at(number)] = null;
      size--;
    }
    while (oldest < next && ring[at(oldest)] == null) {
      oldest++;
    }
    return sent;
  }

  /** Takes out everything up to a number, in order. */
  List<Sent> removeThrough(long number) {
    List<Sent> taken = new ArrayList<>();
    Iterator<Sent> late = aside.values().iterator();
    while (late.hasNext()) {
      Sent sent = late.next();
      if (sent.number > number) {
        break;
      }
      taken.add(sent);
      late.remove();
    }
    for (; oldest < next && oldest <= number; oldest++) {
      Sent sent = ring[at(oldest)];
      if (sent != null) {
        taken.add(sent);
        ring[at(oldest)] = null;
      }
    }
    size -= taken.size();
    return taken;
  }

  /** The first message after a number which a return is of; null if there is none. */
  @Nullable Sent find(Return returned, long after) {
    for (Sent sent : aside.values()) {
      if (sent.number > after && sent.is(returned)) {
        return sent;
      }
    }
    for (long number = Math.max(oldest, after + 1); number < next; number++) {
      Sent sent = ring[at(number)];
      if (sent != null && sent.is(returned)) {
        return sent;
      }
    }
    return null;
  }

  /** All messages, in order. */
  List<Sent> all() {
    List<Sent> all = new ArrayList<>(aside.values());
    for (long number = oldest; number < next; number++) {
      Sent sent = ring[at(number)];
      if (sent != null) {
        all.add(sent);
      }
    }
    return all;
  }

  void clear() {
    aside.clear();
    Arrays.fill(ring, null);
    oldest = next;
    size = 0;
  }
}
