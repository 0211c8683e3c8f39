package io.busline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Watches whether a client goes on reading. One whose connection broke in an unlucky moment may
 * wait for ever for an answer, without a word; that it has read nothing for a while although there
 * is something shows it. For the reading thread.
 */
final class Progressing {
  private static final Duration LOOK_AFTER = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

  /** And so many polls, for nothing can be read while a poll is busy with giving partitions up. */
  private static final int LOOK_AFTER_POLLS = 20;

  private final Map<TopicPartition, Long> stuck = new HashMap<>();
  private final long lookAfterNanos;
  private long lookAt;
  private int polls;

  Progressing() {
    this(LOOK_AFTER);
  }

  /** With some time between two looks. */
  Progressing(Duration lookAfter) {
    this.lookAfterNanos = lookAfter.toNanos();
    this.lookAt = System.nanoTime() + lookAfterNanos;
  }

  /** Nothing should be read at the moment. */
  void paused() {
    stuck.clear();
  }

  /**
   * Looks, if it is time to. To be called after every poll.
   *
   * @throws KafkaException if there is something that was not read since the last look
   */
  void require(Consumer<?, ?> client) {
    polls++;
    if (polls < LOOK_AFTER_POLLS || System.nanoTime() - lookAt < 0) {
      return;
    }
    polls = 0;
    lookAt = System.nanoTime() + lookAfterNanos;
    Map<TopicPartition, Long> waiting = waiting(client);
    for (Map.Entry<TopicPartition, Long> entry : waiting.entrySet()) {
      if (entry.getValue().equals(stuck.get(entry.getKey()))) {
        throw new KafkaException("the client does not read on in " + entry.getKey());
      }
    }
    stuck.clear();
    stuck.putAll(waiting);
  }

  /** Where it stands in partitions that go on from there. */
  private static Map<TopicPartition, Long> waiting(Consumer<?, ?> client) {
    Map<TopicPartition, Long> waiting = new HashMap<>();
    Set<TopicPartition> assigned = client.assignment();
    try {
      Map<TopicPartition, Long> ends = client.endOffsets(assigned, ANSWER_WITHIN);
      for (TopicPartition partition : assigned) {
        long position = client.position(partition, ANSWER_WITHIN);
        if (ends.getOrDefault(partition, 0L) > position) {
          waiting.put(partition, position);
        }
      }
    } catch (RetriableException e) {
      // Whether the cluster answers at all is for others to find out.
      waiting.clear();
    }
    return waiting;
  }
}
