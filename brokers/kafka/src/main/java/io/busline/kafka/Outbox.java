package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.spi.OutboundMessage;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/** Publishes events into their topics. Safe for use by several threads. */
final class Outbox {

  private final Producer<String, byte[]> producer;
  private final Topics topics;
  private final Reachability reachability;

  /** Topics that are there and that the client knows, so that sending to them does not block. */
  private final Set<String> warm = ConcurrentHashMap.newKeySet();

  /** Events whose topic must be looked for first, and those that came after them, in order. */
  private final Queue<OutboundMessage> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger queued = new AtomicInteger();

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
    if (queued.get() == 0 && warm.contains(message.topic())) {
      publish(message);
    } else {
      sendLater(message);
    }
  }

  private void publish(OutboundMessage message) {
    ProducerRecord<String, byte[]> record;
    try {
      record = Records.write(message.topic(), message.event());
    } catch (EventBusException e) {
      message.failed(e);
      return;
    }
    try {
      var unused = producer.send(record, (place, failure) -> settle(message, place, failure));
    } catch (KafkaException | IllegalStateException e) {
      // Thrown before anything is sent.
      warm.remove(message.topic());
      topics.forget(message.topic());
      message.failed(Failures.of("publishing to topic " + message.topic(), e));
    }
  }

  /** On the client's thread, which must not be held up. */
  private void settle(OutboundMessage message, RecordMetadata place, @Nullable Exception failure) {
    if (failure == null) {
      message.stored(new Place(place.partition(), place.offset()), false);
      return;
    }
    if (failure instanceof UnknownTopicOrPartitionException) {
      warm.remove(message.topic());
      topics.forget(message.topic());
    }
    BrokerException told = Failures.of("publishing to topic " + message.topic(), failure);
    if (isRefusal(failure)) {
      message.failed(told);
    } else {
      message.unknown(told);
    }
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
  private void sendLater(OutboundMessage message) {
    queue.add(message);
    if (queued.getAndIncrement() == 0) {
      var unused = CompletableFuture.runAsync(this::sendQueued);
    }
  }

  private void sendQueued() {
    do {
      OutboundMessage message = queue.remove();
      try {
        warmUp(message.topic());
        publish(message);
      } catch (RuntimeException e) {
        message.failed(e instanceof EventBusException ? e : unforeseen(message, e));
      }
    } while (queued.decrementAndGet() > 0);
  }

  private static BrokerException unforeseen(OutboundMessage message, RuntimeException failure) {
    return Failures.of("publishing to topic " + message.topic(), failure);
  }

  private void warmUp(String topic) {
    if (!warm.contains(topic)) {
      topics.require(topic);
      // Has the client learn where the partitions are.
      var unused = reachability.patiently(() -> producer.partitionsFor(topic));
      warm.add(topic);
    }
  }
}
