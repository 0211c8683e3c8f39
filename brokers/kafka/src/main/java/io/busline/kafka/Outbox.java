package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.kafka.Unconfirmed.Block;
import io.busline.spi.OutboundMessage;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/** Publishes events into their topics. Safe for use by several threads. */
final class Outbox implements TopicWatch.Use {

  private final Producer<String, byte[]> producer;
  private final Topics topics;
  private final Reachability reachability;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  /** Events whose topic must be looked for first, and those that came after them, in order. */
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger queued = new AtomicInteger();

  /** A topic that events were published to. */
  private static final class Target {
    private final Unconfirmed unconfirmed = new Unconfirmed();

    /** It is there and the client knows it, so that sending to it does not block. */
    private volatile boolean isWarm;
  }

  /** An event whose topic must be looked for; if again, because it was gone when it was sent. */
  private record Waiting(OutboundMessage message, boolean again) {}

  /** Where an event is stored. Hardly anybody asks, so it becomes text only then. */
  private record Place(int partition, long offset) {
    @Override
    public String toString() {
      return partition + ":" + offset;
    }
  }

  Outbox(Producer<String, byte[]> producer, Topics topics, Reachability reachability) {
    this.producer = producer;
    this.topics = topics;
    this.reachability = reachability;
  }

  void send(OutboundMessage message) {
    Target target = targets.get(message.topic());
    if (queued.get() == 0 && target != null && target.isWarm) {
      publish(message, target, false);
    } else {
      sendLater(new Waiting(message, false));
    }
  }

  private void publish(OutboundMessage message, Target target, boolean again) {
    try {
      send(
          Records.write(message.topic(), message.event(), message.headers()),
          message,
          target,
          again);
    } catch (EventBusException e) {
      message.failed(e);
    }
  }

  private void send(
      ProducerRecord<String, byte[]> record,
      OutboundMessage message,
      Target target,
      boolean again) {
    Block block = target.unconfirmed.block();
    int slot = target.unconfirmed.add(block, message);
    if (slot < 0) {
      // It is full, and the next one is there.
      send(record, message, target, again);
      return;
    }
    try {
      var unused =
          producer.send(
              record,
              (place, failure) -> {
                target.unconfirmed.end(block, slot);
                settle(message, place, failure, again);
              });
    } catch (Throwable e) {
      // Thrown before anything is sent.
      target.unconfirmed.end(block, slot);
      forget(message.topic());
      message.failed(Failures.of("publishing to topic " + message.topic(), e));
    }
  }

  /** On the client's thread, which must not be held up. */
  private void settle(
      OutboundMessage message, RecordMetadata place, @Nullable Exception failure, boolean again) {
    if (failure == null) {
      message.stored(new Place(place.partition(), place.offset()), false);
      return;
    }
    Throwable cause = failure.getCause();
    boolean unsent = failure instanceof TimeoutException && isUnknownTopic(cause);
    if (unsent || isUnknownTopic(failure)) {
      forget(message.topic());
    }
    BrokerException told =
        Failures.of(
            "publishing to topic " + message.topic(), unsent && cause != null ? cause : failure);
    if (unsent && !again) {
      // The client has not sent it, because there was no such topic; it may be made again.
      sendLater(new Waiting(message, true));
    } else if (unsent || isRefusal(failure)) {
      message.failed(told);
    } else {
      message.unknown(told);
    }
  }

  /** It is also the cause if the client has waited in vain for the topic to be there. */
  private static boolean isUnknownTopic(@Nullable Throwable failure) {
    return failure instanceof UnknownTopicOrPartitionException;
  }

  /** Whether the server has surely not stored it. After a time-out nobody can tell. */
  static boolean isRefusal(Exception failure) {
    return failure instanceof RecordTooLargeException
        || failure instanceof AuthorizationException
        || failure instanceof InvalidTopicException
        || failure instanceof InvalidTimestampException
        || failure instanceof PolicyViolationException
        || failure instanceof UnsupportedForMessageFormatException;
  }

  /** Looking for a topic, or making it, blocks; neither the publisher nor the client may wait. */
  private void sendLater(Waiting waiting) {
    queue.add(waiting);
    if (queued.getAndIncrement() == 0) {
      var unused = CompletableFuture.runAsync(this::sendQueued);
    }
  }

  /** Whatever comes of one, it is counted: those after it would wait for ever. */
  private void sendQueued() {
    do {
      Waiting next = queue.remove();
      OutboundMessage message = next.message();
      try {
        if (!message.isSettled()) {
          publish(message, warm(message.topic()), next.again());
        }
      } catch (EventBusException e) {
        message.failed(e);
      } catch (Throwable e) {
        message.failed(Failures.of("publishing to topic " + message.topic(), e));
      }
    } while (queued.decrementAndGet() > 0);
  }

  private Target warm(String topic) {
    Target target = targets.computeIfAbsent(topic, name -> new Target());
    if (!target.isWarm) {
      topics.require(topic);
      // Has the client learn where the partitions are.
      var unused = reachability.patiently(() -> producer.partitionsFor(topic));
      target.isWarm = true;
    }
    return target;
  }

  private void forget(String topic) {
    deleted(topic);
    topics.forget(topic);
  }

  @Override
  public void deleted(String topic) {
    Target target = targets.get(topic);
    if (target != null) {
      target.isWarm = false;
    }
  }

  /** Those that the client has not brought to an end: it waits for their topics. */
  @Override
  public Set<String> needed() {
    return targets.entrySet().stream()
        .filter(target -> !target.getValue().unconfirmed.isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public void refused(String topic, EventBusException why) {
    lost(topic, why);
  }

  /** The client would wait much longer. It may have been stored before the topic was deleted. */
  @Override
  public void lost(String topic, EventBusException why) {
    Target target = targets.get(topic);
    if (target != null) {
      BrokerException told =
          new BrokerException(
              "publishing to topic %s failed: %s".formatted(topic, why.getMessage()));
      target.unconfirmed.all().forEach(message -> message.unknown(told));
    }
  }
}
