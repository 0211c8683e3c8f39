package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An event that is given up is kept: unchanged, once, with what there is to know. */
@Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
abstract class DeadLetterContract extends Contract {
  private static final RetryPolicy TWICE = RetryPolicy.fixed(2, Duration.ofMillis(5));

  DeadLetterContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"C30", "X04", "W41"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 20, orMore = true)
  void what_failed_as_often_as_allowed_becomes_one_dead_letter_each() {
    Journal journal = scene().journal("subscriber", failing());
    subscribe(bus(), "a", journal);

    bus().publishAll(Scene.events(type("order.created"), 20));

    List<DeadLetter> letters = scene().awaitLetters(bus(), "a", 20);
    assertThat(letters.stream().map(letter -> Journal.text(letter.event())))
        .containsExactlyInAnyOrderElementsOf(Scene.numbers(20));
    assertThat(journal.tried()).hasSize(40);
  }

  @Test
  @Behaviour({"W42", "X06", "W41"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void a_dead_letter_tells_the_event_and_what_became_of_it() {
    Instant before = now();
    EventBuilder<byte[]> event =
        Scene.event(type("order.created"), "k", "1")
            .id("e-1")
            .source("/shop")
            .time(Instant.parse("2026-01-02T03:04:05Z"))
            .dataContentType("text/plain")
            .dataSchema("https://example.com/schema")
            .extension("traceparent", "00-1-2-01");
    subscribe(bus(), "a", scene().journal("subscriber", failing()));

    bus().publish(event);

    DeadLetter letter = onlyLetter("a");
    assertThat(letter.event()).isEqualTo(event.build());
    assertThat(letter.group()).isEqualTo(scene().name("a"));
    assertThat(letter.topic()).isEqualTo(type("order"));
    assertThat(letter.reason()).isEqualTo(Reason.HANDLER_FAILED);
    assertThat(letter.cause())
        .contains(InjectedFailure.class.getName(), InjectedFailure.MESSAGE, "  at ");
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.firstFailedAt()).isBetween(before, letter.deadAt());
    assertThat(letter.deadAt()).isBeforeOrEqualTo(now());
  }

  @Test
  @Behaviour({"V06", "W39", "W41"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void a_failure_that_no_attempt_can_mend_kills_at_the_first() {
    Journal journal = scene().journal("subscriber", failing());
    builder(bus(), "a", journal).retry(TWICE.givingUpOn(InjectedFailure.class)).subscribe();

    bus().publish(Scene.event(type("order.created"), "1"));

    assertThat(onlyLetter("a").attempts()).isEqualTo(1);
    assertThat(journal.tried()).hasSize(1);
  }

  @Test
  @Behaviour("X06")
  @Warns(value = "is a dead letter (UNDECODABLE)", orMore = true)
  void data_that_cannot_be_read_becomes_a_dead_letter_unseen_with_its_bytes() {
    List<Object> seen = new CopyOnWriteArrayList<>();
    EventBus bus = scene().newBus(builder -> builder.codec(new TextCodec()));
    bus.subscription(scene().name("a"))
        .on(type("order.created"), String.class, event -> seen.add(event.data()))
        .retry(TWICE)
        .subscribe();
    byte[] bytes = {(byte) 0xC3, (byte) 0x28, 0};

    bus.publish(Event.builder(type("order.created"), bytes).dataContentType(TextCodec.MEDIA_TYPE));

    DeadLetter letter = onlyLetter("a");
    assertThat(letter.reason()).isEqualTo(Reason.UNDECODABLE);
    assertThat(letter.attempts()).isZero();
    assertThat(letter.event().data()).isEqualTo(bytes);
    assertThat(seen).isEmpty();
  }

  @Test
  @Behaviour({"X06", "N09"})
  @Warns(value = "a handler did not return in time", times = 2, orMore = true)
  @Warns(value = "is a dead letter (HANDLER_TIMED_OUT)", orMore = true)
  void a_handler_that_takes_too_long_each_time_is_named_as_the_reason() {
    Gate never = scene().gate();
    builder(bus(), "a", scene().journal("subscriber", event -> never.pass()))
        .handlerTimeout(Duration.ofMillis(50))
        .subscribe();

    bus().publish(Scene.event(type("order.created"), "1"));

    DeadLetter letter = onlyLetter("a");
    assertThat(letter.reason()).isEqualTo(Reason.HANDLER_TIMED_OUT);
    assertThat(letter.attempts()).isEqualTo(2);
  }

  @Test
  @Behaviour({"X04", "X05"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void a_key_goes_on_behind_its_dead_letter() {
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  if (Journal.text(event).equals("poison")) {
                    throw new InjectedFailure();
                  }
                });
    subscribe(bus(), "a", journal);

    for (String text : List.of("before", "poison", "after")) {
      bus().publish(Scene.event(type("order.created"), "k", text));
    }

    journal.awaitHandled(2);
    assertThat(journal.texts()).containsExactly("before", "after");
    assertThat(journal.triedTexts()).containsExactly("before", "poison", "poison", "after");
    assertThat(Journal.text(onlyLetter("a").event())).isEqualTo("poison");
  }

  @Test
  @Behaviour({"X06", "C04"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2, orMore = true)
  void a_letter_belongs_to_the_group_that_failed_and_to_no_other() {
    Journal healthy = scene().journal("healthy");
    subscribe(bus(), "ill", scene().journal("ill", failing()));
    subscribe(bus(), "ill-too", scene().journal("ill too", failing()));
    subscribe(bus(), "healthy", healthy);

    bus().publish(Scene.event(type("order.created"), "1"));

    healthy.awaitHandled(1);
    DeadLetter letter = onlyLetter("ill");
    DeadLetter other = onlyLetter("ill-too");
    assertThat(letter.id()).isNotEqualTo(other.id());
    assertThat(letters("healthy")).isEmpty();
  }

  @Test
  @Behaviour({"W42", "X06"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 6, orMore = true)
  void letters_are_listed_in_the_order_of_dying_and_can_be_told_apart() {
    subscribe(bus(), "a", scene().journal("subscriber", failing()));
    for (String text : Scene.numbers(6)) {
      String type = Integer.parseInt(text) % 2 == 0 ? "order.created" : "order.paid";
      bus().publish(Scene.event(type(type), "key" + text, text));
      scene().awaitLetters(bus(), "a", Integer.parseInt(text) + 1);
    }

    List<DeadLetter> all = letters("a");

    assertThat(all.stream().map(l -> Journal.text(l.event())))
        .containsExactlyElementsOf(Scene.numbers(6));
    String group = scene().name("a");
    assertThat(list(query(group, null, type("order.paid"), null))).hasSize(3);
    assertThat(list(query(group, null, null, "key4"))).containsExactly(all.get(4));
    assertThat(list(query(group, type("order"), null, null))).hasSize(6);
    assertThat(list(query(group, type("other"), null, null))).isEmpty();
    assertThat(bus().deadLetters().list(DeadLetterQuery.ofGroup(group), 2))
        .containsExactly(all.get(0), all.get(1));
    assertThat(bus().deadLetters().find(all.get(3).id())).contains(all.get(3));
    assertThat(bus().deadLetters().find("none")).isEmpty();
  }

  @Test
  @Behaviour("X06")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void every_connection_sees_the_letters() {
    subscribe(bus(), "a", scene().journal("subscriber", failing()));
    bus().publish(Scene.event(type("order.created"), "1"));
    DeadLetter letter = onlyLetter("a");

    EventBus other = scene().newBus();

    assertThat(other.deadLetters().find(letter.id())).contains(letter);
  }

  @Test
  @Needs(Capability.LISTING)
  @Behaviour("X06")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void a_group_tells_how_many_letters_it_has() {
    subscribe(bus(), "a", scene().journal("subscriber", failing()));
    bus().publish(Scene.event(type("order.created"), "1"));
    onlyLetter("a");

    assertThat(scene().newBus().groups())
        .filteredOn(group -> group.name().equals(scene().name("a")))
        .singleElement()
        .satisfies(group -> assertThat(group.deadLetters()).isEqualTo(1));
  }

  @Test
  @Behaviour("C30")
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 10, orMore = true)
  void discarded_letters_are_gone_and_the_others_stay() {
    subscribe(bus(), "a", scene().journal("a", failing()));
    subscribe(bus(), "b", scene().journal("b", failing()));
    bus().publishAll(Scene.events(type("order.created"), 5));
    scene().awaitLetters(bus(), "a", 5);
    scene().awaitLetters(bus(), "b", 5);

    int discarded = bus().deadLetters().discard(DeadLetterQuery.ofGroup(scene().name("a")));

    assertThat(discarded).isEqualTo(5);
    assertThat(letters("a")).isEmpty();
    assertThat(letters("b")).hasSize(5);
  }

  @Test
  @Behaviour("W41")
  @Warns(value = "is discarded: ", orMore = true)
  void a_subscription_that_asks_for_it_keeps_no_letters_but_reports_the_event() {
    List<Signal> signals = new CopyOnWriteArrayList<>();
    EventBus bus = scene().newBus(builder -> builder.listener(signals::add));
    builder(bus, "a", scene().journal("subscriber", failing())).discardFailed().subscribe();

    bus.publish(Scene.event(type("order.created"), "1").id("e-1"));

    scene()
        .await(
            "the event is reported as discarded",
            () -> signals.stream().anyMatch(s -> s instanceof Signal.Discarded),
            signals);
    assertThat(letters("a")).isEmpty();
  }

  private SubscriptionBuilder builder(EventBus bus, String group, Journal journal) {
    return bus.subscription(scene().name(group))
        .on(type("order.created"), byte[].class, journal)
        .on(type("order.paid"), byte[].class, journal)
        .retry(TWICE);
  }

  private void subscribe(EventBus bus, String group, Journal journal) {
    builder(bus, group, journal).subscribe();
  }

  private static EventHandler<byte[]> failing() {
    return event -> {
      throw new InjectedFailure();
    };
  }

  private DeadLetter onlyLetter(String group) {
    return scene().awaitLetters(bus(), group, 1).get(0);
  }

  private List<DeadLetter> letters(String group) {
    return list(DeadLetterQuery.ofGroup(scene().name(group)));
  }

  private List<DeadLetter> list(DeadLetterQuery query) {
    return bus().deadLetters().list(query, 1_000);
  }

  private static DeadLetterQuery query(
      String group, @Nullable String topic, @Nullable String type, @Nullable String key) {
    return DeadLetterQuery.all().withGroup(group).withTopic(topic).withType(type).withKey(key);
  }

  private Instant now() {
    return scene().harness.time().now();
  }
}
