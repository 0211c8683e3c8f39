package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.Interceptor;
import io.busline.RetryPolicy;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.spi.Capability;
import io.busline.spi.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What remains when every process, and the broker, has ended and begun again. The limit is for a
 * broker that begins again on a busy machine.
 */
@Timeout(150)
@Needs({Capability.DURABLE, Capability.GROUPS, Capability.REDELIVERY})
@MayWarn
abstract class DurabilityContract extends Contract {

  DurabilityContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"C24", "W20", "X08"})
  void confirmed_events_are_there_after_the_end_of_everything() {
    builder(bus(), scene().journal("before")).subscribe().close();
    bus().publishAll(Scene.events(type("order.created"), 50));

    scene().restart();

    Journal journal = scene().journal("subscriber");
    builder(bus(), journal).subscribe();
    journal.awaitHandled(50);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(50));
  }

  @Test
  @Behaviour({"W08", "C12", "W20"})
  void a_group_goes_on_where_it_stopped() {
    Journal journal = scene().journal("all lives");
    List<String> published = new ArrayList<>();
    for (int life = 0; life < 2; life++) {
      builder(bus(), journal).subscribe();
      for (int i = 0; i < 10; i++) {
        published.add(life + "/" + i);
        bus().publish(Scene.event(type("order.created"), life + "/" + i));
      }
      journal.awaitHandled(published.size());
      scene().restart();
    }

    builder(bus(), journal).subscribe();
    bus().publish(Scene.event(type("order.created"), "last"));
    published.add("last");

    journal.awaitHandled(published.size());
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  @Behaviour({"W18", "W20", "X03"})
  void what_was_not_acknowledged_comes_again() {
    Member member = new Member(scene(), scene().broker(), scene().name("a"));
    for (String number : Scene.numbers(6)) {
      scene().stored("key" + number, number);
    }
    List<InboundMessage> messages = member.take(6);
    member.ack(Member.pick(messages, "1"), Member.pick(messages, "4"));

    scene().restart();

    Member next = new Member(scene(), scene().broker(), scene().name("a"));
    assertThat(Member.texts(next.take(4))).containsExactlyInAnyOrder("0", "2", "3", "5");
  }

  @Test
  @Needs(Capability.DEAD_LETTERS)
  @Behaviour({"X06", "W20"})
  @Warns(value = "is a dead letter (HANDLER_FAILED)", orMore = true)
  void dead_letters_are_there_after_the_end_of_everything() {
    Journal failing =
        scene()
            .journal(
                "failing",
                event -> {
                  throw new InjectedFailure();
                });
    builder(bus(), failing).retry(RetryPolicy.none()).subscribe();
    bus().publish(Scene.event(type("order.created"), "k", "1"));
    DeadLetter letter = scene().awaitLetters(bus(), "a", 1).get(0);

    scene().restart();

    DeadLetterQuery query = DeadLetterQuery.ofGroup(scene().name("a"));
    assertThat(bus().deadLetters().list(query, 10)).containsExactly(letter);
  }

  @Test
  @Needs(Capability.DURABLE_RETRY)
  @Behaviour({"X02", "N02", "X04"})
  @Warns(value = "is a dead letter (HANDLER_FAILED) after 3 attempts", orMore = true)
  void the_count_of_attempts_goes_on_after_the_end_of_everything() {
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    Journal failing =
        scene()
            .journal(
                "failing",
                event -> {
                  throw new InjectedFailure();
                });
    RetryPolicy policy = RetryPolicy.fixed(3, Duration.ofMillis(300));
    Subscription first = builder(counting(attempts), failing).retry(policy).subscribe();
    bus().publish(Scene.event(type("order.created"), "k", "1"));
    failing.awaitTried(1);
    first.close();

    scene().restart();

    builder(counting(attempts), failing).retry(policy).subscribe();
    DeadLetter letter = scene().awaitLetters(bus(), "a", 1).get(0);
    assertThat(attempts).containsExactly(1, 2, 3);
    assertThat(letter.attempts()).isEqualTo(3);
  }

  @Test
  @Needs(Capability.DURABLE_RETRY)
  @Behaviour({"X02", "X05"})
  void a_retry_is_as_late_after_the_end_of_everything_as_it_would_have_been() {
    Member member = new Member(scene(), scene().broker(), scene().name("a"));
    scene().stored("k", "1");
    Instant due = scene().harness.time().now().plusMillis(500);
    member.consumer.retryLater(member.takeOne(), 2, due);

    scene().restart();

    Member next = new Member(scene(), scene().broker(), scene().name("a"));
    InboundMessage message = next.takeOne();
    assertThat(message.priorAttempts()).isEqualTo(2);
    Instant earliest = message.notBefore().orElseGet(() -> scene().harness.time().now());
    assertThat(earliest).isAfterOrEqualTo(due.minusMillis(1));
  }

  private EventBus counting(List<Integer> attempts) {
    return scene()
        .newBus(
            builder ->
                builder.interceptor(
                    new Interceptor() {
                      @Override
                      public void handling(Event<?> event, Attempt attempt, Next next)
                          throws Exception {
                        attempts.add(attempt.number());
                        next.proceed();
                      }
                    }));
  }

  private SubscriptionBuilder builder(EventBus bus, Journal journal) {
    return scene().group(bus, "a").on(type("order.created"), byte[].class, journal);
  }
}
