package io.busline.kafka;

import io.busline.spi.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The publishes of a topic that Kafka's client has and that nobody has answered. Nothing is
 * allocated, locked or searched for each of them: they lie in blocks, and a block goes when all
 * that is in it was answered. Safe for use by several threads.
 */
final class Unconfirmed {

  /** One that is never answered keeps so many places, and no event but its own. */
  private static final int BLOCK = 256;

  private final Set<Block> blocks = ConcurrentHashMap.newKeySet();
  private volatile Block last = new Block();

  /** Some publishes, in the order in which they came. */
  static final class Block {
    private final AtomicReferenceArray<OutboundMessage> messages =
        new AtomicReferenceArray<>(BLOCK);
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
  }

  Unconfirmed() {
    blocks.add(last);
  }

  /** Where the next ones go. */
  Block block() {
    return last;
  }

  /** Returns the place of a publish in a block; negative if that is full. */
  int add(Block block, OutboundMessage message) {
    int place = block.taken.getAndIncrement();
    if (place < BLOCK) {
      block.messages.set(place, message);
      return place;
    }
    succeed(block);
    return -1;
  }

  private synchronized void succeed(Block full) {
    if (last == full) {
      Block next = new Block();
      blocks.add(next);
      last = next;
    }
  }

  /** A publish was answered. */
  void end(Block block, int place) {
    block.messages.set(place, null);
    if (block.ended.incrementAndGet() == BLOCK) {
      blocks.remove(block);
    }
  }

  boolean isEmpty() {
    return blocks.stream().allMatch(b -> b.ended.get() >= Math.min(BLOCK, b.taken.get()));
  }

  /** Those that were not answered. */
  List<OutboundMessage> all() {
    List<OutboundMessage> all = new ArrayList<>();
    for (Block block : blocks) {
      for (int place = 0; place < BLOCK; place++) {
        OutboundMessage message = block.messages.get(place);
        if (message != null) {
          all.add(message);
        }
      }
    }
    return all;
  }
}
