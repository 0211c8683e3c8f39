package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.annotation.EventType;
import io.busline.json.JsonCodec;
import io.busline.logs.MayWarn;
import io.busline.schema.Effect.Impact;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of types, topics and versions, against what a bus with topics does. */
class IdentityTest {
  @EventType("order.created")
  record Order(String id) {}

  @EventType("order.placed")
  record Other(String id) {}

  @EventType(value = "order.placed", aliases = "order.created")
  record Renamed(String id) {}

  @EventType(value = "shop.order", aliases = "order.created")
  record RenamedElsewhere(String id) {}

  @EventType(value = "shop.order", aliases = "order.created", topic = "shop.all")
  record RenamedAndPlaced(String id) {}

  @EventType(value = "order.created", topic = "money")
  record Moved(String id) {}

  @EventType(value = "order.created", version = 2)
  record Second(String id) {}

  private static final List<Object> DATA =
      List.of(
          new Order("event"),
          new Other("event"),
          new Renamed("event"),
          new RenamedElsewhere("event"),
          new RenamedAndPlaced("event"),
          new Moved("event"),
          new Second("event"));

  private static final byte[] MARKER = "{\"id\":\"marker\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  static Stream<Arguments> pairs() {
    return DATA.stream().flatMap(a -> DATA.stream().map(b -> Arguments.of(a, b)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  @MayWarn("is a dead letter (UNDECODABLE)")
  void what_is_said_of_readers_is_what_the_bus_does(Object reader, Object event) throws Exception {
    List<Change> changes =
        new IdentityComparison("", identity(reader), identity(event)).with(List.of());
    boolean survive =
        changes.stream()
            .allMatch(change -> change.oldReaders().impact().compareTo(Impact.ANNOUNCED) < 0);

    assertThat(isReceived(reader.getClass(), event, survive)).isEqualTo(survive);
  }

  private static Identity identity(Object data) {
    return new Identity(io.busline.event.EventDefinition.of(data.getClass()), Optional.empty());
  }

  /** Publishes the event and then a marker, which arrives at last; the event before it or never. */
  private boolean isReceived(Class<?> reader, Object event, boolean isExpected) throws Exception {
    BlockingQueue<String> received = new ArrayBlockingQueue<>(2);
    String url = "sqlite:" + folder.resolve("bus.db");
    try (EventBus bus = EventBus.builder(url).service("shop").connect()) {
      bus.subscribe(reader, each -> received.add(each.data().toString()));
      bus.publish(event);
      bus.publish(new JsonCodec().decode(MARKER, reader));
      String first = received.poll(60, TimeUnit.SECONDS);
      assertThat(first).isNotNull();
      // Of two topics, the marker's may be the faster one.
      String second = isExpected ? received.poll(60, TimeUnit.SECONDS) : received.peek();
      return first.contains("event") || (second != null && second.contains("event"));
    }
  }
}
