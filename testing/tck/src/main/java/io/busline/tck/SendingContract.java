package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Redrive;
import io.busline.tck.Sent.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@link Broker} promises to the engine, but for its consumers. */
abstract class SendingContract extends Contract {

  SendingContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"X08", "G06"})
  void every_message_sent_is_answered_exactly_once() {
    Broker broker = scene().connect();
    List<Sent> messages = messages(500);

    broker.send(messages);
    broker.send(messages.subList(0, 0));

    awaitAnswers(messages);
    scene().pass(Duration.ofMillis(20));
    assertThat(messages).allMatch(m -> m.answers().equals(List.of(Answer.STORED)));
  }

  @Test
  @Behaviour({"W12", "D06"})
  void what_is_sent_together_arrives_in_that_order() {
    Broker broker = scene().connect();
    Member member = new Member(scene(), scene().connect(), null);

    broker.send(messages(200));

    assertThat(Member.texts(member.take(200))).containsExactlyElementsOf(Scene.numbers(200));
  }

  @Test
  @Behaviour({"W03", "C04"})
  void every_consumer_without_a_group_gets_everything_and_leaves_nothing_behind() {
    Broker broker = scene().connect();
    Member first = new Member(scene(), broker, null);
    Member second = new Member(scene(), scene().connect(), null);
    int groups = broker.groups().size();

    broker.send(messages(10));

    assertThat(first.take(10)).hasSize(10);
    assertThat(second.take(10)).hasSize(10);
    first.consumer.close();
    assertThat(broker.groups()).hasSize(groups);
  }

  @Test
  @Needs(Capability.DEDUPLICATION)
  @Behaviour("X08")
  void the_same_message_sent_twice_is_a_duplicate_whoever_sends_it() {
    Sent first = messages(1).get(0);
    Sent again = new Sent(first.topic(), first.event());
    scene().connect().send(List.of(first));
    awaitAnswers(List.of(first));

    scene().connect().send(List.of(again));

    awaitAnswers(List.of(again));
    assertThat(again.answers()).containsExactly(Answer.DUPLICATE);
  }

  @Test
  @Needs(Capability.DEDUPLICATION)
  @Behaviour({"X08", "X06"})
  void an_event_that_differs_in_more_than_its_attributes_is_no_duplicate() {
    Broker broker = scene().connect();
    EventBuilder<byte[]> builder =
        Scene.event(type("order.created"), "k", "1").id("e-1").source("s");
    Event<byte[]> event = builder.time(Instant.EPOCH).build();
    List<Event<byte[]>> different =
        List.of(
            event,
            Scene.event(type("order.created"), "k", "2").id("e-1").source("s").build(),
            Scene.event(type("order.paid"), "k", "1").id("e-1").source("s").build(),
            event.toBuilder().source("other").build(),
            event.toBuilder().id("e-2").build(),
            new Redrive(scene().name("a"), "letter1").mark(event),
            new Redrive(scene().name("a"), "letter2").mark(event));
    List<Event<byte[]>> same =
        List.of(event, builder.time(Instant.EPOCH.plusSeconds(1)).extension("x", "y").build());

    assertThat(answersTo(broker, different)).containsOnly(Answer.STORED);
    assertThat(answersTo(broker, same)).containsOnly(Answer.DUPLICATE);
  }

  private List<Answer> answersTo(Broker broker, List<Event<byte[]>> events) {
    List<Sent> messages = events.stream().map(event -> new Sent(type("order"), event)).toList();
    broker.send(messages);
    awaitAnswers(messages);
    return messages.stream().flatMap(message -> message.answers().stream()).toList();
  }

  @Test
  @Behaviour({"G09", "X08", "W09"})
  void a_closed_connection_answers_and_never_throws() {
    Broker broker = scene().connect();
    broker.close();
    broker.close();
    List<Sent> messages = messages(3);

    broker.send(messages);

    awaitAnswers(messages);
    assertThat(messages)
        .allMatch(m -> m.answers().size() == 1 && m.answers().get(0).compareTo(Answer.FAILED) >= 0);
  }

  @Test
  @Behaviour({"G10", "W09"})
  void a_closed_connection_opens_no_consumer() {
    Broker broker = scene().connect();
    broker.close();

    assertThatThrownBy(() -> new Member(scene(), broker, null, StartPosition.latest()))
        .isInstanceOf(BrokerException.class);
  }

  @Test
  @Behaviour({"D13", "D14"})
  void closing_one_connection_leaves_the_others_alone() {
    Broker closed = scene().connect();
    Broker open = scene().connect();
    Member member = new Member(scene(), open, null);

    closed.close();
    open.send(messages(3));

    assertThat(member.take(3)).hasSize(3);
    assertThat(open.problem()).isEmpty();
  }

  @Test
  @Behaviour({"X19", "D15"})
  void the_description_has_sensible_limits_and_does_not_change() {
    Broker broker = scene().connect();
    BrokerDescription description = broker.description();

    broker.send(messages(1));

    assertThat(broker.description()).isEqualTo(description);
    assertThat(description.name()).isNotBlank();
    assertThat(description.maxDataBytes()).isGreaterThanOrEqualTo(64 * 1024);
    assertThat(description.maxEnvelopeBytes()).isGreaterThanOrEqualTo(4 * 1024);
  }

  private List<Sent> messages(int count) {
    List<Sent> messages = new ArrayList<>();
    for (String number : Scene.numbers(count)) {
      messages.add(
          new Sent(
              type("order"),
              Scene.event(type("order.created"), "k", number)
                  .id("id-" + number)
                  .source("s")
                  .build()));
    }
    return messages;
  }

  private void awaitAnswers(List<Sent> messages) {
    scene()
        .await(
            "all messages are answered",
            () -> messages.stream().noneMatch(m -> m.answers().isEmpty()),
            messages);
  }
}
