package io.busline.outbox;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.servers.Await;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A database, a bus on which it is seen what is published, and outboxes between them. */
final class Scene implements AutoCloseable {
  final TestDatabase database;
  final Wire wire = new Wire();
  final EventBus bus = EventBus.builder(wire).service("orders").connect();
  private final List<Outbox> outboxes = new ArrayList<>();

  Scene(TestDatabase database) {
    this.database = database;
  }

  Outbox open() {
    return open(builder -> builder);
  }

  Outbox open(UnaryOperator<OutboxBuilder> options) {
    return open(bus, options);
  }

  Outbox open(EventBus other, UnaryOperator<OutboxBuilder> options) {
    OutboxBuilder builder =
        Outbox.builder(database.dataSource(), other)
            .lease(Duration.ofSeconds(1))
            .idlePoll(Duration.ofMillis(50));
    Outbox outbox = options.apply(builder).open();
    outboxes.add(outbox);
    return outbox;
  }

  /** A connection in a transaction. */
  Connection begin() throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  static EventBuilder<byte[]> event(String key, String text) {
    return Event.builder("order.changed", text.getBytes(StandardCharsets.UTF_8)).key(key);
  }

  static EventBuilder<byte[]> event(String key, long number) {
    return event(key, Long.toString(number));
  }

  void awaitSent(int count) {
    Await.until(count + " events are published", () -> wire.sent().size() >= count, wire::texts);
  }

  long waiting() {
    return database.number("SELECT COUNT(*) FROM busline_outbox");
  }

  /** Everything that was committed is published, and its row is gone. */
  void awaitEmpty() {
    Await.until("the outbox is empty", () -> waiting() == 0, wire::texts);
  }

  @Override
  public void close() {
    outboxes.forEach(Outbox::close);
    bus.close();
  }
}
