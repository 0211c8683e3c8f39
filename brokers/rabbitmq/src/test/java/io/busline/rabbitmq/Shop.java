package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What a test has to do with a server: buses, what they received, and a plain client. */
final class Shop implements AutoCloseable {
  final String name = "s" + UUID.randomUUID().toString().substring(0, 8);
  final List<String> received = new CopyOnWriteArrayList<>();
  private final Endpoint server;
  private final List<EventBus> buses = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();

  /** What is done with the plain client. */
  interface Use<T> {
    T on(Channel channel) throws IOException;
  }

  Shop(Endpoint server) {
    this.server = server;
  }

  /** An event type of this test's own. */
  String type(String type) {
    return name + "." + type;
  }

  String group(String group) {
    return name + "-" + group;
  }

  String url(String options) {
    return "amqp://guest:guest@" + server.address() + "?" + options;
  }

  /** A bus on an exchange of this test's own, with more options, such as {@code topology=none}. */
  EventBus bus(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("exchange=" + name);
    EventBus bus = EventBus.connect(url(String.join("&", all)), name);
    buses.add(bus);
    return bus;
  }

  /** Subscribes one more instance of a group, which notes what it received. */
  EventBus subscribe(String group, String type, String... options) {
    return subscribe(group, type, event -> received.add(text(event)), options);
  }

  EventBus subscribe(String group, String type, EventHandler<byte[]> handler, String... options) {
    EventBus bus = bus(options);
    bus.subscription(group(group)).on(type(type), byte[].class, handler).subscribe();
    return bus;
  }

  Event<byte[]> event(String type, String key, String text) {
    return Event.builder(type(type), text.getBytes(StandardCharsets.UTF_8))
        .id(text)
        .source("shop")
        .subject(key)
        .build();
  }

  /** As a service does: again, with the same id. */
  void publishUntilStored(EventBus bus, String type, String text) {
    await(
        text + " is stored",
        () ->
            bus.publishAll(List.of(event(type, "k", text))).stream()
                .allMatch(PublishOutcome::isStored));
  }

  static String text(Event<byte[]> event) {
    return new String(event.data(), StandardCharsets.UTF_8);
  }

  void awaitReceived(String... texts) {
    await(List.of(texts) + " arrive", () -> received.containsAll(List.of(texts)));
  }

  void await(String what, BooleanSupplier condition) {
    Await.until(what, condition, () -> received);
  }

  /** A connection of the plain client. */
  Connection plain() {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(server.port());
    factory.setAutomaticRecoveryEnabled(false);
    try {
      Connection connection = factory.newConnection();
      connections.add(connection);
      return connection;
    } catch (IOException | TimeoutException e) {
      throw new AssertionError("connecting with the plain client", e);
    }
  }

  /** Does something with the plain client, on a connection that ends with it. */
  <T> T ask(Use<T> use) {
    try (Connection connection = plain()) {
      return use.on(connection.createChannel());
    } catch (IOException e) {
      throw new AssertionError("asking with the plain client", e);
    }
  }

  @Override
  public void close() {
    buses.forEach(EventBus::close);
    connections.forEach(Connection::abort);
  }
}
