package io.busline.json;

import static io.busline.json.Json.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.annotation.EventType;
import io.busline.error.ConfigurationException;
import io.busline.event.DataVersion;
import io.busline.event.Event;
import io.busline.logs.Warns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services of today and events of yesterday, and the other way round. */
class EvolutionTest {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  @EventType("order.created")
  record OrderV1(String id, double amount) {}

  @EventType(value = "order.created", version = 2)
  record OrderV2(String id, BigDecimal amount) {}

  @EventType(value = "order.created", version = 3, aliases = "shop.order-placed")
  record Order(String id, BigDecimal amount, String currency) {}

  private final String url = "memory:evolution-" + UUID.randomUUID();
  private final BlockingQueue<Event<?>> received = new ArrayBlockingQueue<>(10);
  private final List<EventBus> buses = new ArrayList<>();

  @AfterEach
  void close() {
    buses.forEach(EventBus::close);
  }

  private EventBus connected(EventBusBuilder builder) {
    EventBus bus = builder.service("shop").connect();
    buses.add(bus);
    return bus;
  }

  private EventBus old() {
    return connected(EventBus.builder(url));
  }

  private EventBus upToDate() {
    return connected(
        EventBus.builder(url)
            .upcaster(OrderV2.class, Order.class, o -> new Order(o.id(), o.amount(), "EUR"))
            .upcaster(
                OrderV1.class,
                OrderV2.class,
                o -> new OrderV2(o.id(), BigDecimal.valueOf(o.amount()))));
  }

  @Test
  void data_goes_through_the_upcasters_of_all_versions_it_has_missed() throws Exception {
    EventBus bus = upToDate();
    bus.subscribe(Order.class, received::add);

    bus.publish(new OrderV1("1", 4.5));
    bus.publish(new OrderV2("2", BigDecimal.TEN));
    bus.publish(new Order("3", BigDecimal.ONE, "CHF"));

    Event<?> first = next();
    assertThat(first.data()).isEqualTo(new Order("1", new BigDecimal("4.5"), "EUR"));
    assertThat(first.type()).isEqualTo("order.created");
    assertThat(DataVersion.of(first)).isEqualTo(3);
    assertThat(next().data()).isEqualTo(new Order("2", BigDecimal.TEN, "EUR"));
    assertThat(next().data()).isEqualTo(new Order("3", BigDecimal.ONE, "CHF"));
  }

  @Test
  void an_event_tells_the_version_of_its_data_from_the_second_on() throws Exception {
    EventBus bus = old();
    bus.subscribe("order.created", byte[].class, received::add);

    bus.publish(new OrderV1("1", 4.5));
    bus.publish("order.created", new OrderV2("2", BigDecimal.TEN));
    bus.publish(
        Event.builder("order.created", bytes("{}")).extension(DataVersion.EXTENSION, "7").key("3"));

    assertThat(next().extensions()).doesNotContainKey("dataversion");
    assertThat(next().extensions()).containsEntry("dataversion", "2");
    assertThat(next().extensions()).containsEntry("dataversion", "7");
  }

  @Test
  void a_renamed_type_is_received_under_its_former_name_too() throws Exception {
    EventBus bus = upToDate();
    bus.subscribe(Order.class, received::add);

    bus.publish(Event.builder("shop.order-placed", bytes("{\"id\":\"1\",\"amount\":4.5}")));
    bus.publish("shop.order-placed", new Order("2", BigDecimal.ONE, "CHF"));

    Event<?> first = next();
    assertThat(first.data()).isEqualTo(new Order("1", new BigDecimal("4.5"), "EUR"));
    assertThat(first.type()).isEqualTo("shop.order-placed");
    assertThat(next().data()).isEqualTo(new Order("2", BigDecimal.ONE, "CHF"));
  }

  @Test
  void a_batch_has_events_of_every_name_and_version() throws Exception {
    EventBus bus = upToDate();
    bus.subscription("shop")
        .onBatch(
            io.busline.event.EventDefinition.of(Order.class),
            10,
            batch -> received.addAll(batch.events()))
        .subscribe();

    bus.publish(new OrderV1("1", 4.5));
    bus.publish("shop.order-placed", new Order("2", BigDecimal.ONE, "CHF"));

    assertThat(List.of(next().data(), next().data()))
        .containsExactlyInAnyOrder(
            new Order("1", new BigDecimal("4.5"), "EUR"), new Order("2", BigDecimal.ONE, "CHF"));
  }

  @Test
  void a_class_that_says_no_version_takes_any() throws Exception {
    record Any(String id) {}
    EventBus bus = old();
    bus.subscribe("order.created", Any.class, received::add);

    bus.publish(new OrderV2("2", BigDecimal.TEN));

    assertThat(next().data()).isEqualTo(new Any("2"));
  }

  @Test
  @Warns("event has version 2 of order.created")
  void what_is_newer_than_its_reader_waits_as_a_dead_letter_until_the_reader_is_renewed()
      throws Exception {
    EventBus before = old();
    before.subscribe(OrderV1.class, received::add);
    before.publish(new OrderV2("2", BigDecimal.TEN));

    DeadLetter letter = letter(before);
    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNDECODABLE);
    assertThat(letter.cause()).contains("version 2 of order.created", "Bring this service up to");
    EventBus after = upToDate();
    before.close();

    after.subscribe(Order.class, received::add);
    redrive(after);
    assertThat(next().data()).isEqualTo(new Order("2", BigDecimal.TEN, "EUR"));
  }

  @Test
  @Warns("java.lang.IllegalStateException: out of stock")
  void a_dead_letter_of_an_earlier_version_is_upcast_when_it_comes_back() throws Exception {
    EventBus before = old();
    before
        .subscription("shop.order.created")
        .retry(RetryPolicy.none())
        .on(
            OrderV1.class,
            event -> {
              throw new IllegalStateException("out of stock");
            })
        .subscribe();
    before.publish(new OrderV1("1", 4.5));
    assertThat(letter(before).reason()).isEqualTo(DeadLetter.Reason.HANDLER_FAILED);
    EventBus after = upToDate();
    before.close();

    after.subscribe(Order.class, received::add);
    redrive(after);
    assertThat(next().data()).isEqualTo(new Order("1", new BigDecimal("4.5"), "EUR"));
  }

  @Test
  @Warns("event has version 1 of order.created, and nothing makes")
  void old_data_without_an_upcaster_is_a_dead_letter_that_tells_the_remedy() {
    EventBus bus = old();
    bus.subscribe(Order.class, received::add);

    bus.publish(new OrderV1("1", 4.5));

    assertThat(letter(bus).cause()).contains("Give the bus an upcaster from that version");
  }

  @Test
  @Warns(
      "is a dead letter (UNDECODABLE) after 0 attempts: io.busline.error.DecodingException: upcasting")
  void an_upcaster_that_fails_makes_a_dead_letter_with_its_reason() {
    EventBus bus =
        connected(
            EventBus.builder(url)
                .upcaster(
                    OrderV1.class,
                    OrderV2.class,
                    o -> {
                      throw new IllegalArgumentException("no amount");
                    }));
    bus.subscribe(OrderV2.class, received::add);

    bus.publish(new OrderV1("1", 4.5));

    assertThat(letter(bus).cause()).contains("upcasting", "no amount");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "0", "-1", "02", "99999999999"})
  @Warns("is a dead letter (UNDECODABLE) after 0 attempts")
  void a_version_that_is_none_makes_a_dead_letter(String version) {
    EventBus bus = old();
    bus.subscribe(OrderV1.class, received::add);

    bus.publish(
        Event.builder("order.created", bytes("{}")).extension(DataVersion.EXTENSION, version));

    assertThat(letter(bus).cause()).contains("which is not a whole number from 1");
  }

  @Test
  void upcasters_that_cannot_be_are_refused() {
    assertImpossible(EventBus.builder(url).upcaster(OrderV2.class, OrderV1.class, o -> null));
    assertImpossible(EventBus.builder(url).upcaster(OrderV1.class, OrderV1.class, o -> o));
    assertThatThrownBy(
            () ->
                EventBus.builder(url)
                    .upcaster(OrderV1.class, Order.class, o -> null)
                    .upcaster(OrderV2.class, Order.class, o -> null)
                    .connect())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("two upcasters");
  }

  private static void assertImpossible(EventBusBuilder builder) {
    assertThatThrownBy(builder::connect)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is impossible");
  }

  private static void redrive(EventBus bus) {
    bus.deadLetters().redrive(DeadLetterQuery.all(), RedriveOptions.now());
  }

  private static DeadLetter letter(EventBus bus) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      List<DeadLetter> letters = bus.deadLetters().list(DeadLetterQuery.all(), 2);
      if (!letters.isEmpty()) {
        assertThat(letters).hasSize(1);
        return letters.get(0);
      }
      assertThat(System.nanoTime() - deadline).as("there is a letter").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Event<?> next() throws InterruptedException {
    Event<?> event = received.poll(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    assertThat(event).isNotNull();
    return event;
  }
}
