package io.busline.tck;

import io.busline.event.EventPattern;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A broker's consumer, used directly, as the engine uses it. For the test's thread only. */
final class Member implements Inbox {
  private static final long SHORT_WAIT = Duration.ofMillis(20).toNanos();

  final BrokerConsumer consumer;
  final List<InboundMessage> arrived = new ArrayList<>();
  final List<InboundMessage> revoked = new ArrayList<>();
  private final Scene scene;

  Member(Scene scene, Broker broker, @Nullable String group) {
    this(scene, broker, group, group == null ? StartPosition.latest() : StartPosition.earliest());
  }

  Member(Scene scene, Broker broker, @Nullable String group, StartPosition start) {
    this.scene = scene;
    String type = scene.type("order.created");
    this.consumer =
        broker.open(
            new ConsumerSpec(
                group,
                List.of(new Interest(new EventPattern(type), scene.type("order"))),
                start,
                Ordering.PER_KEY));
    scene.closing(consumer::close);
  }

  @Override
  public void arrived(InboundMessage message) {
    arrived.add(message);
  }

  @Override
  public void revoked(InboundMessage message) {
    revoked.add(message);
  }

  /** Polls until so many more messages have arrived, and returns those. */
  List<InboundMessage> take(int count) {
    int before = arrived.size();
    scene.await(
        "%d messages arrive".formatted(count),
        () -> {
          consumer.poll(before + count - arrived.size(), SHORT_WAIT, this);
          return arrived.size() >= before + count;
        },
        this);
    return List.copyOf(arrived.subList(before, arrived.size()));
  }

  InboundMessage takeOne() {
    return take(1).get(0);
  }

  /** Polls a few times; returns what arrived. */
  List<InboundMessage> takeWhatIsThere() {
    int before = arrived.size();
    for (int i = 0; i < 3; i++) {
      consumer.poll(1_000, SHORT_WAIT, this);
    }
    return List.copyOf(arrived.subList(before, arrived.size()));
  }

  /** The message with a text; messages of several keys may arrive in any order. */
  static InboundMessage pick(List<InboundMessage> messages, String text) {
    return messages.stream()
        .filter(message -> Journal.text(message.event()).equals(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s in %s".formatted(text, texts(messages))));
  }

  void ack(InboundMessage... done) {
    consumer.ack(List.of(done));
  }

  void release(InboundMessage... messages) {
    consumer.release(List.of(messages));
  }

  static List<String> texts(List<InboundMessage> messages) {
    return messages.stream().map(message -> Journal.text(message.event())).toList();
  }

  @Override
  public String toString() {
    return "arrived %s, revoked %s".formatted(texts(arrived), texts(revoked));
  }
}
