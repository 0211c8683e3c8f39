package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.ConfigurationException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.spi.Redrive;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Warns(value = "is a dead letter", times = 4)
class DeadLettersTest {
  private final TestBus test = TestBus.inVirtualTime();
  private final EventBus bus = test.bus;
  private final AtomicBoolean broken = new AtomicBoolean(true);

  @BeforeEach
  void fourLetters() {
    for (String group : List.of("g", "h")) {
      bus.subscription(group)
          .on("order.created", String.class, this::handle)
          .retry(RetryPolicy.none())
          .subscribe();
    }
    bus.publish(Event.builder("order.created", "a1").id("1").key("a"));
    bus.publish(Event.builder("order.created", "a2").id("2").key("a"));
    test.until(() -> test.all(Signal.DeadLettered.class).size() == 4, "four letters");
  }

  private void handle(Event<String> event) {
    if (broken.get()) {
      throw new IllegalStateException("broken");
    }
    test.received.add(event);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void letters_are_listed_by_what_is_asked_for() {
    DeadLetters letters = bus.deadLetters();

    assertThat(letters.list(DeadLetterQuery.all(), 10)).hasSize(4);
    assertThat(letters.list(DeadLetterQuery.all(), 3)).hasSize(3);
    List<DeadLetter> ofG = letters.list(DeadLetterQuery.ofGroup("g"), 10);
    assertThat(ofG).extracting(l -> l.event().id()).containsExactly("1", "2");
    assertThat(letters.find(ofG.get(0).id())).contains(ofG.get(0));
    assertThat(letters.find("none")).isEmpty();
    assertThat(bus.groups()).extracting(g -> g.deadLetters()).containsExactly(2L, 2L);
  }

  @Test
  void a_redrive_reaches_its_own_group_only_in_order_and_unmarked() throws Exception {
    broken.set(false);

    RedriveReport report =
        bus.deadLetters().redrive(DeadLetterQuery.ofGroup("g"), RedriveOptions.now());

    assertThat(report.redriven()).isEqualTo(2);
    assertThat(report.failed()).isZero();
    Event<String> first = test.next();
    assertThat(first.data()).isEqualTo("a1");
    assertThat(first.id()).isEqualTo("1");
    assertThat(first.extensions()).doesNotContainKey(Redrive.EXTENSION);
    assertThat(test.next().data()).isEqualTo("a2");
    test.until(() -> bus.groups().stream().allMatch(g -> g.lag().orElseThrow() == 0), "done");
    assertThat(test.received).isEmpty();
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).hasSize(2);
  }

  @Test
  void a_dry_run_changes_nothing() {
    RedriveReport report =
        bus.deadLetters().redrive(DeadLetterQuery.ofGroup("g"), RedriveOptions.rehearsal());

    assertThat(report.dryRun()).isTrue();
    assertThat(report.redriven()).isEqualTo(2);
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).hasSize(4);
  }

  @Test
  @Warns(value = "is a dead letter", times = 2)
  void an_event_that_fails_again_becomes_a_new_letter_with_its_first_envelope() {
    bus.deadLetters().redrive(DeadLetterQuery.ofGroup("g"), RedriveOptions.now());

    test.until(() -> test.all(Signal.DeadLettered.class).size() == 6, "two letters more");
    List<DeadLetter> again = bus.deadLetters().list(DeadLetterQuery.ofGroup("g"), 10);
    assertThat(again).extracting(l -> l.event().id()).containsExactly("1", "2");
    assertThat(again.get(0).event().extensions()).containsOnlyKeys(Event.PARTITION_KEY);
  }

  @Test
  void a_redrive_whose_confirmation_was_lost_can_be_repeated_without_doubling() throws Exception {
    broken.set(false);
    test.broker.faults().loseConfirmations(1);

    RedriveReport first =
        bus.deadLetters().redrive(DeadLetterQuery.ofGroup("g"), RedriveOptions.now());
    assertThat(first.redriven()).isZero();
    assertThat(first.failed()).as("the second waits behind the first of its key").isEqualTo(2);
    assertThat(first.failures().get(0).cause()).isInstanceOf(PublishUnknownException.class);
    assertThat(first.failures().get(1).cause())
        .hasMessageContaining("letter " + first.failures().get(0).letter().id() + " is before it");
    RedriveReport second =
        bus.deadLetters().redrive(DeadLetterQuery.ofGroup("g"), RedriveOptions.now());

    assertThat(second.redriven()).isEqualTo(2);
    assertThat(test.next().data()).isEqualTo("a1");
    assertThat(test.next().data()).isEqualTo("a2");
    test.until(() -> bus.groups().stream().allMatch(g -> g.lag().orElseThrow() == 0), "done");
    assertThat(test.received).isEmpty();
  }

  @Test
  void discarded_letters_are_gone() {
    assertThat(bus.deadLetters().discard(DeadLetterQuery.ofGroup("g"))).isEqualTo(2);
    assertThat(bus.deadLetters().discard(DeadLetterQuery.ofGroup("g"))).isZero();
    assertThat(bus.deadLetters().list(DeadLetterQuery.all(), 10)).hasSize(2);
  }

  @Test
  @Warns(value = "is a dead letter", times = 2)
  void two_events_that_share_an_id_by_mistake_have_a_letter_each() {
    bus.publish(Event.builder("order.created", "another").id("1").key("a"));

    test.until(() -> test.all(Signal.DeadLettered.class).size() == 6, "two letters more");
    assertThat(bus.deadLetters().list(DeadLetterQuery.ofGroup("g"), 10)).hasSize(3);
  }

  @Test
  void a_rate_below_zero_is_refused() {
    assertThatThrownBy(() -> new RedriveOptions(false, -1))
        .isInstanceOf(ConfigurationException.class);
  }
}
