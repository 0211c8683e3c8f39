package io.busline.nats;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.nats.Streams.Found;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Durations;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.busline.spi.OutboundMessage;
import io.busline.spi.TimeSource;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Topics as streams of a JetStream server. */
final class JetStreamBroker implements Broker {

  /**
   * JetStream stores headers of 64 KiB at most. Percent-encoding may triple what is in the
   * envelope; the rest is for what a dead letter says.
   */
  private static final int MAX_HEADER_BYTES = 64 << 10;

  private static final int MAX_ENVELOPE_BYTES = 16 << 10;

  private static final String ADVISORIES = "$JS.EVENT.ADVISORY.STREAM.*.*";

  private static final String SEVERAL_FILTERS_SINCE = "2.10.0";

  private final NatsSettings settings;
  private final BrokerContext context;
  private final Connector connector;
  private final Dispatcher dispatcher;
  private final Dispatcher answers;
  private final Streams streams;
  private final AckInbox acks;
  private final GroupStore groupStore;
  private final Backlog backlog;
  private final Outbox outbox;
  private final DeadLetterStream deadLetters;
  private final Messages messages;
  private final JetStreamApi api;
  private final BrokerDescription description;
  private final List<JetStreamConsumer> consumers = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean closed;

  JetStreamBroker(NatsSettings settings, BrokerContext context) {
    this.settings = settings;
    this.context = context;
    this.messages = new Messages(context.structured());
    this.connector = Interrupts.defer(() -> new Connector(settings, context.client()));
    Connection connection = connector.connection();
    this.dispatcher = connection.createDispatcher();
    this.answers = connection.createDispatcher();
    // What comes was asked for, so its amount is bounded there.
    dispatcher.setPendingLimits(0, 0);
    answers.setPendingLimits(0, 0);
    this.api = new JetStreamApi(connection);
    this.acks = new AckInbox(connection, answers);
    this.streams =
        new Streams(
            api,
            new StreamPlan(settings.retention(), settings.duplicates(), settings.replicas()),
            settings.topology());
    this.groupStore = new GroupStore(api, acks, streams);
    this.backlog = new Backlog(api, streams, groupStore);
    this.outbox = new Outbox(acks, streams);
    this.deadLetters = new DeadLetterStream(api, acks, streams, messages);
    this.description = describe();
    connector.onLost(
        () -> acks.disconnected(new BrokerException("the connection was lost in between")));
    connector.onBack(this::reconnected);
    dispatcher.subscribe(ADVISORIES, advisory -> streamsChanged(advisory.getSubject()));
  }

  private BrokerDescription describe() {
    long payload = connector.connection().getMaxPayload();
    return new BrokerDescription(
        "NATS JetStream " + connector.connection().getServerInfo().getVersion(),
        EnumSet.allOf(Capability.class),
        (int) Math.min(Integer.MAX_VALUE, Math.max(payload / 2, payload - MAX_HEADER_BYTES)),
        MAX_ENVELOPE_BYTES,
        List.of(
            "A confirmed event is in the stream's file; the server syncs that to the disk every 2 minutes unless it is set to sync_interval: always, or the stream has replicas.",
            "Up to %d instances of a group work at a time; more stand by.".formatted(Ledger.SLOTS),
            "An event published twice is recognised within duplicates=%s."
                .formatted(Durations.format(settings.duplicates()))));
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  NatsSettings settings() {
    return settings;
  }

  TimeSource time() {
    return context.time();
  }

  RandomGenerator random() {
    return context.random();
  }

  Connection connection() {
    return connector.connection();
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  GroupStore groupStore() {
    return groupStore;
  }

  Backlog backlog() {
    return backlog;
  }

  /** How often a consumer looks after its lease and its neighbours. */
  long tendEveryNanos() {
    return settings.lease().toNanos() / 10;
  }

  /** How often the connection was made again; then nothing on the server may be relied on. */
  int connections() {
    return connections.get();
  }

  boolean isReachable() {
    return !closed && connector.problem().isEmpty();
  }

  void requireReachable() {
    if (closed) {
      throw new BrokerException("the connection is closed. Open a new bus");
    }
    connector
        .problem()
        .ifPresent(
            problem -> {
              throw new BrokerException(problem);
            });
  }

  private void reconnected() {
    connections.incrementAndGet();
    streams.forgetAll();
    deadLetters.distrust();
    consumers.forEach(JetStreamConsumer::discover);
  }

  private void streamsChanged(String advisory) {
    streams.forget(advisory.substring(advisory.lastIndexOf('.') + 1));
    consumers.forEach(JetStreamConsumer::discover);
  }

  @Override
  public void send(List<? extends OutboundMessage> all) {
    for (OutboundMessage message : all) {
      if (closed) {
        message.failed(new BrokerException("the connection is closed"));
      } else {
        outbox.send(message);
      }
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    requireReachable();
    return Interrupts.defer(() -> opened(spec));
  }

  private BrokerConsumer opened(ConsumerSpec spec) {
    Interests interests = new Interests(spec.interests());
    List<Found> found = found(interests);
    String group = spec.group();
    Membership membership = null;
    StartPosition start = spec.start();
    ToLongFunction<Found> startAfter = startingNow(start, found);
    if (group != null) {
      Membership joining = new Membership(this, group, interests, start, spec.ordering(), found);
      startAfter = joining::startAfter;
      start = joining.start();
      membership = joining;
    }
    JetStreamConsumer consumer =
        new JetStreamConsumer(this, interests, start, startAfter, membership);
    consumers.add(consumer);
    try {
      consumer.start(found);
    } catch (BrokerException e) {
      consumer.close();
      throw e;
    }
    return consumer;
  }

  /** The streams that are there, and those that must be for types whose topic is known. */
  private List<Found> found(Interests interests) {
    List<Found> found = new ArrayList<>();
    for (Interest interest : interests.list()) {
      if (interest.topic() != null) {
        Found required = streams.require(interest.topic(), interest.pattern().pattern());
        found.removeIf(other -> other.name().equals(required.name()));
        found.add(required);
      }
    }
    for (Found other : streamsOf(interests)) {
      if (found.stream().noneMatch(known -> known.name().equals(other.name()))) {
        found.add(other);
      }
    }
    return found;
  }

  /** The streams that may hold something of interest and that nobody has named. */
  List<Found> streamsOf(Interests interests) {
    return interests.topics().isPresent() ? List.of() : streams.of(interests);
  }

  private ToLongFunction<Found> startingNow(StartPosition start, List<Found> there) {
    Map<String, Long> ends = there.stream().collect(Collectors.toMap(Found::name, Found::lastSeq));
    if (start instanceof StartPosition.At at) {
      return found -> lastBefore(found, at.time());
    }
    return start instanceof StartPosition.Earliest
        ? found -> 0
        : found -> ends.getOrDefault(found.name(), 0L);
  }

  /** After which place a group begins that was founded some time ago. */
  long startAfter(Found found, GroupRecord group) {
    if (group.start() instanceof StartPosition.Earliest) {
      return 0;
    }
    if (group.start() instanceof StartPosition.At at) {
      return lastBefore(found, at.time());
    }
    Long end = group.ends().get(found.name());
    return end != null && end <= found.lastSeq()
        ? end
        : found.created().isAfter(group.founded()) ? 0 : lastBefore(found, group.founded());
  }

  private long lastBefore(Found found, Instant time) {
    return found.lastSeq() == 0 ? 0 : backlog.lastBefore(found.name(), time);
  }

  StreamView view(Interests interests, Found found, StartPosition start) {
    return new StreamView(connection(), streams, messages, interests, found, start);
  }

  StreamReader reader(Interests interests, Found found, Runnable news) {
    boolean several = connection().getServerInfo().isSameOrNewerThanVersion(SEVERAL_FILTERS_SINCE);
    List<String> filters = found.filters(interests);
    // What a server cannot sort out is left to who reads.
    boolean plain =
        Subjects.passAll(filters, found.subjects())
            || Subjects.areEntangled(filters)
            || (filters.size() > 1 && !several);
    return new StreamReader(
        connection(), dispatcher, api, found.name(), plain ? List.of() : filters, news);
  }

  void closed(JetStreamConsumer consumer) {
    consumers.remove(consumer);
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  @Override
  public List<TopicInfo> topics() {
    requireReachable();
    return new JetStreamInspection(this, api, streams, deadLetters).topics();
  }

  @Override
  public List<GroupInfo> groups() {
    requireReachable();
    return new JetStreamInspection(this, api, streams, deadLetters).groups();
  }

  @Override
  public List<Finding> diagnose() {
    return List.of(Finding.ok("server", description.name()));
  }

  @Override
  public Optional<String> problem() {
    return connector.problem();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    consumers.forEach(JetStreamConsumer::close);
    closed = true;
    connector.close();
    acks.disconnected(new BrokerException("the connection was closed before the server answered"));
  }
}
