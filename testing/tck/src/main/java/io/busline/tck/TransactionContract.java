package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.busline.EventBus;
import io.busline.Outputs;
import io.busline.RetryPolicy;
import io.busline.SubscriptionBuilder;
import io.busline.TransactionalHandler;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What handlers publish is there exactly if their events are acknowledged. */
@Needs({Capability.TRANSACTIONS, Capability.GROUPS, Capability.REDELIVERY})
abstract class TransactionContract extends Contract {
  private static final int INPUTS = 300;
  private static final int KEYS = 20;

  TransactionContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"R05", "W26", "X20"})
  void whatever_a_handler_publishes_arrives_once_and_in_order() {
    Journal invoices = invoices();
    biller(
            bus(),
            (event, outputs) -> {
              for (int i = 0; i < 3; i++) {
                outputs.publish(
                    invoice(event.subject().orElseThrow(), Journal.text(event) + "/" + i));
              }
            })
        .subscribe();

    bus().publishAll(orders(0, 10));

    invoices.awaitHandled(30);
    for (int key = 0; key < 10; key++) {
      assertThat(invoices.textsOf("k" + key)).containsExactly(key + "/0", key + "/1", key + "/2");
    }
  }

  @Test
  @Behaviour({"N04", "R03", "R04"})
  void of_an_attempt_that_fails_nothing_is_ever_seen() {
    Journal invoices = invoices();
    List<String> tried = new CopyOnWriteArrayList<>();
    biller(
            bus(),
            (event, outputs) -> {
              tried.add(Journal.text(event));
              outputs.publish(invoice(event.subject().orElseThrow(), "attempt " + tried.size()));
              if (tried.size() < 3) {
                throw new InjectedFailure();
              }
            })
        .retry(RetryPolicy.fixed(5, Duration.ofMillis(10)))
        .subscribe();

    bus().publish(Scene.event(type("order.created"), "k", "1"));

    invoices.awaitHandled(1);
    assertThat(tried).hasSize(3);
    assertThat(invoices.texts()).containsExactly("attempt 3");
  }

  @Test
  @Behaviour({"R03", "N04"})
  void nothing_is_seen_before_the_handler_returns() {
    Journal invoices = invoices();
    Gate gate = scene().gate();
    List<String> begun = new CopyOnWriteArrayList<>();
    biller(
            bus(),
            (event, outputs) -> {
              outputs.publish(invoice("k", "1"));
              begun.add("1");
              gate.pass();
            })
        .subscribe();
    bus().publish(Scene.event(type("order.created"), "k", "1"));
    scene().await("the handler has begun", () -> !begun.isEmpty(), begun);

    bus().publish(invoice("k", "witness"));
    invoices.awaitHandled(1);
    assertThat(invoices.texts()).containsExactly("witness");

    gate.open();
    invoices.awaitHandled(2);
    assertThat(invoices.texts()).containsExactly("witness", "1");
  }

  @Test
  @Needs(Capability.DEAD_LETTERS)
  @Behaviour({"N04", "W27"})
  void an_output_that_is_not_valid_fails_its_handler_and_no_other() {
    Journal invoices = invoices();
    biller(
            bus(),
            (event, outputs) -> {
              outputs.publish(invoice(event.subject().orElseThrow(), Journal.text(event)));
              if (Journal.text(event).equals("1")) {
                outputs.publish(type("invoice.sent"), new byte[64 << 20]);
              }
            })
        .retry(RetryPolicy.none())
        .subscribe();

    bus().publishAll(orders(0, 3));

    assertThat(scene().awaitLetters(bus(), "billing", 1).get(0).event().keyOrNull())
        .isEqualTo("k1");
    invoices.awaitHandled(2);
    assertThat(invoices.texts()).containsExactlyInAnyOrder("0", "2");
  }

  @Test
  @Behaviour({"R05", "X20"})
  void outputs_and_inputs_of_one_key_stay_in_order_with_parallel_handlers() {
    Journal invoices = invoices();
    for (int i = 0; i < 2; i++) {
      biller(scene().newBus(), this::bill).concurrency(4).subscribe();
    }

    bus().publishAll(orders(0, INPUTS));

    invoices.awaitHandled(INPUTS);
    assertThat(invoices.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(INPUTS));
    for (int key = 0; key < KEYS; key++) {
      assertThat(invoices.textsOf("k" + key).stream().map(Integer::valueOf)).isSorted();
    }
  }

  @Test
  @Behaviour("R05")
  void handlers_of_both_kinds_may_be_in_one_subscription() {
    Journal invoices = invoices();
    Journal cancelled = scene().journal("cancelled");
    biller(bus(), this::bill).on(type("order.cancelled"), byte[].class, cancelled).subscribe();

    bus().publish(Scene.event(type("order.created"), "k1", "1"));
    bus().publish(Scene.event(type("order.cancelled"), "k1", "2"));

    invoices.awaitHandled(1);
    cancelled.awaitHandled(1);
    assertThat(invoices.texts()).containsExactly("1");
  }

  @Test
  @Behaviour("R03")
  void outputs_take_nothing_once_the_handler_has_ended() {
    Journal invoices = invoices();
    List<Outputs> kept = new CopyOnWriteArrayList<>();
    biller(
            bus(),
            (event, outputs) -> {
              kept.add(outputs);
              bill(event, outputs);
            })
        .subscribe();
    bus().publish(Scene.event(type("order.created"), "k", "1"));
    invoices.awaitHandled(1);

    assertThatThrownBy(() -> kept.get(0).publish(invoice("k", "late")))
        .isInstanceOf(IllegalStateException.class);
  }

  @TestFactory
  @Behaviour({"X20", "W20"})
  Stream<DynamicTest> each_input_has_one_output_though() {
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(dynamicTest("instances come and go", this::billThroughComingAndGoing));
    for (Fault fault : scene().harness.faults()) {
      String run = "fault%d".formatted(tests.size());
      tests.add(dynamicTest(fault.name(), () -> billThrough(fault, run)));
    }
    return tests.stream();
  }

  private void billThroughComingAndGoing() {
    Journal invoices = invoices();
    List<EventBus> buses = new ArrayList<>();
    buses.add(scene().newBus());
    biller(buses.get(0), this::bill).concurrency(4).subscribe();
    bus().publishAll(orders(0, INPUTS));
    invoices.awaitHandled(1);
    for (int i = 1; i <= 3; i++) {
      buses.add(scene().newBus());
      biller(buses.get(i), this::bill).concurrency(4).subscribe();
      bus().publishAll(orders(i * INPUTS, INPUTS));
    }
    buses.get(0).close();
    bus().publishAll(orders(4 * INPUTS, INPUTS));

    List<String> all = Scene.numbers(5 * INPUTS);
    scene().await("everything is billed", () -> invoices.hasAll(all), invoices);
    assertThat(textsOfDistinct(invoices)).containsExactlyInAnyOrderElementsOf(all);
    buses.forEach(EventBus::close);
  }

  private void billThrough(Fault fault, String run) throws InterruptedException {
    String input = type(run + ".created");
    String output = type(run + "bill.made");
    Traffic traffic = new Traffic(input);
    List<EventBus> buses = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      EventBus bus = scene().newBus(builder -> builder.publishTimeout(Duration.ofSeconds(3)));
      bus.subscription(scene().name(run))
          .onTransaction(
              input,
              byte[].class,
              (event, outputs) ->
                  outputs.publish(Scene.event(output, event.subject().orElseThrow(), event.id())))
          .concurrency(4)
          .prefetch(200)
          .subscribe();
      traffic.publishOn(bus);
      buses.add(bus);
    }
    traffic.awaitProgress(scene());

    Runnable end = fault.begin().get();
    scene().pass(fault.lasting());
    end.run();

    traffic.awaitProgress(scene());
    traffic.stop();
    Set<String> stored = traffic.stored();
    Journal invoices = everythingOf(output);
    scene().await("each input has its output", () -> invoices.hasAll(stored), traffic);
    assertThat(textsOfDistinct(invoices)).doesNotHaveDuplicates();
    buses.forEach(EventBus::close);
    assertThat(traffic.failed()).noneMatch(new HashSet<>(invoices.texts())::contains);
  }

  private Journal everythingOf(String type) {
    Journal journal = scene().journal("reader");
    EventBus bus = scene().newBus();
    bus.broadcast().from(StartPosition.earliest()).on(type, byte[].class, journal).subscribe();
    return journal;
  }

  /** A reader may see an event twice; then it has the same id. */
  private static List<String> textsOfDistinct(Journal journal) {
    Map<String, String> byId = new LinkedHashMap<>();
    journal.handled().forEach(event -> byId.put(event.id(), Journal.text(event)));
    return List.copyOf(byId.values());
  }

  private Journal invoices() {
    Journal invoices = scene().journal("reader");
    bus().broadcast().on(type("invoice.sent"), byte[].class, invoices).subscribe();
    return invoices;
  }

  private SubscriptionBuilder biller(EventBus bus, TransactionalHandler<byte[]> handler) {
    return scene()
        .group(bus, "billing")
        .onTransaction(type("order.created"), byte[].class, handler);
  }

  private void bill(Event<byte[]> event, Outputs outputs) {
    outputs.publish(invoice(event.subject().orElseThrow(), Journal.text(event)));
  }

  private EventBuilder<byte[]> invoice(String key, String text) {
    return Scene.event(type("invoice.sent"), key, text);
  }

  private List<EventBuilder<byte[]>> orders(int first, int count) {
    List<EventBuilder<byte[]>> orders = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      orders.add(Scene.event(type("order.created"), "k" + i % KEYS, Integer.toString(i)));
    }
    return orders;
  }
}
