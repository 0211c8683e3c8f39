package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.event.EventBuilder;
import io.busline.event.Ordering;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Events of one key, one after another; those of different keys, past each other. */
abstract class OrderContract extends Contract {
  private static final int KEYS = 16;
  private static final int PER_KEY = 25;

  /** So many keys that, however a broker shares them out, each of two instances has some. */
  private static final int WITNESSES = 50;

  OrderContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W12", "D06"})
  void the_events_of_each_key_are_handled_in_order_by_parallel_handlers() {
    Journal journal = scene().journal("subscriber");
    group(bus(), journal).concurrency(8).subscribe();

    bus().publishAll(interleaved());

    journal.awaitHandled(KEYS * PER_KEY);
    assertOrdered(journal);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.ORDER_PER_KEY})
  @Behaviour({"W12", "C25", "C06"})
  void the_events_of_each_key_are_handled_in_order_by_several_instances() {
    Journal journal = scene().journal("all instances");
    for (int i = 0; i < 3; i++) {
      group(scene().newBus(), journal).concurrency(2).subscribe();
    }

    bus().publishAll(interleaved());

    journal.awaitHandled(KEYS * PER_KEY);
    assertOrdered(journal);
  }

  @Test
  @Behaviour({"C29", "C06"})
  void the_events_of_several_publishers_keep_each_ones_order() {
    Journal journal = scene().journal("subscriber");
    group(bus(), journal).concurrency(4).subscribe();
    List<Runnable> publishers = new ArrayList<>();
    for (int p = 0; p < 4; p++) {
      String key = "key" + p;
      EventBus bus = p % 2 == 0 ? bus() : scene().newBus();
      publishers.add(() -> Scene.numbers(50).forEach(i -> bus.publish(event(key, i))));
    }

    Together.run(publishers);

    journal.awaitHandled(200);
    for (int p = 0; p < 4; p++) {
      assertThat(journal.textsOf("key" + p)).containsExactlyElementsOf(Scene.numbers(50));
    }
  }

  @Test
  @Behaviour({"C06", "X05", "D07"})
  void the_order_of_a_key_holds_through_failures() {
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  boolean unlucky = event.id().hashCode() % 4 == 0;
                  if (unlucky && failedOnce.add(event.id())) {
                    throw new InjectedFailure();
                  }
                });
    group(bus(), journal).concurrency(4).subscribe();

    bus().publishAll(interleaved());

    journal.awaitHandled(KEYS * PER_KEY);
    assertOrdered(journal);
  }

  @Test
  @Behaviour("W06")
  void an_event_waits_until_the_one_before_it_is_handled() {
    Gate gate = scene().gate();
    Journal journal = scene().journal("subscriber", holdingUp("first", gate));
    group(bus(), journal).concurrency(4).subscribe();

    bus().publish(event("k", "first"));
    bus().publish(event("k", "second"));
    bus().publish(event("other", "witness"));

    scene().await("the other key goes on", () -> journal.texts().contains("witness"), journal);
    journal.awaitTried(2);
    assertThat(journal.triedTexts()).containsExactlyInAnyOrder("first", "witness");
    gate.open();
    journal.awaitHandled(3);
    assertThat(journal.textsOf("k")).containsExactly("first", "second");
  }

  @Test
  @Behaviour("X05")
  void an_event_that_waits_for_its_retry_holds_up_its_own_key_only() {
    Gate failing = scene().gate();
    Set<String> failedOnce = ConcurrentHashMap.newKeySet();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (Journal.text(event).equals("first") && failedOnce.add(event.id())) {
                    failing.open();
                    throw new InjectedFailure();
                  }
                });
    RetryPolicy slow = RetryPolicy.fixed(3, Duration.ofMillis(300));
    group(bus(), journal).retry(slow).subscribe();

    bus().publish(event("k", "first"));
    bus().publish(event("k", "second"));
    bus()
        .publishAll(
            List.of(
                event("other", "a"), event("third", "b"), Scene.event(type("order.created"), "c")));

    journal.awaitHandled(5);
    assertThat(journal.texts().subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(journal.texts().subList(3, 5)).containsExactly("first", "second");
  }

  @Test
  @Behaviour("W45")
  void events_without_a_key_wait_for_nobody() {
    Gate gate = scene().gate();
    Journal journal = scene().journal("subscriber", holdingUp("first", gate));
    group(bus(), journal).concurrency(2).subscribe();

    bus().publish(Scene.event(type("order.created"), "first"));
    bus().publishAll(Scene.events(type("order.created"), 20));

    journal.awaitHandled(20);
    assertThat(journal.texts()).doesNotContain("first");
  }

  @Test
  @Behaviour("D06")
  void without_ordering_even_one_key_is_handled_in_parallel() {
    CountDownLatch both = new CountDownLatch(2);
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  both.countDown();
                  assertThat(both.await(1, TimeUnit.MINUTES)).isTrue();
                });
    group(bus(), journal).ordering(Ordering.NONE).concurrency(2).subscribe();

    bus().publishAll(List.of(event("k", "1"), event("k", "2")));

    journal.awaitHandled(2);
    assertThat(journal.tried()).hasSize(2);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.ORDER_PER_KEY, Capability.REDELIVERY})
  @Behaviour({"X17", "C11", "X11"})
  void a_key_moves_to_another_instance_in_order_and_only_when_it_is_free() {
    Gate gate = scene().gate();
    Journal first = scene().journal("first instance", holdingUp("1", gate));
    Journal second = scene().journal("second instance");
    EventBus leaving = scene().newBus();
    Subscription left = group(leaving, first).prefetch(1).subscribe();
    bus().publish(event("k", "0"));
    first.awaitHandled(1);
    bus().publish(event("k", "1"));
    first.awaitTried(2);
    group(scene().newBus(), second).prefetch(1).subscribe();

    for (String text : List.of("2", "3", "4")) {
      bus().publish(event("k", text));
    }
    for (String number : Scene.numbers(WITNESSES)) {
      bus().publish(event("witness" + number, number));
    }
    second.awaitHandled(1);
    List<String> meanwhile = second.textsOf("k");
    gate.open();
    left.close();

    scene()
        .await(
            "all of the key is handled",
            () -> first.textsOf("k").size() + second.textsOf("k").size() >= 5,
            List.of(first, second));
    assertThat(meanwhile).as("while the first instance holds the key").isEmpty();
    assertThat(first.textsOf("k")).startsWith("0", "1");
    List<String> all = new ArrayList<>(first.textsOf("k"));
    all.addAll(second.textsOf("k"));
    assertThat(all).containsExactly("0", "1", "2", "3", "4");
  }

  private SubscriptionBuilder group(EventBus bus, Journal journal) {
    return scene()
        .group(bus, "ordered")
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.fixed(5, Duration.ofMillis(5)));
  }

  private EventBuilder<byte[]> event(String key, String text) {
    return Scene.event(type("order.created"), key, text);
  }

  private List<EventBuilder<byte[]>> interleaved() {
    List<EventBuilder<byte[]>> events = new ArrayList<>();
    for (String number : Scene.numbers(PER_KEY)) {
      for (int key = 0; key < KEYS; key++) {
        events.add(event("key" + key, number));
      }
    }
    return events;
  }

  private static void assertOrdered(Journal journal) {
    for (int key = 0; key < KEYS; key++) {
      assertThat(journal.textsOf("key" + key))
          .as("key%d", key)
          .containsExactlyElementsOf(Scene.numbers(PER_KEY));
    }
  }

  private static EventHandler<byte[]> holdingUp(String text, Gate gate) {
    return event -> {
      if (Journal.text(event).equals(text)) {
        gate.pass();
      }
    };
  }
}
