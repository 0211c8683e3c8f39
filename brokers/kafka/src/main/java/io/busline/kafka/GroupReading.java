package io.busline.kafka;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the partitions that the group gives to this instance. A partition is given up only when the
 * engine is done with what it has of it, so no key is ever handled in two places; while that takes,
 * the server counts this instance as busy with the change.
 */
final class GroupReading implements Reading, ConsumerRebalanceListener {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /**
   * How long handlers may keep a partition that is to go elsewhere. All others wait meanwhile;
   * after five minutes the server would put this instance out.
   */
  private static final Duration HAND_OVER = Duration.ofSeconds(30);

  /** A transaction lasts 10 s at most, and a server looks for those that last longer as seldom. */
  private static final Duration TAKE_OVER = Duration.ofSeconds(30);

  /** Shorter than it takes until an instance that tells nothing is taken for dead. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  private final Map<String, Object> properties;
  private final TopicIds ids;
  private final Holdings holdings;

  private final Notes notes;
  private final Ledger ledger;

  /** Where the group begins in what it had never seen when this instance came. */
  private final Map<TopicPartition, Long> starts;

  /**
   * The ids of the topics that they are in; in another topic of the same name they mean nothing.
   */
  private final Map<String, String> startIds = new HashMap<>();

  /** The first share has arrived. */
  private final CountDownLatch settled = new CountDownLatch(1);

  private final Departures departures;
  private volatile Set<String> topics;

  /** Who the present client is to the group, so that it can be made to leave when it is useless. */
  private String instance = "";

  private Set<String> subscribed = Set.of();
  private @Nullable Consumer<byte[], byte[]> client;

  GroupReading(
      Map<String, Object> properties,
      TopicIds ids,
      Departures departures,
      Holdings holdings,
      Notes notes,
      Ledger ledger,
      Set<String> topics,
      Map<TopicPartition, Long> starts) {
    this.properties = properties;
    this.ids = ids;
    this.departures = departures;
    this.holdings = holdings;
    this.notes = notes;
    this.ledger = ledger;
    this.starts = starts;
    this.topics = Set.copyOf(topics);
    topics.forEach(topic -> startIds.put(topic, ids.of(topic)));
  }

  CountDownLatch settled() {
    return settled;
  }

  @Override
  public Consumer<byte[], byte[]> begin() {
    Map<String, Object> mine = new HashMap<>(properties);
    instance = (notes.beat() == null ? "busline-" : Beat.INSTANCE) + UUID.randomUUID();
    mine.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    Consumer<byte[], byte[]> begun =
        new KafkaConsumer<>(mine, new ByteArrayDeserializer(), ids.deserializer());
    client = begun;
    subscribed = Set.of();
    subscribe(begun);
    return begun;
  }

  private void subscribe(Consumer<byte[], byte[]> to) {
    Set<String> wanted = topics;
    if (!wanted.equals(subscribed)) {
      to.subscribe(wanted, this);
      subscribed = wanted;
    }
  }

  @Override
  public void found(Set<TopicPartition> partitions) {
    Set<String> names = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    names.addAll(topics);
    topics = Set.copyOf(names);
  }

  @Override
  public void tend(Consumer<byte[], byte[]> of) {
    subscribe(of);
    beat();
    ledger.tend(of);
  }

  /** What is committed next is due soon, and tells that this instance lives. */
  private void beat() {
    Beat beat = notes.beat();
    if (beat != null && beat.isDue()) {
      Optional<TopicPartition> first = holdings.partitions().stream().min(Silence.FIRST);
      first.ifPresent(partition -> holdings.notCommitted(Set.of(partition)));
    }
  }

  /**
   * What the client is to try again it would not: after a failure here it counts the partitions as
   * its own, and never reads them. So it is replaced.
   */
  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty() && client != null) {
      try {
        assigned(client, partitions);
      } catch (RetriableException e) {
        throw new KafkaException(
            "taking over %s failed: %s".formatted(names(partitions), Failures.explain(e)), e);
      }
    }
  }

  private void assigned(Consumer<byte[], byte[]> to, Collection<TopicPartition> partitions) {
    ids.refresh();
    Set<TopicPartition> all = new HashSet<>(partitions);
    Map<TopicPartition, OffsetAndMetadata> committed = committed(to, all);
    Set<TopicPartition> fresh = new HashSet<>(all);
    fresh.removeIf(partition -> committed.get(partition) != null);
    // What has no start fixed came after the group was opened.
    Map<TopicPartition, Long> places = fresh.isEmpty() ? Map.of() : places(to, fresh);
    for (TopicPartition partition : all) {
      OffsetAndMetadata place = committed.get(partition);
      Bookmark from =
          place == null
              ? Bookmark.at(places.getOrDefault(partition, 0L))
              : bookmark(partition, place);
      to.seek(partition, from.position());
      holdings.assigned(partition, from);
      if (place == null || !place.equals(notes.write(partition, from))) {
        fresh.add(partition);
      }
    }
    holdings.notCommitted(fresh);
    settled.countDown();
    LOG.log(Level.DEBUG, "{0} now reads {1} too", group(), new TreeSet<>(names(all)));
  }

  /**
   * Waits for the transactions of an instance that was killed to be ended, for until then nobody
   * can tell what it has done. A wake-up says that all is to end.
   */
  private Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<byte[], byte[]> to, Set<TopicPartition> partitions) {
    long deadline = System.nanoTime() + TAKE_OVER.toNanos();
    while (true) {
      try {
        return to.committed(partitions, ANSWER_WITHIN);
      } catch (TimeoutException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        LOG.log(Level.DEBUG, "{0} waits for what others have done", group());
        beat();
        ledger.keep(to);
      }
    }
  }

  /** What was noted of a topic that is gone says nothing of the new one of its name. */
  private Bookmark bookmark(TopicPartition partition, OffsetAndMetadata place) {
    String topic = Bookmark.topic(place);
    boolean ofAnother = !topic.isEmpty() && !topic.equals(ids.of(partition.topic()));
    return ofAnother ? Bookmark.at(0) : Bookmark.decode(place);
  }

  private Map<TopicPartition, Long> places(
      Consumer<byte[], byte[]> of, Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> places = new HashMap<>(of.beginningOffsets(partitions));
    starts.forEach(
        (partition, offset) -> {
          String topic = partition.topic();
          if (ids.of(topic).equals(startIds.get(topic))) {
            places.replace(partition, offset);
          }
        });
    return places;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty() || client == null) {
      return;
    }
    Consumer<byte[], byte[]> of = client;
    ledger.prepare(of);
    long deadline = System.nanoTime() + HAND_OVER.toNanos();
    while (holdings.surrender(partitions, Beat.EVERY) && System.nanoTime() - deadline < 0) {
      beat();
      ledger.keep(of);
    }
    LOG.log(Level.DEBUG, "{0} gives up {1}", group(), new TreeSet<>(names(partitions)));
    ledger.giveUp(of, partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.log(Level.WARNING, "{0} was silent too long and has lost its share", group());
      holdings.lost(partitions);
    }
  }

  @Override
  public void abandoned() {
    holdings.lost(holdings.partitions());
    client = null;
    ledger.abandoned();
    departures.add(group(), instance);
  }

  /** Leaving tells, too, what is given up; but by then the time may be over. */
  @Override
  public void end(Consumer<byte[], byte[]> of, Duration within) {
    if (!within.isZero()) {
      ledger.end(of, within);
    }
    try {
      if (isClassic() && !within.isZero()) {
        // While a group shares anew, what its member says waits in line behind its request for a
        // share, and goes down with the connection: the others would wait until it is missed.
        of.unsubscribe();
        departures.leave(group(), instance, within);
      }
    } finally {
      of.close(CloseOptions.timeout(within).withGroupMembershipOperation(LEAVE_GROUP));
    }
  }

  private boolean isClassic() {
    return "classic".equals(properties.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
  }

  private String group() {
    return String.valueOf(properties.get(ConsumerConfig.GROUP_ID_CONFIG));
  }

  private static Set<String> names(Collection<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::toString).collect(Collectors.toSet());
  }
}
