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
import io.busline.spi.log.LeasedLogs;
import io.busline.spi.log.TopicReader;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import java.util.Optional;

/** Topics as streams of a JetStream server. */
final class JetStreamBroker implements Broker {

  private static final String ADVISORIES = "$JS.EVENT.ADVISORY.STREAM.*.*";

  private static final String SEVERAL_FILTERS_SINCE = "2.10.0";

  private final NatsSettings settings;
  private final Connector connector;
  private final Dispatcher dispatcher;
  private final StreamPlan plan;
  private final Streams streams;
  private final AckInbox acks;
  private final JetStreamLogs logs;
  private final LeasedLogs consumers;
  private final Outbox outbox;
  private final DeadLetterStream deadLetters;
  private final Messages messages;
  private final JetStreamApi api;
  private final BrokerDescription description;
  private volatile boolean closed;

  JetStreamBroker(NatsSettings settings, BrokerContext context) {
    this.settings = settings;
    this.connector = new Connector(settings, context.client());
    Connection connection = connector.connection();
    requireJetStream(connection);
    this.messages = new Messages(context.structured());
    this.dispatcher = connection.createDispatcher();
    Dispatcher answers = connection.createDispatcher();
    // What comes was asked for, so its amount is bounded there.
    dispatcher.setPendingLimits(0, 0);
    answers.setPendingLimits(0, 0);
    this.acks = new AckInbox(connector, answers);
    this.api = new JetStreamApi(connection, connector.denials(), acks.hearing()::require);
    this.plan =
        new StreamPlan(
            settings.retention(), settings.duplicates(), settings.replicas(), settings.maxBytes());
    this.streams = new Streams(api, plan, settings.topology());
    KvRegistry registry =
        new KvRegistry(connection, dispatcher, api, acks, streams, context.time());
    this.logs = new JetStreamLogs(this, streams, registry, new Counts(api));
    this.consumers = new LeasedLogs(logs, settings.lease(), context);
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

  JetStreamLogs logs() {
    return logs;
  }

  LeasedLogs consumers() {
    return consumers;
  }

  NatsSettings settings() {
    return settings;
  }

  Connection connection() {
    return connector.connection();
  }

  /** How a stream of ours would be made now. */
  StreamConfiguration wanted(StreamConfiguration there) {
    return plan.wanted(there);
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
    streams.forgetAll();
    deadLetters.distrust();
    logs.reconnected();
  }

  /** What was known of a stream may not be so any more. */
  private void streamsChanged(String advisory) {
    String stream = advisory.substring(advisory.lastIndexOf('.') + 1);
    streams.forget(stream);
    if (stream.equals(StreamNames.DEAD_LETTERS)) {
      deadLetters.distrust();
    }
    logs.changed();
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
    return Interrupts.defer(() -> consumers.open(spec));
  }

  /** Reads a stream for a consumer. */
  TopicReader topic(Found found, Interests interests, StartPosition start, Runnable news) {
    boolean several = connection().getServerInfo().isSameOrNewerThanVersion(SEVERAL_FILTERS_SINCE);
    StreamReader reader =
        new StreamReader(
            connector,
            dispatcher,
            api,
            messages,
            found.name(),
            found.readFilters(interests, several),
            news);
    return new StreamTopic(
        reader, new StreamView(connection(), api, messages, interests, found, start));
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  @Override
  public List<TopicInfo> topics() {
    requireReachable();
    return new JetStreamInspection(api, streams).topics();
  }

  @Override
  public List<GroupInfo> groups() {
    requireReachable();
    return consumers.describe(deadLetters::count);
  }

  @Override
  public void deleteGroup(String group) {
    requireReachable();
    consumers.delete(group);
  }

  @Override
  public void resetGroup(String group, StartPosition start) {
    requireReachable();
    consumers.reset(group, start);
  }

  @Override
  public void pauseGroup(String group) {
    requireReachable();
    consumers.pause(group);
  }

  @Override
  public void resumeGroup(String group) {
    requireReachable();
    consumers.resume(group);
  }

  @Override
  public void deleteTopic(String topic) {
    requireReachable();
    consumers.forget(streams.delete(topic));
  }

  @Override
  public List<Finding> diagnose() {
    return new JetStreamDoctor(this, api, deadLetters).diagnose();
  }

  @Override
  public Optional<String> problem() {
    return connector.problem().or(acks.hearing()::problem).or(this::unreadable);
  }

  private Optional<String> unreadable() {
    return consumers.unreadable().stream().findFirst();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    consumers.close();
    closed = true;
    connector.close();
    api.close();
    acks.disconnected(new BrokerException("the connection was closed before the server answered"));
  }
}
