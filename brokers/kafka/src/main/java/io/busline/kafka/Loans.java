package io.busline.kafka;

import io.busline.kafka.Records.Content;
import io.busline.kafka.SharedMessage.Place;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * What the server has lent to one member of a share group. The client gives out new records only
 * when an outcome was told of all that it gave out before. For those in work it can be told to ask
 * for more time; it hands them back, and nothing else, when that is granted. Of the owner's thread.
 */
final class Loans {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  private static final Duration SHORT_POLL = Duration.ofMillis(50);

  /** How often more time is asked for, in the time of a loan. */
  private static final int RENEWALS = 3;

  /** How soon more time is asked for, until it is known what a loan is for. */
  private static final long RENEW_NANOS = Duration.ofSeconds(5).toNanos();

  private final ShareConsumer<byte[], byte[]> client;
  private final Selection selection;
  private final int deliveries;

  /** By where it is. */
  private final Map<Place, SharedMessage> lent = new HashMap<>();

  /** Of that, what the engine has not got yet. */
  private final Deque<SharedMessage> ready = new ArrayDeque<>();

  /** What the server has lent to somebody else meanwhile. */
  private final List<SharedMessage> gone = new ArrayList<>();

  private Set<String> subscribed = Set.of();
  private long readAt;

  /**
   * None yet.
   *
   * @param deliveries how often an event is lent before the server drops it
   */
  Loans(ShareConsumer<byte[], byte[]> client, Selection selection, int deliveries) {
    this.client = client;
    this.selection = selection;
    this.deliveries = deliveries;
    client.setAcknowledgementCommitCallback(this::told);
  }

  void subscribe(Set<String> topics) {
    if (!topics.equals(subscribed)) {
      client.subscribe(topics);
      subscribed = topics;
    }
  }

  boolean isEmpty() {
    return lent.isEmpty();
  }

  /** Whether something waits for the engine. */
  boolean isReady() {
    return !ready.isEmpty();
  }

  /** How long nothing need be asked of the server; zero while an answer is awaited. */
  long restNanos() {
    if (lent.isEmpty()) {
      return Long.MAX_VALUE;
    }
    boolean renewing = lent.values().stream().anyMatch(message -> !message.inHand);
    return renewing ? 0 : readAt + renewNanos() - System.nanoTime();
  }

  /** A third of what a loan is for, so one request may be lost. */
  private long renewNanos() {
    return client
        .acquisitionLockTimeoutMs()
        .map(millis -> Duration.ofMillis(millis).dividedBy(RENEWALS).toNanos())
        .orElse(RENEW_NANOS);
  }

  /**
   * Whether an answer is missing for so long that the loan is surely over. The client keeps such a
   * record for ever: a wish that it drops, as when its partitions change, has no outcome.
   */
  boolean isForgotten() {
    long longest = RENEWALS * renewNanos();
    long now = System.nanoTime();
    return lent.values().stream()
        .anyMatch(message -> !message.inHand && now - message.askedAt > longest);
  }

  /** Asks for more time for what is in work, else for more records. */
  void read(Duration wait) {
    readAt = System.nanoTime();
    for (SharedMessage message : lent.values()) {
      if (message.inHand) {
        client.acknowledge(message.record, AcknowledgeType.RENEW);
        message.inHand = false;
        message.askedAt = readAt;
      }
    }
    client.poll(wait).forEach(this::take);
    client.commitAsync();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    SharedMessage known = lent.get(Place.of(record));
    if (known != null && known.isSame(record)) {
      known.inHand = true;
      settle(known);
      return;
    }
    if (known != null) {
      lent.remove(known.place());
      gone.add(known);
    }
    Content content = selection.of(record);
    if (content == null) {
      client.acknowledge(record, AcknowledgeType.ACCEPT);
      return;
    }
    SharedMessage message = new SharedMessage(record, survivable(record, content));
    lent.put(message.place(), message);
    ready.add(message);
  }

  /** The server drops without a word what it has lent too often, so the last time is not risked. */
  private Content survivable(ConsumerRecord<?, ?> record, Content content) {
    int count = record.deliveryCount().orElse((short) 1);
    return count < deliveries
        ? content
        : content.withDefect(
            "event was handed out %d times, and nobody has finished it".formatted(count - 1));
  }

  /** Tells the client what came of an event, if it is known and can be told. */
  private void settle(SharedMessage message) {
    if (message.outcome == null || !message.inHand) {
      return;
    }
    lent.remove(message.place(), message);
    try {
      client.acknowledge(message.record, message.outcome);
    } catch (IllegalStateException e) {
      LOG.log(Level.DEBUG, "{0} was lent too long, and comes again", message.place());
    }
  }

  /** What the server has said to what it was told, or to the wish for more time. */
  private void told(Map<TopicIdPartition, Set<Long>> offsets, Exception failure) {
    if (failure == null) {
      return;
    }
    LOG.log(
        Level.WARNING,
        "some events come again: {0} {1}",
        Failures.explain(failure),
        offsets.toString());
    offsets.forEach(
        (partition, places) ->
            places.forEach(offset -> called(new Place(partition.topicPartition(), offset))));
  }

  private void called(Place place) {
    SharedMessage message = lent.get(place);
    if (message != null && !message.inHand) {
      lent.remove(place);
      gone.add(message);
    }
  }

  /** Everything is lost: the client is of no use any more. */
  void lose() {
    gone.addAll(lent.values());
    lent.clear();
  }

  /** Moves what there is into the inbox; returns how much is new. */
  int deliver(int max, Inbox inbox) {
    List<SharedMessage> lost = List.copyOf(gone);
    gone.clear();
    for (SharedMessage message : lost) {
      if (!ready.remove(message)) {
        inbox.revoked(message);
      }
    }
    int count = 0;
    while (count < max && !ready.isEmpty()) {
      inbox.arrived(ready.remove());
      count++;
    }
    return count;
  }

  /** Tells what came of those that are its own. */
  void end(Collection<? extends InboundMessage> messages, AcknowledgeType outcome) {
    boolean told = false;
    for (InboundMessage message : messages) {
      SharedMessage ours = (SharedMessage) message;
      if (lent.get(ours.place()) == ours) {
        ours.outcome = outcome;
        settle(ours);
        told = true;
      }
    }
    if (told) {
      client.commitAsync();
    }
  }

  /** May be called by any thread. */
  void wakeup() {
    client.wakeup();
  }

  /** Leaves the group, and tries for some time to end all loans first. */
  void close(Duration within) {
    try {
      giveBack(System.nanoTime() + within.toNanos());
    } catch (KafkaException e) {
      LOG.log(Level.DEBUG, "giving back failed: {0}", Failures.explain(e));
    }
    try {
      client.close(within);
    } catch (KafkaException e) {
      LOG.log(Level.DEBUG, "closing a client failed: {0}", Failures.explain(e));
    }
  }

  private void giveBack(long deadline) {
    while (!lent.isEmpty() && System.nanoTime() - deadline < 0) {
      for (SharedMessage message : List.copyOf(lent.values())) {
        message.outcome = message.outcome == null ? AcknowledgeType.RELEASE : message.outcome;
        settle(message);
      }
      client.commitAsync();
      if (!lent.isEmpty()) {
        takeBack();
      }
    }
  }

  /** What is being renewed must be there again before anything can be told of it. */
  private void takeBack() {
    try {
      client.poll(SHORT_POLL).forEach(this::take);
    } catch (WakeupException e) {
      LOG.log(Level.TRACE, "woken while closing");
    }
  }
}
