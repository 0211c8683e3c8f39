package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.PublishOutcome;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import io.busline.event.EventBuilder;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A work queue: any instance takes the next event, whatever its key and partition. */
class ShareGroupTest {
  private static final RetryPolicy TWICE = RetryPolicy.fixed(2, Duration.ofMillis(10));

  /** So long the server lends an event; instances that die are missed soon. */
  private static final Duration LOAN = Duration.ofSeconds(2);

  private static KafkaServer server;
  private Shop shop;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>(KafkaServer.QUICK);
    properties.put("group.share.record.lock.duration.ms", Long.toString(LOAN.toMillis()));
    server = KafkaServer.start(Release.CURRENT, properties);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private SubscriptionBuilder queue(EventBus bus, EventHandler<byte[]> handler) {
    return bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, handler)
        .ordering(Ordering.NONE)
        .retry(TWICE)
        .option("kafka.share-group", "true");
  }

  private List<String> publish(EventBus bus, int count) {
    List<String> texts = new ArrayList<>();
    List<EventBuilder<byte[]>> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add("t" + i);
      events.add(shop.event("order.created", "k", "t" + i));
    }
    assertThat(bus.publishAll(events)).allMatch(PublishOutcome::isStored);
    return texts;
  }

  private final List<String> texts = new ArrayList<>();

  /** Several, so that one instance cannot have them all before the other comes. */
  private boolean isOneMorePublished(EventBus bus) {
    for (int i = 0; i < 20; i++) {
      texts.add("n" + texts.size());
      shop.publish(bus, "order.created", "k", texts.get(texts.size() - 1));
    }
    return false;
  }

  @Test
  void two_instances_work_on_one_key_of_one_partition() {
    shop.make("order", 1);
    EventBus bus = shop.bus();
    Set<String> instances = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 2; i++) {
      String instance = "i" + i;
      queue(
              shop.bus(),
              event -> {
                instances.add(instance);
                shop.received.add(Shop.text(event));
                LockSupport.parkNanos(5_000_000);
              })
          .subscribe();
    }

    shop.await("both work", () -> instances.size() == 2 || isOneMorePublished(bus));

    shop.await("all arrive", () -> shop.received.containsAll(texts));
  }

  @Test
  @MayWarn
  void an_event_in_work_is_not_given_to_others_however_long_it_takes() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    EventBus bus = shop.bus();
    List<String> published = publish(bus, 50);
    for (int i = 0; i < 2; i++) {
      queue(
              shop.bus(),
              event -> {
                String text = Shop.text(event);
                shop.received.add(text);
                if (text.equals("t3")) {
                  gate.await(60, TimeUnit.SECONDS);
                }
              })
          .concurrency(4)
          .subscribe();
    }
    shop.await("all others arrive", () -> shop.received.containsAll(published));

    List<String> later = new ArrayList<>();
    long end = System.nanoTime() + LOAN.multipliedBy(2).toNanos();
    while (System.nanoTime() - end < 0) {
      later.add("later" + later.size());
      shop.publish(bus, "order.created", "k", later.get(later.size() - 1));
      LockSupport.parkNanos(20_000_000);
    }
    assertThat(shop.received.stream().filter("t3"::equals)).hasSize(1);
    gate.countDown();
    shop.await("those that come later arrive", () -> shop.received.containsAll(later));
    assertThat(shop.received.stream().filter("t3"::equals)).hasSize(1);
  }

  @Test
  void whoever_joined_while_events_were_in_work_goes_on_reading() {
    CountDownLatch gate = new CountDownLatch(1);
    EventBus bus = shop.bus();
    queue(
            bus,
            event -> {
              shop.received.add(Shop.text(event));
              if (Shop.text(event).equals("t0")) {
                gate.await(60, TimeUnit.SECONDS);
              }
            })
        .subscribe();
    publish(bus, 1);
    String group = shop.name + "a";
    shop.await(
        "another client joins",
        () ->
            shop.ask(a -> a.describeShareGroups(List.of(group)).all()).get(group).members().size()
                > 1);
    gate.countDown();

    List<String> later = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      later.add("later" + i);
      shop.publish(bus, "order.created", "k" + i, "later" + i);
    }

    shop.await("those of every partition arrive", () -> shop.received.containsAll(later));
  }

  @Test
  void the_explanation_tells_that_attempts_are_counted_anew() {
    Subscription subscription = queue(shop.bus(), event -> {}).subscribe();

    assertThat(subscription.explain()).contains("counted anew when the process ends");
  }

  @Test
  void what_an_instance_had_when_it_left_goes_to_another() {
    EventBus first = shop.bus();
    List<String> published = publish(first, 200);
    Subscription leaving =
        queue(
                first,
                event -> {
                  shop.received.add(Shop.text(event));
                  LockSupport.parkNanos(2_000_000);
                })
            .subscribe();
    shop.await("some arrive", () -> shop.received.size() > 10);

    leaving.close();
    assertThat(shop.received).hasSizeLessThan(published.size());
    queue(shop.bus(), event -> shop.received.add(Shop.text(event))).subscribe();

    shop.await("all arrive", () -> shop.received.containsAll(published));
    assertThat(shop.received).doesNotHaveDuplicates();
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 2 attempts")
  void what_fails_is_tried_again_kept_as_a_dead_letter_and_comes_back_when_redriven() {
    AtomicBoolean mended = new AtomicBoolean();
    EventBus bus = shop.bus();
    queue(
            bus,
            event -> {
              shop.received.add(Shop.text(event));
              if (Shop.text(event).equals("t1") && !mended.get()) {
                throw new IllegalStateException("injected");
              }
            })
        .subscribe();

    publish(bus, 3);

    List<DeadLetter> letters = shop.letters(bus, "a", 1);
    assertThat(letters.get(0).attempts()).isEqualTo(2);
    assertThat(shop.received).containsExactlyInAnyOrder("t0", "t1", "t1", "t2");
    mended.set(true);
    bus.deadLetters().redrive(DeadLetterQuery.ofGroup(shop.name + "a"), RedriveOptions.now());
    shop.await("it comes back", () -> shop.received.size() == 5);
    assertThat(shop.received.get(4)).isEqualTo("t1");
  }

  @Test
  void a_queue_begins_where_it_is_told_to_and_goes_on_where_it_stopped() {
    EventBus bus = shop.bus();
    shop.publish(bus, "order.created", "k", "before");

    Subscription first =
        queue(bus, event -> shop.received.add(Shop.text(event)))
            .from(StartPosition.latest())
            .subscribe();
    shop.publish(bus, "order.created", "k", "after");
    shop.awaitReceived("after");
    first.close();
    shop.publish(bus, "order.created", "k", "meanwhile");
    Subscription second =
        queue(bus, event -> shop.received.add(Shop.text(event)))
            .from(StartPosition.latest())
            .subscribe();

    shop.awaitReceived("meanwhile");
    assertThat(shop.received).containsExactly("after", "meanwhile");
    shop.await("nothing is left", () -> second.lag().orElse(-1) == 0);
  }

  @Test
  void order_by_key_a_broadcast_and_an_unknown_option_are_refused_with_the_reason() {
    EventBus bus = shop.bus();
    String type = shop.type("order.created");

    assertThatThrownBy(() -> queue(bus, event -> {}).ordering(Ordering.PER_KEY).subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("Add ordering(Ordering.NONE)");
    assertThatThrownBy(
            () ->
                bus.broadcast()
                    .on(type, byte[].class, event -> {})
                    .option("kafka.share-group", "true")
                    .subscribe())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Leave it out of a broadcast");
    assertThatThrownBy(
            () ->
                bus.subscription(shop.name + "b")
                    .on(type, byte[].class, event -> {})
                    .option("kafka.share-groups", "true")
                    .subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("Did you mean kafka.share-group?");
  }

  @Test
  @Warns(value = "the bus of shop closed with 0 publishes unconfirmed", times = 9)
  @Warns("event was handed out 9 times, and nobody has finished it")
  void an_event_that_nobody_ever_finishes_is_a_dead_letter_before_the_server_drops_it() {
    EventBus publisher = shop.bus();
    publish(publisher, 1);
    Set<Integer> seen = ConcurrentHashMap.newKeySet();

    for (int visit = 0; visit < 9; visit++) {
      int number = visit;
      EventBus bus =
          EventBus.builder("kafka://" + server.address() + "?partitions=4")
              .service("shop")
              .closeTimeout(Duration.ofMillis(1))
              .connect();
      CountDownLatch begun = new CountDownLatch(1);
      queue(
              bus,
              event -> {
                seen.add(number);
                begun.countDown();
                LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
              })
          .subscribe();
      shop.await("it is begun", () -> begun.getCount() == 0);
      bus.close();
    }
    EventBus last = shop.bus();
    queue(last, event -> shop.received.add("handled")).subscribe();

    assertThat(shop.letters(last, "a", 1).get(0).cause()).contains("9 times");
    assertThat(shop.received).isEmpty();
    assertThat(seen).hasSize(9);
  }
}
