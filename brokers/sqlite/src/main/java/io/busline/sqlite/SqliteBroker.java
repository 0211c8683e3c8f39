package io.busline.sqlite;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.EventBusException;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interests;
import io.busline.spi.OutboundMessage;
import io.busline.spi.TimeSource;
import io.busline.spi.log.LeasedLogs;
import io.busline.sqlite.Writer.UnknownOutcome;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A bus in one file: what is written goes through one thread, what is read does not. */
final class SqliteBroker implements Broker {

  /** How many events one job of the writer holds at most. */
  private static final int CHUNK = 500;

  private final BrokerContext context;
  private final Database database;
  private final Writer writer;
  private final BrokerDescription description;
  private final DeadLetterTable deadLetters;
  private final TableRegistry registry;
  private final SqliteLogs logs;
  private final LeasedLogs consumers;
  private final List<SqliteReader> readers = new CopyOnWriteArrayList<>();
  private final Told told = new Told();
  private final ReentrantLock lock = new ReentrantLock();

  /** For questions that any thread may ask; guarded by the lock. */
  private @Nullable Session session;

  private @Nullable Watch watch;

  private boolean closed;

  /** Reads from the file. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Session session) throws SQLException;
  }

  SqliteBroker(Settings settings, BrokerContext context) {
    this.context = context;
    this.database = new Database(settings.file());
    this.deadLetters = new DeadLetterTable(this);
    this.registry = new TableRegistry(this);
    this.logs = new SqliteLogs(this, registry);
    this.consumers = new LeasedLogs(logs, settings.lease(), context);
    this.writer =
        new Writer(
            database,
            context.time(),
            new Retention(context.time(), settings.retention(), logs, consumers),
            this::news);
    this.description =
        SqliteDescription.of(reading(SqliteDescription::version), settings.retention());
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  SqliteLogs logs() {
    return logs;
  }

  LeasedLogs consumers() {
    return consumers;
  }

  TimeSource time() {
    return context.time();
  }

  Writer writer() {
    return writer;
  }

  EventBusException explain(String doing, Exception e) {
    return database.explain(doing, e);
  }

  void requireInPlace() {
    database.requireInPlace();
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    for (int i = 0; i < messages.size(); i += CHUNK) {
      store(List.copyOf(messages.subList(i, Math.min(i + CHUNK, messages.size()))));
    }
  }

  private void store(List<? extends OutboundMessage> messages) {
    var unused =
        writer
            .soon(messages.size(), session -> append(session, messages))
            .whenComplete(
                (places, failure) -> {
                  for (int i = 0; i < messages.size(); i++) {
                    settle(messages.get(i), places == null ? 0 : places[i], failure);
                  }
                });
  }

  private long[] append(Session session, List<? extends OutboundMessage> messages)
      throws SQLException {
    long now = time().now().toEpochMilli();
    long[] places = new long[messages.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = writer.log().append(session, messages.get(i), now);
    }
    return places;
  }

  private static void settle(OutboundMessage message, long place, @Nullable Throwable failure) {
    if (failure == null) {
      message.stored(Math.abs(place), place < 0);
    } else if (failure instanceof UnknownOutcome unknown) {
      message.unknown(unknown.explained);
    } else {
      message.failed(failure);
    }
  }

  /** Up to where the consumers of this process know of the log. */
  Told told() {
    return told;
  }

  private void news(Growth growth) {
    if (!growth.topics().isEmpty()) {
      for (SqliteReader reader : readers) {
        reader.news(growth.topics());
      }
      told.add(growth);
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    lock.lock();
    try {
      requireOpen();
      if (watch == null) {
        watch = new Watch(database, told, this::news, registry::told);
      }
    } finally {
      lock.unlock();
    }
    return consumers.open(spec);
  }

  /** Reads for a consumer. */
  SqliteReader reader(Interests interests, Runnable news) {
    try {
      SqliteReader reader = new SqliteReader(this, database.open(), interests, news);
      readers.add(reader);
      return reader;
    } catch (SQLException e) {
      throw explain("opening", e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw writer.closed();
    }
  }

  void closed(SqliteReader reader) {
    readers.remove(reader);
  }

  /** Reads something on behalf of any thread. */
  <T> T reading(Reading<T> reading) {
    lock.lock();
    try {
      requireOpen();
      database.requireInPlace();
      Session open = session;
      if (open == null) {
        open = database.open();
        session = open;
      }
      return reading.read(open);
    } catch (SQLException e) {
      if (session != null) {
        session.close();
        session = null;
      }
      throw explain("reading", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  @Override
  public List<TopicInfo> topics() {
    return reading(Inspection::topics);
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
    TopicDeletion.of(writer, topic);
    consumers.forget(topic);
  }

  @Override
  public List<Finding> diagnose() {
    return new Doctor(this, database, deadLetters).diagnose();
  }

  @Override
  public Optional<String> problem() {
    return writer.problem();
  }

  @Override
  public void close() {
    consumers.close();
    writer.close();
    lock.lock();
    try {
      closed = true;
      if (watch != null) {
        watch.close();
        watch = null;
      }
      if (session != null) {
        session.close();
        session = null;
      }
      database.close();
    } finally {
      lock.unlock();
    }
  }
}
