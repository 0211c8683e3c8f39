package io.busline.sqlite;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.EventDefinition;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.TimeSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A broker on a file, with short ways to use it. */
final class Bus implements AutoCloseable {
  private final Path file;
  final Broker broker;

  Bus(Path file) {
    this(file, "", TimeSource.system());
  }

  Bus(Path file, TimeSource time) {
    this(file, "", time);
  }

  Bus(Path file, String options, TimeSource time) {
    this.file = file;
    this.broker =
        new SqliteBrokerProvider()
            .open(
                BusUrl.parse("sqlite:" + file + options),
                new BrokerContext("test", time, new SplittableRandom(1)));
  }

  static Event<byte[]> event(String type, String id, @Nullable String key) {
    EventBuilder<byte[]> event =
        Event.builder(type, ("data of " + id).getBytes(StandardCharsets.UTF_8))
            .id(id)
            .source("test");
    return (key == null ? event : event.key(key)).build();
  }

  Outcome send(Event<byte[]> event) {
    Outcome outcome = new Outcome(EventDefinition.defaultTopic(event.type()), event);
    broker.send(List.of(outcome));
    return outcome;
  }

  /** Publishes events of type {@code order.created} in one call, and waits for them. */
  List<Outcome> publish(List<Event<byte[]>> events) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Event<byte[]> event : events) {
      outcomes.add(new Outcome(EventDefinition.defaultTopic(event.type()), event));
    }
    broker.send(outcomes);
    outcomes.forEach(Outcome::await);
    return outcomes;
  }

  Outcome publish(String type, String id, @Nullable String key) {
    return publish(List.of(event(type, id, key))).get(0);
  }

  /** Publishes {@code order.created} events {@code from} to {@code to - 1}, with some keys. */
  void publishOrders(int from, int to, int keys) {
    publish(
        IntStream.range(from, to)
            .mapToObj(i -> event("order.created", "e" + i, "k" + i % keys))
            .toList());
  }

  Consumer group(String group, String... patterns) {
    return group(group, StartPosition.earliest(), patterns);
  }

  Consumer group(@Nullable String group, StartPosition start, String... patterns) {
    return new Consumer(broker, broker.open(Consumer.spec(group, start, patterns)));
  }

  Consumer broadcast(StartPosition start, String... patterns) {
    return group(null, start, patterns);
  }

  /** Asks the file directly. */
  long sql(String query) {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
