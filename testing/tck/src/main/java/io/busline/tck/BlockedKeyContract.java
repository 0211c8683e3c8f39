package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.MayWarn;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A key that does not move stops no other, however much waits behind it. */
@Needs({Capability.GROUPS, Capability.ORDER_PER_KEY, Capability.KEY_DEFERRAL})
@MayWarn("InjectedFailure: the test made this handler fail")
abstract class BlockedKeyContract extends Contract {

  /** How much a subscription may hold; little, so that much is soon more. */
  private static final int ROOM = 20;

  private static final int BEHIND = 10 * ROOM;

  private static final RetryPolicy PATIENT = RetryPolicy.fixed(100_000, Duration.ofMillis(100));

  private volatile boolean broken = true;

  BlockedKeyContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"O08", "W12"})
  void a_failing_key_stops_no_other_and_goes_on_in_order() {
    Journal journal = scene().journal("subscriber", this::failIfBad);
    group(bus(), journal).subscribe();

    bus().publishAll(events("bad", BEHIND));
    bus().publishAll(events("good", BEHIND));
    journal.awaitHandled(BEHIND);
    assertThat(journal.textsOf("good")).isEqualTo(Scene.numbers(BEHIND));
    broken = false;

    journal.awaitHandled(2 * BEHIND);
    assertThat(journal.textsOf("bad")).isEqualTo(Scene.numbers(BEHIND));
  }

  @Test
  @Behaviour("O08")
  void many_keys_that_fail_at_once_stop_no_other() {
    Journal journal = scene().journal("subscriber", this::failIfBad);
    group(bus(), journal).subscribe();
    List<EventBuilder<byte[]>> failing = new ArrayList<>();
    for (int i = 0; i < 5 * ROOM; i++) {
      failing.addAll(events("bad" + i, 2));
    }

    bus().publishAll(failing);
    bus().publishAll(events("good", ROOM));
    journal.awaitHandled(ROOM);
    broken = false;

    journal.awaitHandled(ROOM + failing.size());
    for (int i = 0; i < 5 * ROOM; i++) {
      assertThat(journal.textsOf("bad" + i)).isEqualTo(Scene.numbers(2));
    }
  }

  @Test
  @Behaviour("O08")
  void a_key_whose_handler_takes_long_stops_no_other() {
    Gate gate = scene().gate();
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if ("slow".equals(event.keyOrNull())) {
                    gate.pass();
                  }
                });
    group(bus(), journal).subscribe();

    bus().publishAll(events("slow", BEHIND));
    bus().publishAll(events("quick", BEHIND));
    journal.awaitHandled(BEHIND);
    gate.open();

    journal.awaitHandled(2 * BEHIND);
    assertThat(journal.textsOf("slow")).isEqualTo(Scene.numbers(BEHIND));
  }

  @Test
  @Behaviour({"O08", "C06"})
  void a_key_that_fails_at_one_instance_goes_on_in_order_at_another() {
    Journal journal = scene().journal("both instances", this::failIfBad);
    Subscription first = group(bus(), journal).subscribe();
    bus().publishAll(events("bad", BEHIND));
    bus().publishAll(events("good", BEHIND));
    journal.awaitHandled(BEHIND);

    group(scene().newBus(), journal).subscribe();
    first.close();
    broken = false;

    journal.awaitHandled(2 * BEHIND);
    assertThat(journal.textsOf("bad")).isEqualTo(Scene.numbers(BEHIND));
  }

  @Test
  @Needs(Capability.LAG)
  @Behaviour("O08")
  void what_is_kept_back_counts_as_waiting() {
    Journal journal = scene().journal("subscriber", this::failIfBad);
    Subscription subscription = group(bus(), journal).subscribe();

    bus().publishAll(events("bad", BEHIND));
    bus().publishAll(events("good", ROOM));
    journal.awaitHandled(ROOM);

    scene()
        .await(
            "the lag is what is kept back",
            () -> subscription.lag().orElseThrow() == BEHIND,
            subscription);
  }

  private void failIfBad(Event<byte[]> event) throws InjectedFailure {
    if (broken && isBad(event)) {
      throw new InjectedFailure();
    }
  }

  private static boolean isBad(Event<byte[]> event) {
    return event.key().orElse("").startsWith("bad");
  }

  private SubscriptionBuilder group(EventBus bus, Journal journal) {
    return scene()
        .group(bus, "blocked")
        .on(type("order.created"), byte[].class, journal)
        .prefetch(ROOM)
        .concurrency(2)
        .retry(PATIENT);
  }

  private List<EventBuilder<byte[]>> events(String key, int count) {
    return Scene.numbers(count).stream()
        .map(text -> Scene.event(type("order.created"), key, text))
        .toList();
  }
}
