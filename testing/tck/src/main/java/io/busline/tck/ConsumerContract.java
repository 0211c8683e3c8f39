package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.spi.Broker;
import io.busline.spi.Capability;
import io.busline.spi.InboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@link io.busline.spi.BrokerConsumer} promises to the engine. */
@Needs({Capability.GROUPS, Capability.REDELIVERY})
abstract class ConsumerContract extends Contract {

  /** How long a poll waits that is to be ended before. */
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Far below that, and far above what a busy machine takes. */
  private static final Duration SOON = Duration.ofSeconds(60);

  ConsumerContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"G01", "X16"})
  void a_message_carries_its_event_and_topic_and_no_attempts() {
    Member member = member("a");
    Event<byte[]> event = scene().stored("k", "1");

    InboundMessage message = member.takeOne();

    assertThat(message.event()).isEqualTo(event);
    assertThat(message.topic()).isEqualTo(type("order"));
    assertThat(message.priorAttempts()).isZero();
    assertThat(message.notBefore()).isEmpty();
    assertThat(message.defect()).isEmpty();
  }

  @Test
  @Behaviour("G26")
  void a_poll_brings_at_most_what_was_asked_for_in_order() {
    Member member = member("a");
    storeNumbers("k", 10);

    member.consumer.poll(3, Duration.ofSeconds(1).toNanos(), member);

    assertThat(member.arrived).hasSizeBetween(1, 3);
    member.take(10 - member.arrived.size());
    assertThat(Member.texts(member.arrived)).containsExactlyElementsOf(Scene.numbers(10));
  }

  @Test
  @Behaviour("R02")
  void a_poll_that_finds_nothing_ends_when_its_time_is_over() {
    Member member = member("a");
    long start = System.nanoTime();

    member.consumer.poll(10, Duration.ofMillis(50).toNanos(), member);

    assertThat(member.arrived).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Test
  @Behaviour("X10")
  void a_poll_for_nothing_brings_nothing() {
    Member member = member("a");
    scene().stored("k", "1");

    member.consumer.poll(0, Duration.ofMillis(20).toNanos(), member);

    assertThat(member.arrived).isEmpty();
    assertThat(member.take(1)).hasSize(1);
  }

  @Test
  @Behaviour({"G28", "X17"})
  void a_message_that_is_held_does_not_come_again() {
    Member member = member("a");
    storeNumbers("k", 3);
    member.take(3);

    assertThat(member.takeWhatIsThere()).isEmpty();
    assertThat(member("a").takeWhatIsThere()).isEmpty();
  }

  @Test
  @Behaviour({"W07", "G07"})
  void a_message_that_is_acknowledged_never_comes_again() {
    Member member = member("a");
    storeNumbers("k", 3);
    List<InboundMessage> messages = member.take(3);

    member.consumer.ack(messages);
    member.consumer.ack(messages);
    member.release(messages.get(0));

    member.consumer.close();
    assertThat(member("a").takeWhatIsThere()).isEmpty();
  }

  @Test
  @Behaviour({"X03", "G08"})
  void after_acknowledging_out_of_order_exactly_the_rest_comes_again() {
    Member member = member("a");
    for (String number : Scene.numbers(10)) {
      scene().stored("key" + number, number);
    }
    List<InboundMessage> messages = member.take(10);

    member.ack(Member.pick(messages, "7"), Member.pick(messages, "2"));
    member.ack(Member.pick(messages, "9"), Member.pick(messages, "4"));
    member.consumer.close();

    List<InboundMessage> again = member("a").take(6);
    assertThat(Member.texts(again)).containsExactlyInAnyOrder("0", "1", "3", "5", "6", "8");
  }

  @Test
  @Behaviour({"G05", "N02"})
  void what_is_released_comes_again_in_order_without_counting_an_attempt() {
    Member member = member("a");
    storeNumbers("k", 3);
    List<InboundMessage> messages = member.take(3);

    member.consumer.release(messages);

    List<InboundMessage> again = member.take(3);
    assertThat(Member.texts(again)).containsExactly("0", "1", "2");
    assertThat(again).allMatch(message -> message.priorAttempts() == 0);
  }

  @Test
  @Behaviour({"G13", "W17"})
  void a_wake_up_ends_a_poll_that_waits_or_is_to_come() {
    Member member = member("a");
    long start = System.nanoTime();

    member.consumer.wakeup();
    member.consumer.poll(10, LONG.toNanos(), member);
    Together.run(
        List.of(() -> member.consumer.poll(10, LONG.toNanos(), member), member.consumer::wakeup));
    Together.run(
        List.of(() -> member.consumer.poll(0, LONG.toNanos(), member), member.consumer::wakeup));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(member.arrived).isEmpty();
  }

  @Test
  @Behaviour("X16")
  void a_new_event_ends_a_poll_that_waits() {
    Member member = member("a");
    long start = System.nanoTime();

    Together.run(
        List.of(
            () -> member.consumer.poll(10, LONG.toNanos(), member),
            () -> scene().stored("k", "1")));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    assertThat(Member.texts(member.arrived)).containsExactly("1");
  }

  @Test
  @Needs(Capability.LAG)
  @Behaviour({"X19", "V09"})
  void the_lag_counts_what_is_stored_and_not_acknowledged() {
    Member member = member("a");
    storeNumbers("k", 5);
    scene().store(scene().type("order"), Scene.event(type("order.other"), "not of interest"));

    awaitLag(member, 5);
    List<InboundMessage> messages = member.take(3);
    awaitLag(member, 5);
    member.ack(messages.get(0), messages.get(1));
    awaitLag(member, 3);
    member.release(messages.get(2));
    awaitLag(member, 3);
    member.consumer.ack(member.take(3));
    awaitLag(member, 0);
  }

  private void awaitLag(Member member, long expected) {
    scene()
        .await(
            "the lag is " + expected,
            () -> member.consumer.lag().orElse(-1) == expected,
            new Object() {
              @Override
              public String toString() {
                return member.consumer.lag().toString();
              }
            });
  }

  @Test
  @Behaviour({"X17", "C28"})
  void a_message_that_waits_for_its_retry_stays_with_its_consumer() {
    Member member = member("a");
    scene().stored("k", "1");
    InboundMessage message = member.takeOne();
    Instant due = scene().harness.time().now();

    member.consumer.retryLater(message, 1, due);

    assertThat(member("a").takeWhatIsThere()).isEmpty();
    member.ack(message);
    member.consumer.close();
    assertThat(member("a").takeWhatIsThere()).isEmpty();
  }

  private void storeNumbers(String key, int count) {
    Scene.numbers(count).forEach(number -> scene().stored(key, number));
  }

  private Member member(String group) {
    return new Member(scene(), connection(), scene().name(group));
  }

  private Broker connection() {
    return scene().connect();
  }
}
