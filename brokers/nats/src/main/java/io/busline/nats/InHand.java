package io.busline.nats;

import io.busline.spi.Ledger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The messages of one stream that a consumer has: those it handed out, and those that came back or
 * were left open by an owner before, which are handed out before anything else. Used by the
 * consumer's thread.
 */
final class InHand {

  private final Map<Long, StreamMessage> held = new HashMap<>();
  private final NavigableMap<Long, StreamMessage> returned = new TreeMap<>();

  void hold(StreamMessage message) {
    held.put(message.seq, message);
  }

  boolean holds(StreamMessage message) {
    return message.equals(held.get(message.seq));
  }

  /** Returns false if it was not held. */
  boolean letGo(StreamMessage message) {
    return held.remove(message.seq, message);
  }

  /** Has a message handed out again. */
  void putBack(StreamMessage message) {
    returned.put(message.seq, message);
  }

  boolean isReturned(long seq) {
    return returned.containsKey(seq);
  }

  /** Takes what is to be handed out of some slots, in order, until a batch is full. */
  void takeReturned(int slots, int max, List<StreamMessage> batch) {
    Iterator<StreamMessage> messages = returned.values().iterator();
    while (messages.hasNext() && batch.size() < max) {
      StreamMessage message = messages.next();
      if (Ledger.contains(slots, message.slot)) {
        messages.remove();
        batch.add(message);
      }
    }
  }

  /** The slots of which nothing is held. */
  int idle() {
    int idle = Ledger.ALL;
    for (StreamMessage message : held.values()) {
      idle &= ~(1 << message.slot);
    }
    return idle;
  }

  /** Drops everything of some slots; returns what was held. */
  List<StreamMessage> lose(int slots) {
    List<StreamMessage> lost = new ArrayList<>();
    held.values().removeIf(m -> Ledger.contains(slots, m.slot) && lost.add(m));
    returned.values().removeIf(m -> Ledger.contains(slots, m.slot));
    return lost;
  }
}
