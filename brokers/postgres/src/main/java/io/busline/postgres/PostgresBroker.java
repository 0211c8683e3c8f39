package io.busline.postgres;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Durations;
import io.busline.spi.Interrupts;
import io.busline.spi.OutboundMessage;
import io.busline.spi.TransactionLog;
import io.busline.spi.log.LeasedLogs;
import io.busline.spi.log.Slots;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bus in a database: three threads write, one watches, and questions share a few sessions. */
final class PostgresBroker implements Broker {

  /** An event of 1 MiB already costs some 10 ms of everybody's. */
  static final int MAX_DATA_BYTES = 1 << 20;

  static final int MAX_ENVELOPE_BYTES = 64 << 10;

  private final Settings settings;
  private final Database database;
  private final EventWriter events;
  private final GroupWriter writer;
  private final OutputWriter outputs;
  private final DeadLetterTable deadLetters;
  private final TableRegistry registry;
  private final PostgresLogs logs;
  private final LeasedLogs consumers;
  private final Watch watch;
  private final Retention retention;
  private final ConnectionLog transactions;
  private final BrokerDescription description;

  PostgresBroker(Settings settings, BrokerContext context) {
    this.settings = settings;
    this.database = new Database(settings);
    this.description =
        describe(settings, database.reading(session -> session.text("SHOW server_version")));
    this.events = new EventWriter(database, this::appended);
    this.writer = new GroupWriter(database, this::told);
    this.outputs = new OutputWriter(database, this::appended);
    this.deadLetters = new DeadLetterTable(database, writer);
    this.registry = new TableRegistry(database, writer, outputs);
    this.logs = new PostgresLogs(database, registry);
    this.consumers = new LeasedLogs(logs, settings.lease(), context);
    this.watch = new Watch(database, logs, registry);
    this.transactions = new ConnectionLog(database, settings.schema(), watch);
    this.retention = new Retention(database, logs, consumers, settings.retention());
    events.start();
    writer.start();
    outputs.start();
  }

  private static BrokerDescription describe(Settings settings, String version) {
    return new BrokerDescription(
        "PostgreSQL " + version.split(" ", -1)[0],
        EnumSet.allOf(Capability.class),
        MAX_DATA_BYTES,
        MAX_ENVELOPE_BYTES,
        List.of(
            "A confirmed event is committed, and as safe as the server's settings fsync and"
                + " synchronous_commit make it.",
            "Up to %d instances of a group work at a time; more stand by.".formatted(Slots.COUNT),
            "An event published twice to a topic is recognised for as long as the first is kept:"
                + " retention=%s.".formatted(Durations.format(settings.retention()))));
  }

  private void appended(Map<String, Head> heads) {
    logs.learn(heads);
    watch.ring();
  }

  private void told() {
    registry.told();
    watch.ring();
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  Settings settings() {
    return settings;
  }

  Database database() {
    return database;
  }

  GroupWriter writer() {
    return writer;
  }

  DeadLetterTable letters() {
    return deadLetters;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    messages.forEach(events::soon);
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    watch.start();
    return Interrupts.defer(() -> consumers.open(spec));
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <C> Optional<TransactionLog<C>> transactionLog(Class<C> connection) {
    return connection.equals(Connection.class)
        ? Optional.of((TransactionLog<C>) transactions)
        : Optional.empty();
  }

  @Override
  public List<TopicInfo> topics() {
    return database.reading(Inspection::topics);
  }

  @Override
  public List<GroupInfo> groups() {
    return consumers.describe(deadLetters::count);
  }

  @Override
  public void deleteGroup(String group) {
    consumers.delete(group);
  }

  @Override
  public void resetGroup(String group, StartPosition start) {
    consumers.reset(group, start);
  }

  @Override
  public void pauseGroup(String group) {
    consumers.pause(group);
  }

  @Override
  public void resumeGroup(String group) {
    consumers.resume(group);
  }

  @Override
  public void deleteTopic(String topic) {
    TopicDeletion.of(database, topic);
    consumers.forget(topic);
  }

  @Override
  public List<Finding> diagnose() {
    return new Doctor(this).diagnose();
  }

  @Override
  public Optional<String> problem() {
    return database.problem().or(events::problem).or(writer::problem).or(outputs::problem);
  }

  @Override
  public void close() {
    consumers.close();
    retention.close();
    events.close();
    outputs.close();
    writer.close();
    watch.close();
    database.close();
  }
}
