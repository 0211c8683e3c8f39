package io.busline.kafka;

import io.busline.error.EventBusException;
import io.busline.kafka.Completions.Completion;
import io.busline.spi.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The records of a transaction, and which of the events can never be completed because of them. */
final class Cargo {
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
        items.add(new Item(completion, Records.write(output.topic(), output.event())));
      }
    } catch (EventBusException e) {
      refused.put(completion, e);
    }
  }

  /** Those that were refused up to now, and why; all is known when the transaction has ended. */
  Map<Completion, Exception> refused() {
    return refused;
  }

  void send(Producer<String, byte[]> producer) {
    for (Item item : items) {
      var unused =
          producer.send(
              item.record(),
              (place, failure) -> {
                if (failure != null) {
                  failed(item, failure);
                }
              });
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
