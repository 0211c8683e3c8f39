package io.busline.kafka;

import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.Interests;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Opens consumers, and shows them topics that come later. Safe for use by several threads. */
final class Consumers {

  /** How long a new instance waits for its share, so that the others have made room by then. */
  private static final Duration SETTLE_WITHIN = Duration.ofSeconds(3);

  /** Of so many rounds, each a second, one looks for more partitions of known topics. */
  private static final int LOOK_CLOSER_EVERY = 10;

  private final ClientProperties properties;
  private final boolean classic;
  private final Cluster cluster;
  private final Topics topics;
  private final Starts starts;
  private final ShareGroups shareGroups;
  private final Backlog backlog;
  private final Records records;
  private final Reachability reachability;
  private final Departures departures;
  private final TimeSource time;
  private final Set<KafkaBrokerConsumer> open = ConcurrentHashMap.newKeySet();

  /**
   * Opens none yet.
   *
   * @param classic whether the instances of a group share by the classic protocol
   */
  Consumers(
      ClientProperties properties,
      boolean classic,
      Cluster cluster,
      Topics topics,
      ShareGroups shareGroups,
      Backlog backlog,
      Records records,
      Reachability reachability,
      TimeSource time) {
    this.properties = properties;
    this.classic = classic;
    this.cluster = cluster;
    this.topics = topics;
    this.starts = new Starts(cluster);
    this.shareGroups = shareGroups;
    this.backlog = backlog;
    this.records = records;
    this.reachability = reachability;
    this.departures = new Departures(cluster);
    reachability.everyRound(departures);
    this.time = time;
  }

  BrokerConsumer open(ConsumerSpec spec) {
    Interests interests = new Interests(spec.interests());
    boolean shared = shareGroups.isAskedFor(spec);
    interests.named().forEach(topics::require);
    Collection<TopicPartition> partitions = partitions(names(interests));
    String group = spec.group();
    if (shared && group != null) {
      return share(group, spec.start(), interests, partitions);
    }
    Holdings holdings = new Holdings(time, spec.ordering() == Ordering.PER_KEY);
    TopicIds ids = new TopicIds(() -> topics.describe(names(interests)));
    if (group == null) {
      Map<TopicPartition, Long> places = starts.offsets(partitions, spec.start());
      Reading reading = new BroadcastReading(properties.reader(), ids, holdings, places);
      return begin(reading, ids, holdings, spec, null);
    }
    Notes notes = new Notes(ids, interests.toString(), tells(spec) ? new Beat() : null);
    Transactions transactions = spec.transactions() ? transactions(group, holdings, notes) : null;
    GroupReading reading =
        new GroupReading(
            properties.member(group, classic),
            ids,
            departures,
            holdings,
            notes,
            transactions == null ? new Commits(holdings, notes) : transactions,
            partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet()),
            starts.fix(group, partitions, spec.start(), ids, interests.toString()));
    BrokerConsumer consumer = begin(reading, ids, holdings, spec, transactions);
    if (!partitions.isEmpty()) {
      settle(reading);
    }
    return consumer;
  }

  /**
   * Whether its instances tell each other that they live. With the older protocol the server misses
   * them soon enough.
   */
  private boolean tells(ConsumerSpec spec) {
    return spec.group() != null && !classic;
  }

  /** Nobody else ever has its id, so it stands in nobody's way, and can take up where it ended. */
  private Transactions transactions(String group, Holdings holdings, Notes notes) {
    String id = "busline-%s-%s".formatted(group, UUID.randomUUID());
    return new Transactions(
        () -> new KafkaProducer<>(properties.transactional(id)), holdings, notes, topics, group);
  }

  private BrokerConsumer share(
      String group,
      StartPosition start,
      Interests interests,
      Collection<TopicPartition> partitions) {
    int deliveries = shareGroups.prepare(group, start, partitions);
    Selection selection = new Selection(records, interests);
    NamedTopics named = NamedTopics.of(interests);
    SharingConsumer consumer =
        new SharingConsumer(
            () ->
                new Loans(
                    new KafkaShareConsumer<>(properties.sharer(group)), selection, deliveries),
            names(interests),
            () -> shareGroups.lag(group),
            reachability,
            named,
            () -> topics.watch().remove(named));
    topics.watch().add(named);
    if (interests.topics().isEmpty()) {
      reachability.everyRound(consumer.lookout(() -> names(interests)));
    }
    return consumer;
  }

  private BrokerConsumer begin(
      Reading reading,
      TopicIds ids,
      Holdings holdings,
      ConsumerSpec spec,
      @Nullable Transactions transactions) {
    if (transactions != null) {
      transactions.start();
    }
    String group = spec.group();
    Interests interests = new Interests(spec.interests());
    String name = group == null ? "broadcast" : group;
    Fetcher fetcher =
        new Fetcher(reading, holdings, new Selection(records, interests), ids, reachability, name);
    List<Runnable> rounds = rounds(spec, new Lookout(interests, reading));
    NamedTopics named = NamedTopics.of(interests);
    KafkaBrokerConsumer consumer =
        new KafkaBrokerConsumer(
            holdings,
            fetcher,
            reachability,
            backlog.new Of(group, () -> partitions(names(interests))),
            named,
            transactions,
            closed -> {
              rounds.forEach(reachability::noMore);
              topics.watch().remove(named);
              open.remove(closed);
            });
    open.add(consumer);
    topics.watch().add(named);
    rounds.forEach(reachability::everyRound);
    fetcher.start();
    return consumer;
  }

  private List<Runnable> rounds(ConsumerSpec spec, Lookout lookout) {
    List<Runnable> rounds = new ArrayList<>();
    String group = spec.group();
    // Of topics that it names, the client of a group's instance notices more partitions itself.
    if (group == null || lookout.interests.topics().isEmpty()) {
      rounds.add(lookout);
    }
    if (group != null && tells(spec)) {
      rounds.add(new Silence(cluster, departures, group, spec.transactions()));
    }
    return rounds;
  }

  private static void settle(GroupReading joining) {
    try {
      // When all others are busy, it has no share yet and is live all the same.
      var unused = joining.settled().await(SETTLE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Set<String> names(Interests interests) {
    return interests.topics().orElseGet(() -> new HashSet<>(topics.ofEvents()));
  }

  private Collection<TopicPartition> partitions(Set<String> names) {
    return Cluster.partitions(topics.describe(names).values());
  }

  /** Looks for topics that a consumer may read; on the thread that watches the cluster. */
  private final class Lookout implements Runnable {
    private final Interests interests;
    private final Reading reading;
    private Set<String> seen = Set.of();
    private int round;

    Lookout(Interests interests, Reading reading) {
      this.interests = interests;
      this.reading = reading;
    }

    @Override
    public void run() {
      Set<String> names = names(interests);
      if (round++ % LOOK_CLOSER_EVERY == 0 || !names.equals(seen)) {
        reading.found(new HashSet<>(partitions(names)));
        seen = names;
      }
    }
  }

  /** Why one of them reads slower than it could. */
  Optional<String> hindrance() {
    return open.stream().map(KafkaBrokerConsumer::hindrance).flatMap(Optional::stream).findAny();
  }

  void close() {
    open.forEach(KafkaBrokerConsumer::close);
  }
}
