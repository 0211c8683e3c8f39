package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.GroupInfo;
import io.busline.event.EventBuilder;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.Inbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What others do to a broker while services are connected to it. */
abstract class WorldContract extends Contract {
  private static final byte[] NO_EVENT = "{\"type\":".getBytes(StandardCharsets.UTF_8);

  /** Ten times what a loop needs that looks every 50 ms; one that does not wait has thousands. */
  private static final int TURNS_A_SECOND = 500;

  WorldContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"O01", "X08"})
  @MayWarn
  void what_is_stored_after_its_place_was_deleted_reaches_the_groups_that_live() {
    Runnable deletion =
        Scene.require(scene().harness.deletion(type("order")), "delete what holds events");
    Journal one = scene().journal("one");
    Journal two = scene().journal("two");
    EventBus publisher = scene().newBus(builder -> builder.publishTimeout(Duration.ofSeconds(2)));
    scene().group(bus(), "one").on(type("order.created"), byte[].class, one).subscribe();
    scene().group(scene().newBus(), "two").on(type("order.created"), byte[].class, two).subscribe();
    publisher.publish(Scene.event(type("order.created"), "before"));
    one.awaitHandled(1);
    two.awaitHandled(1);

    deletion.run();

    List<String> stored = new ArrayList<>();
    AtomicInteger number = new AtomicInteger();
    scene().await("20 events are stored", () -> storedOne(publisher, number, stored) >= 20, stored);
    scene().await("group one has them all", () -> one.hasAll(stored), one);
    scene().await("group two has them all", () -> two.hasAll(stored), two);
  }

  /** As a service does that does not publish one again that may be stored. */
  private int storedOne(EventBus publisher, AtomicInteger number, List<String> stored) {
    String text = Integer.toString(number.incrementAndGet());
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "key" + text, text);
    PublishOutcome outcome = publisher.publishAll(List.of(event)).get(0);
    if (outcome.isStored()) {
      stored.add(text);
    }
    return stored.size();
  }

  @Test
  @Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
  @Behaviour({"O02", "W29"})
  @Warns(value = "is a dead letter (UNDECODABLE)", orMore = true)
  void a_message_that_is_no_event_is_a_dead_letter_with_its_bytes() {
    Journal journal = scene().journal("subscriber");
    bus()
        .subscription(scene().name("a"))
        .on(type("order.created"), byte[].class, journal)
        .subscribe();

    requireLetterOfForeignMessage(journal);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.DEAD_LETTERS})
  @Behaviour({"O02", "W29"})
  @Warns(value = "is a dead letter (UNDECODABLE)", orMore = true)
  void a_message_that_is_no_event_is_a_dead_letter_of_who_reads_a_pattern_too() {
    Journal journal = scene().journal("subscriber");
    bus()
        .subscription(scene().name("a"))
        .onPattern(type("order.*"), byte[].class, journal)
        .subscribe();

    requireLetterOfForeignMessage(journal);
  }

  private void requireLetterOfForeignMessage(Journal journal) {
    Runnable message =
        Scene.require(
            scene().harness.foreignMessage(type("order.created"), NO_EVENT),
            "store what a plain client sends");
    bus().publish(Scene.event(type("order.created"), "before"));
    journal.awaitHandled(1);

    message.run();

    bus().publish(Scene.event(type("order.created"), "after"));
    journal.awaitHandled(2);
    DeadLetter letter = scene().awaitLetters(bus(), "a", 1).get(0);
    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNDECODABLE);
    assertThat(letter.event().data()).isEqualTo(NO_EVENT);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.DEAD_LETTERS, Capability.LISTING})
  @Behaviour({"O03", "X07"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2, orMore = true)
  void dead_letters_are_listed_and_redriven_though_others_wrote_among_them() {
    AtomicBoolean failing = new AtomicBoolean(true);
    Journal journal = scene().journal("subscriber", event -> failIf(failing));
    bus()
        .subscription(scene().name("a"))
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.none())
        .subscribe();
    Runnable foreign =
        Scene.require(scene().harness.foreignLetter(), "write among the dead letters");
    bus().publish(Scene.event(type("order.created"), "k", "1"));
    scene().awaitLetters(bus(), "a", 1);

    foreign.run();

    bus().publish(Scene.event(type("order.created"), "k", "2"));
    scene().awaitLetters(bus(), "a", 2);
    assertThat(bus().deadLetters().list(DeadLetterQuery.all(), Integer.MAX_VALUE))
        .extracting(letter -> Journal.text(letter.event()))
        .contains("1", "2");
    assertThat(bus().groups()).extracting(GroupInfo::name).contains(scene().name("a"));
    assertThat(bus().diagnose())
        .anyMatch(
            finding ->
                finding.subject().equals("dead letters")
                    && finding.message().contains("are passed over"));
    failing.set(false);
    bus().deadLetters().redrive(DeadLetterQuery.ofGroup(scene().name("a")), RedriveOptions.now());
    journal.awaitHandled(2);
    assertThat(journal.texts()).containsExactly("1", "2");
    scene().awaitLetters(bus(), "a", 0);
  }

  private static void failIf(AtomicBoolean failing) throws InjectedFailure {
    if (failing.get()) {
      throw new InjectedFailure();
    }
  }

  @Test
  @Behaviour({"O04", "X10"})
  @MayWarn
  void a_subscription_waits_while_its_store_is_slow() {
    AtomicInteger turns = new AtomicInteger();
    Journal journal = scene().journal("subscriber");
    EventBus watched = scene().newBus(counting(scene().connect(), turns), builder -> builder);
    scene().group(watched, "a").on(type("order.created"), byte[].class, journal).subscribe();
    bus().publish(Scene.event(type("order.created"), "before"));
    journal.awaitHandled(1);

    Runnable end = scene().slowness();
    var answer = bus().publishAsync(Scene.event(type("order.created"), "during"));
    int before = turns.get();
    long start = System.nanoTime();
    scene().pass(Duration.ofSeconds(1));
    double seconds = (System.nanoTime() - start) / 1e9;
    int turned = turns.get() - before;
    end.run();

    assertThat(turned / seconds).as("turns a second").isLessThan(TURNS_A_SECOND);
    assertThat(answer).succeedsWithin(scene().harness.patience());
    journal.awaitHandled(2);
  }

  private static Broker counting(Broker broker, AtomicInteger turns) {
    return new ForwardingBroker(broker) {
      @Override
      public BrokerConsumer open(ConsumerSpec spec) {
        return new ForwardingConsumer(super.open(spec)) {
          @Override
          public void poll(int max, long waitNanos, Inbox inbox) {
            turns.incrementAndGet();
            super.poll(max, waitNanos, inbox);
          }
        };
      }
    };
  }
}
