package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.Interceptor;
import io.busline.RedriveOptions;
import io.busline.RedriveReport;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters come back: to their own group, as they were, in order, once. */
@Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
@Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
abstract class RedriveContract extends Contract {
  private volatile boolean ill;

  RedriveContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @BeforeEach
  void fallIll() {
    ill = true;
  }

  @Test
  @Behaviour({"X06", "C30", "C31"})
  void a_redriven_event_is_handled_by_its_group_alone() {
    Journal group = subscribe("a");
    Journal other = scene().journal("other group");
    bus()
        .subscription(scene().name("other"))
        .on(type("order.created"), byte[].class, other)
        .subscribe();
    bus().publish(event("k", "1"));
    other.awaitHandled(1);
    scene().awaitLetters(bus(), "a", 1);
    ill = false;

    RedriveReport report = redrive(RedriveOptions.now());

    group.awaitHandled(1);
    bus().publish(event("k", "witness"));
    other.awaitHandled(2);
    assertThat(report.redriven()).isEqualTo(1);
    assertThat(letters()).isEmpty();
    assertThat(other.triedTexts()).containsExactly("1", "witness");
  }

  @Test
  @Behaviour({"X06", "X14"})
  void a_redriven_event_is_the_original_with_a_fresh_count_of_attempts() {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    EventBus bus = scene().newBus(builder -> builder.interceptor(counting(attempts)));
    Journal journal = subscribe(bus, "a");
    EventBuilder<byte[]> event =
        event("k", "1")
            .id("e-1")
            .source("/shop")
            .dataContentType("text/plain")
            .extension("traceparent", "00-1-2-01")
            .extension("correlationid", "c-1")
            .extension("causationid", "e-0");
    bus.publish(event);
    scene().awaitLetters(bus, "a", 1);
    ill = false;

    redrive(RedriveOptions.now());

    journal.awaitHandled(1);
    Event<byte[]> handled = journal.onlyHandled();
    assertThat(handled)
        .isEqualTo(event.time(handled.time().orElseThrow()).build())
        .isEqualTo(journal.tried().get(0));
    assertThat(attempts).containsExactly(1, 2, 1);
  }

  @Test
  @Behaviour({"X06", "X07"})
  void redriving_again_what_is_redriven_does_nothing() {
    Journal journal = subscribe("a");
    bus().publish(event("k", "1"));
    scene().awaitLetters(bus(), "a", 1);
    ill = false;
    redrive(RedriveOptions.now());
    journal.awaitHandled(1);

    RedriveReport again = redrive(RedriveOptions.now());

    bus().publish(event("k", "witness"));
    journal.awaitHandled(2);
    assertThat(again.redriven()).isZero();
    assertThat(journal.texts()).containsExactly("1", "witness");
  }

  @Test
  @Behaviour({"X06", "X04"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2, orMore = true)
  void an_event_that_fails_again_after_a_redrive_is_a_letter_again() {
    Journal journal = subscribe("a");
    bus().publish(event("k", "1"));
    DeadLetter first = scene().awaitLetters(bus(), "a", 1).get(0);

    for (int round = 2; round <= 3; round++) {
      redrive(RedriveOptions.now());
      journal.awaitTried(2 * round);
      DeadLetter again = scene().awaitLetters(bus(), "a", 1).get(0);
      assertThat(again.event()).isEqualTo(first.event());
      assertThat(again.attempts()).isEqualTo(2);
    }
    ill = false;
    redrive(RedriveOptions.now());

    journal.awaitHandled(1);
    assertThat(letters()).isEmpty();
  }

  @Test
  @Behaviour("X07")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 29, orMore = true)
  void a_redrive_keeps_the_order_of_each_key() {
    Journal journal = subscribe("a");
    List<EventBuilder<byte[]>> events = new ArrayList<>();
    for (String number : Scene.numbers(10)) {
      for (String key : List.of("a", "b", "c")) {
        events.add(event(key, number));
      }
    }
    bus().publishAll(events);
    scene().awaitLetters(bus(), "a", 30);
    ill = false;

    redrive(RedriveOptions.now());

    journal.awaitHandled(30);
    for (String key : List.of("a", "b", "c")) {
      assertThat(journal.textsOf(key)).containsExactlyElementsOf(Scene.numbers(10));
    }
  }

  @Test
  @Behaviour("X07")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 1, orMore = true)
  void a_rehearsal_says_what_would_be_done_and_does_nothing() {
    Journal journal = subscribe("a");
    bus().publishAll(List.of(event("k", "1"), event("l", "2")));
    List<DeadLetter> letters = scene().awaitLetters(bus(), "a", 2);
    ill = false;

    RedriveReport report = redrive(RedriveOptions.rehearsal());

    bus().publish(event("k", "witness"));
    journal.awaitHandled(1);
    assertThat(report.dryRun()).isTrue();
    assertThat(report.redriven()).isEqualTo(2);
    assertThat(letters()).isEqualTo(letters);
    assertThat(journal.texts()).containsExactly("witness");
  }

  @Test
  @Behaviour("X07")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 4, orMore = true)
  void a_redrive_can_be_throttled() {
    subscribe("a");
    bus().publishAll(Scene.events(type("order.created"), 5));
    scene().awaitLetters(bus(), "a", 5);
    ill = false;
    long start = System.nanoTime();

    redrive(new RedriveOptions(false, 50));

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("4 intervals of 20 ms, by the machine's clock")
        .isGreaterThanOrEqualTo(Duration.ofMillis(80));
  }

  @Test
  @Behaviour("X07")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 1, orMore = true)
  void a_redrive_can_be_for_some_letters_only() {
    Journal journal = subscribe("a");
    bus().publishAll(List.of(event("k", "1"), event("l", "2")));
    List<DeadLetter> letters = scene().awaitLetters(bus(), "a", 2);
    ill = false;

    bus().deadLetters().redrive(DeadLetterQuery.ofId(letters.get(0).id()), RedriveOptions.now());

    journal.awaitHandled(1);
    assertThat(journal.onlyHandled()).isEqualTo(letters.get(0).event());
    assertThat(letters()).containsExactly(letters.get(1));
  }

  @Test
  @Needs(Capability.REDELIVERY)
  @Behaviour({"X07", "C12"})
  void a_redrive_for_a_group_that_is_away_waits_for_it() {
    Journal away = scene().journal("away", failing());
    Subscription subscription =
        bus()
            .subscription(scene().name("a"))
            .on(type("order.created"), byte[].class, away)
            .retry(RetryPolicy.none())
            .subscribe();
    bus().publish(event("k", "1"));
    scene().awaitLetters(bus(), "a", 1);
    subscription.close();
    ill = false;

    redrive(RedriveOptions.now());
    Journal back = subscribe("a");

    back.awaitHandled(1);
    assertThat(back.texts()).containsExactly("1");
  }

  private Journal subscribe(String group) {
    return subscribe(bus(), group);
  }

  private Journal subscribe(EventBus bus, String group) {
    Journal journal = scene().journal(group, failing());
    bus.subscription(scene().name(group))
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.fixed(2, Duration.ofMillis(5)))
        .subscribe();
    return journal;
  }

  private EventHandler<byte[]> failing() {
    return event -> {
      if (ill) {
        throw new InjectedFailure();
      }
    };
  }

  private static Interceptor counting(List<Integer> attempts) {
    return new Interceptor() {
      @Override
      public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
        attempts.add(attempt.number());
        next.proceed();
      }
    };
  }

  private RedriveReport redrive(RedriveOptions options) {
    return bus().deadLetters().redrive(DeadLetterQuery.ofGroup(scene().name("a")), options);
  }

  private List<DeadLetter> letters() {
    return bus().deadLetters().list(DeadLetterQuery.ofGroup(scene().name("a")), 1_000);
  }

  private EventBuilder<byte[]> event(String key, String text) {
    return Scene.event(type("order.created"), key, text);
  }
}
