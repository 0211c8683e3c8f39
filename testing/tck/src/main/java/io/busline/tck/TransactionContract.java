package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Outputs;
import io.busline.RetryPolicy;
import io.busline.SubscriptionBuilder;
import io.busline.TransactionalHandler;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

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
  @Warns(value = "io.busline.error.InvalidEventException", orMore = true)
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

  @Test
  @Behaviour({"X20", "W20"})
  void each_input_has_one_output_though_instances_come_and_go() {
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
    assertThat(invoices.textsOfDistinct()).containsExactlyInAnyOrderElementsOf(all);
    buses.forEach(EventBus::close);
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
