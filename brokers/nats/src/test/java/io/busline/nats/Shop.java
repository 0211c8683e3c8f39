package io.busline.nats;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What a test has to do with a server: buses, what they received, and a plain client. */
final class Shop implements AutoCloseable {
  final String name = "s" + UUID.randomUUID().toString().substring(0, 8);
  final List<String> received = new CopyOnWriteArrayList<>();
  final Connection plain;
  private final Endpoint server;
  private final List<EventBus> buses = new ArrayList<>();

  /** A question to the API that may fail. */
  interface Question<T> {
    T ask(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  Shop(Endpoint server) {
    this.server = server;
    this.plain = PlainClient.connect(server);
  }

  /** An event type of this test's own. */
  String type(String type) {
    return name + "." + type;
  }

  String stream(String topic) {
    return StreamNames.ofTopic(type(topic));
  }

  EventBus bus() {
    return bus("");
  }

  /** A bus with more options in its URL, such as {@code &topology=none}. */
  EventBus bus(String options) {
    EventBus bus =
        EventBus.connect("jetstream://" + server.address() + "?lease=1s" + options, name);
    buses.add(bus);
    return bus;
  }

  /** Subscribes one more instance of a group, which notes what it received. */
  EventBus subscribe(String group, String type) {
    EventBus bus = bus();
    bus.subscription(name + group)
        .on(type(type), byte[].class, event -> received.add(text(event)))
        .subscribe();
    return bus;
  }

  void publish(EventBus bus, String type, String key, String text) {
    bus.publish(event(type, key, text));
  }

  private Event<byte[]> event(String type, String key, String text) {
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

  <T> T ask(Question<T> question) {
    try {
      return question.ask(plain.jetStreamManagement());
    } catch (IOException | JetStreamApiException e) {
      throw new AssertionError(e);
    }
  }

  List<String> streams() {
    return ask(m -> m.getStreamNames());
  }

  @Override
  public void close() {
    buses.forEach(EventBus::close);
    try {
      plain.close();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
