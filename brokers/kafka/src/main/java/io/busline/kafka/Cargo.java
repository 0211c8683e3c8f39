package io.busline.kafka;

import io.busline.error.EventBusException;
import io.busline.kafka.Completions.Completion;
import io.busline.spi.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The records of a transaction, and which of the events can never be completed because of them. */
final class Cargo {
  /**
   * What takes longer is looked after; nearly everything is stored in some tens of milliseconds.
   */
  private static final long LOOK_EVERY_MILLIS = 500;

  private final Topics topics;
  private final List<Item> items = new ArrayList<>();

  /** Written by the client's thread, too. */
  private final Map<Completion, Exception> refused = new ConcurrentHashMap<>();

  private record Item(Completion completion, ProducerRecord<String, byte[]> record) {}

  Cargo(Topics topics) {
    this.topics = topics;
  }

  /** Makes the topics that are missing; returns whether everything can be sent. */
  boolean load(List<Completion> completions) {
    completions.forEach(this::load);
    return refused.isEmpty();
  }

  private void load(Completion completion) {
    try {
      for (Output output : completion.outputs()) {
        topics.require(output.topic());
        items.add(
            new Item(completion, Records.write(output.topic(), output.event(), output.headers())));
      }
    } catch (EventBusException e) {
      refused.put(completion, e);
    }
  }

  /** Those that were refused up to now, and why; all is known when the transaction has ended. */
  Map<Completion, Exception> refused() {
    return refused;
  }

  /**
   * Blocks until everything is stored or refused.
   *
   * @throws UnknownTopicOrPartitionException if a topic is gone: the client would go on trying
   *     until the transaction's time is over
   */
  void send(Producer<String, byte[]> producer) {
    CountDownLatch ended = new CountDownLatch(items.size());
    for (Item item : items) {
      var unused =
          producer.send(
              item.record(),
              (place, failure) -> {
                if (failure != null) {
                  failed(item, failure);
                }
                ended.countDown();
              });
    }
    try {
      while (!ended.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        requireTopics();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void requireTopics() {
    Set<String> names =
        items.stream().map(item -> item.record().topic()).collect(Collectors.toSet());
    names.removeAll(topics.describe(names).keySet());
    if (!names.isEmpty()) {
      names.forEach(topics::forget);
      throw new UnknownTopicOrPartitionException("somebody has deleted " + names);
    }
  }

  /** It is also the cause if the client has waited in vain for the topic to be there. */
  private static boolean isUnknownTopic(@Nullable Throwable failure) {
    return failure instanceof UnknownTopicOrPartitionException;
  }

  private void failed(Item item, Exception failure) {
    String topic = item.record().topic();
    if (isUnknownTopic(failure) || isUnknownTopic(failure.getCause())) {
      topics.forget(topic);
    }
    if (Outbox.isRefusal(failure)) {
      refused.putIfAbsent(item.completion(), Failures.of("publishing to topic " + topic, failure));
    }
  }
}
