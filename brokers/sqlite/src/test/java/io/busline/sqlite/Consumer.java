package io.busline.sqlite;

import io.busline.event.EventDefinition;
import io.busline.event.EventPattern;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A consumer and what it was given. */
final class Consumer implements Inbox, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Enough for a member to take slots: to look, to write, to see what was written, to read. */
  private static final int TURNS = 4;

  private final SqliteBroker file;
  final BrokerConsumer broker;
  final List<InboundMessage> held = new ArrayList<>();
  final List<InboundMessage> arrived = new ArrayList<>();
  final List<InboundMessage> revoked = new ArrayList<>();

  Consumer(Broker file, BrokerConsumer broker) {
    this.file = (SqliteBroker) file;
    this.broker = broker;
  }

  static ConsumerSpec spec(@Nullable String group, StartPosition start, String... patterns) {
    return new ConsumerSpec(
        group, Arrays.stream(patterns).map(Consumer::interest).toList(), start, Ordering.PER_KEY);
  }

  private static Interest interest(String text) {
    EventPattern pattern = new EventPattern(text);
    return new Interest(pattern, pattern.isExact() ? EventDefinition.defaultTopic(text) : null);
  }

  @Override
  public void arrived(InboundMessage message) {
    arrived.add(message);
    held.add(message);
  }

  @Override
  public void revoked(InboundMessage message) {
    revoked.add(message);
    held.remove(message);
  }

  /** Polls without waiting for events, but for what the consumer has to write. */
  Consumer poll() {
    for (int turn = 0; turn < TURNS; turn++) {
      broker.poll(1_000, 0, this);
      file.writer().now(session -> true);
    }
    return this;
  }

  /**
   * Waits until it knows of a place that another process wrote: that is looked for in real time.
   */
  void learn(long end) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (file.told().through() < end && System.nanoTime() < until) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Polls until so many have arrived in all. */
  Consumer await(int count) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (arrived.size() < count && System.nanoTime() < end) {
      broker.poll(1_000, 5_000_000, this);
    }
    return this;
  }

  /** Acknowledges everything held. */
  Consumer ack() {
    broker.ack(List.copyOf(held));
    held.clear();
    return this;
  }

  List<String> ids() {
    return arrived.stream().map(message -> message.event().id()).toList();
  }

  List<String> heldIds() {
    return held.stream().map(message -> message.event().id()).toList();
  }

  @Override
  public void close() {
    broker.close();
  }
}
