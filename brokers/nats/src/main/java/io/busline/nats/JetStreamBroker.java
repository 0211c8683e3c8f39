package io.busline.nats;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interests;
import io.busline.spi.Interrupts;
import io.busline.spi.OutboundMessage;
import io.busline.spi.TimeSource;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/** Topics as streams of a JetStream server. */
final class JetStreamBroker implements Broker {

  private static final String ADVISORIES = "$JS.EVENT.ADVISORY.STREAM.*.*";

  private static final String SEVERAL_FILTERS_SINCE = "2.10.0";

  private final NatsSettings settings;
  private final BrokerContext context;
  private final Connector connector;
  private final Dispatcher dispatcher;
  private final StreamPlan plan;
  private final Streams streams;
  private final AckInbox acks;
  private final GroupStore groupStore;
  private final Backlog backlog;
  private final Starts starts;
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
    this.connector = new Connector(settings, context.client());
    Connection connection = connector.connection();
    requireJetStream(connection);
    this.messages = new Messages(context.structured());
    this.dispatcher = connection.createDispatcher();
    Dispatcher answers = connection.createDispatcher();
    // What comes was asked for, so its amount is bounded there.
    dispatcher.setPendingLimits(0, 0);
    answers.setPendingLimits(0, 0);
    this.api = new JetStreamApi(connection, connector.denials());
    this.acks = new AckInbox(connector, answers);
    this.plan =
        new StreamPlan(
            settings.retention(), settings.duplicates(), settings.replicas(), settings.maxBytes());
    this.streams = new Streams(api, plan, settings.topology());
    this.groupStore = new GroupStore(api, acks, streams);
    this.backlog = new Backlog(api, streams, groupStore);
    this.starts = new Starts(backlog);
    this.outbox = new Outbox(acks, streams);
    this.deadLetters = new DeadLetterStream(connector, api, acks, streams, messages);
    this.description = JetStreamDescription.of(connection, settings);
    connector.onLost(
        () -> acks.disconnected(new BrokerException("the connection was lost in between")));
    connector.onBack(this::reconnected);
    dispatcher.subscribe(ADVISORIES, advisory -> streamsChanged(advisory.getSubject()));
    requireAnswers();
  }

  /** Without answers nothing would be known of any publish. */
  private void requireAnswers() {
    Interrupts.defer(() -> connector.hasRead(JetStreamApi.TIMEOUT));
    try {
      acks.hearing().require();
    } catch (BrokerException e) {
      api.close();
      connector.close();
      throw e;
    }
  }

  private void requireJetStream(Connection connection) {
    if (!connection.getServerInfo().isJetStreamAvailable()) {
      connector.close();
      throw new BrokerException(
          "%s has no JetStream. Start the server with -js, or use nats:, which keeps nothing"
              .formatted(connector.place()));
    }
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

  /** How a stream of ours would be made now. */
  StreamConfiguration wanted(StreamConfiguration there) {
    return plan.wanted(there);
  }

  /** How often a consumer looks after its lease and its neighbours. */
  long tendEveryNanos() {
    return settings.lease().toNanos() / 10;
  }

  /** How often the connection was made again; then nothing known of the server holds. */
  int connections() {
    return connections.get();
  }

  boolean isReachable() {
    return !closed && connector.isConnected();
  }

  void requireReachable() {
    if (closed) {
      throw new BrokerException("the connection is closed. Open a new bus");
    }
    if (!connector.isConnected()) {
      throw new BrokerException(
          connector.problem().orElse("%s is out of reach".formatted(connector.place())));
    }
    acks.hearing().require();
  }

  private void reconnected() {
    connections.incrementAndGet();
    streams.forgetAll();
    deadLetters.distrust();
    consumers.forEach(JetStreamConsumer::discover);
  }

  /** What was known of a stream may not be so any more. */
  private void streamsChanged(String advisory) {
    String stream = advisory.substring(advisory.lastIndexOf('.') + 1);
    streams.forget(stream);
    if (stream.equals(StreamNames.DEAD_LETTERS)) {
      deadLetters.distrust();
    }
    consumers.forEach(consumer -> consumer.changed(stream));
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
    List<Found> found = streams.require(interests);
    found.forEach(Found::requireReadable);
    String group = spec.group();
    Membership membership = null;
    StartPosition start = spec.start();
    ToLongFunction<Found> startAfter = starts.now(start, found);
    if (group != null) {
      Membership joining = new Membership(this, group, interests, start, found);
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

  Starts starts() {
    return starts;
  }

  Streams streams() {
    return streams;
  }

  StreamView view(Interests interests, Found found, StartPosition start) {
    return new StreamView(connection(), api, streams, messages, interests, found, start);
  }

  StreamReader reader(Interests interests, Found found, Runnable news) {
    boolean several = connection().getServerInfo().isSameOrNewerThanVersion(SEVERAL_FILTERS_SINCE);
    return new StreamReader(
        connector,
        dispatcher,
        api,
        messages,
        found.name(),
        found.readFilters(interests, several),
        news);
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
    return new JetStreamDoctor(this, api, deadLetters).diagnose();
  }

  @Override
  public Optional<String> problem() {
    return connector.problem().or(acks.hearing()::problem).or(this::unreadable);
  }

  /** What came after a subscription had begun and cannot be read by it. */
  private Optional<String> unreadable() {
    return consumers.stream().flatMap(consumer -> consumer.unreadable().stream()).findFirst();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    consumers.forEach(JetStreamConsumer::close);
    closed = true;
    connector.close();
    api.close();
    acks.disconnected(new BrokerException("the connection was closed before the server answered"));
  }
}
