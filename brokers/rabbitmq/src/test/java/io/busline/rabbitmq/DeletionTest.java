package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody deletes on the server what a bus has made, while the bus runs. It is made again, and no
 * receipt is given meanwhile for an event that a group does not get.
 */
@ExtendWith(SharedServer.class)
@MayWarn
class DeletionTest {
  private static final String TYPE = "order.created";

  private Shop shop;
  private int published;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  private Layout layout(int partitions) {
    return new Layout(shop.name, partitions);
  }

  /** Publishes the next event; its receipt says whether it was stored, and whether anywhere. */
  private PublishOutcome publish(EventBus bus) {
    published++;
    return bus.publishAll(List.of(shop.event(TYPE, "k", "e" + published))).get(0);
  }

  /** Publishes until one is stored; returns the outcomes of all. */
  private List<PublishOutcome> publishUntilStored(EventBus bus) {
    List<PublishOutcome> outcomes = new ArrayList<>();
    shop.await(
        "an event is stored",
        () -> {
          outcomes.add(publish(bus));
          return outcomes.get(outcomes.size() - 1).isStored();
        });
    return outcomes;
  }

  /** A group without instances, whose queue holds what it was sent. */
  private void stoppedGroup(String group, String... options) {
    shop.subscribe(group, TYPE, options).close();
  }

  private long waiting(String queue) {
    return shop.ask(channel -> channel.messageCount(queue));
  }

  private long waiting(String group, int partitions) {
    return layout(partitions).queues(shop.group(group)).stream().mapToLong(this::waiting).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_publisher_that_makes_the_exchange_again_binds_every_group_that_there_is(int partitions) {
    stoppedGroup("a", "partitions=" + partitions);
    stoppedGroup("b", "partitions=" + partitions);
    EventBus bus = shop.bus("partitions=" + partitions);
    assertThat(publish(bus).isStored()).isTrue();

    shop.ask(channel -> channel.exchangeDelete(shop.name));
    List<PublishOutcome> outcomes = publishUntilStored(bus);

    assertThat(outcomes).noneMatch(outcome -> outcome.toString().contains("nowhere"));
    shop.await("group a has both", () -> waiting("a", partitions) == 2);
    shop.await("group b has both", () -> waiting("b", partitions) == 2);
  }

  @Test
  void a_group_that_selects_by_headers_is_bound_again_with_them() {
    EventBus reader = shop.bus();
    reader
        .subscription(shop.group("a"))
        .on(shop.type(TYPE), byte[].class, event -> shop.received.add(Shop.text(event)))
        .option("rabbitmq.headers", "ce-source=shop")
        .subscribe();
    EventBus bus = shop.bus();
    assertThat(publish(bus).isStored()).isTrue();
    shop.awaitReceived("e1");

    shop.ask(channel -> channel.exchangeDelete(shop.name));
    List<PublishOutcome> outcomes = publishUntilStored(bus);

    assertThat(outcomes).noneMatch(outcome -> outcome.toString().contains("nowhere"));
    shop.awaitReceived("e" + published);
  }

  @Test
  void a_bus_that_begins_after_the_exchange_was_deleted_binds_every_group_that_there_is() {
    stoppedGroup("a");
    shop.ask(channel -> channel.exchangeDelete(shop.name));

    PublishOutcome outcome = publish(shop.bus());

    assertThat(outcome.isStored()).isTrue();
    assertThat(outcome.toString()).doesNotContain("nowhere");
    shop.await("the group has it", () -> waiting("a", 1) == 1);
  }

  @Test
  void an_event_that_a_group_reads_and_was_not_bound_to_is_no_receipt_and_the_next_one_arrives() {
    stoppedGroup("a");
    EventBus bus = shop.bus();
    assertThat(publish(bus).isStored()).isTrue();

    shop.ask(channel -> channel.queueUnbind(queue("a"), shop.name, shop.type(TYPE)));
    PublishOutcome first = publish(bus);

    assertThat(first).isInstanceOf(PublishOutcome.Failed.class);
    assertThat(first.toString())
        .contains("group " + shop.group("a") + " reads it, and was not bound");
    assertThat(publish(bus).isStored()).isTrue();
    shop.await("the group has the others", () -> waiting("a", 1) == 2);
  }

  private String queue(String group) {
    return layout(1).queue(shop.group(group), 0);
  }

  @Test
  void a_group_finds_that_its_binding_was_removed_while_another_group_still_gets_the_events() {
    shop.subscribe("a", TYPE);
    List<String> others = new CopyOnWriteArrayList<>();
    shop.subscribe("b", TYPE, event -> others.add(Shop.text(event)));
    EventBus bus = shop.bus();
    assertThat(publish(bus).isStored()).isTrue();
    shop.awaitReceived("e1");

    shop.ask(channel -> channel.queueUnbind(queue("a"), shop.name, shop.type(TYPE)));

    awaitArrival(bus, shop.received);
    shop.await("the other group has all", () -> others.contains("e" + published));
  }

  /** Publishes until an event that is published after that arrives. */
  private void awaitArrival(EventBus bus, List<String> received) {
    int before = received.size();
    shop.await(
        "events arrive again",
        () -> {
          publish(bus);
          return received.size() > before;
        });
  }

  @Test
  void a_broadcast_is_bound_again_to_an_exchange_that_another_bus_has_made_anew() {
    EventBus reader = shop.bus();
    reader
        .broadcast()
        .on(shop.type(TYPE), byte[].class, event -> shop.received.add(Shop.text(event)))
        .subscribe();
    EventBus bus = shop.bus();
    publish(bus);
    shop.awaitReceived("e1");

    shop.ask(
        channel -> {
          channel.exchangeDelete(shop.name);
          return channel.exchangeDeclare(shop.name, "topic", true);
        });

    awaitArrival(bus, shop.received);
  }

  @Test
  void a_publisher_binds_the_broadcasts_of_its_own_bus_before_it_goes_on() {
    EventBus bus = shop.bus();
    bus.broadcast()
        .on(shop.type(TYPE), byte[].class, event -> shop.received.add(Shop.text(event)))
        .subscribe();
    assertThat(publish(bus).isStored()).isTrue();

    shop.ask(channel -> channel.exchangeDelete(shop.name));
    List<PublishOutcome> outcomes = publishUntilStored(bus);

    assertThat(outcomes).noneMatch(outcome -> outcome.toString().contains("nowhere"));
    shop.awaitReceived("e" + published);
  }

  @Test
  @Warns(value = "is RECOVERING", orMore = true)
  void no_receipt_is_given_for_what_a_living_group_without_a_queue_reads() {
    EventBus bus = shop.bus();
    shop.subscribe("a", TYPE);
    assertThat(publish(bus).isStored()).isTrue();
    shop.awaitReceived("e1");

    for (int round = 0; round < 20; round++) {
      shop.ask(channel -> channel.queueDelete(queue("a")));
      PublishOutcome outcome = publish(bus);
      String text = "e" + published;

      assertThat(outcome.toString()).doesNotContain("nowhere");
      publishUntilStored(bus);
      shop.awaitReceived("e" + published);
      if (outcome.isStored()) {
        shop.awaitReceived(text);
      }
    }
  }

  @Test
  void an_event_of_a_group_that_was_removed_is_kept_by_nobody() {
    stoppedGroup("a");
    shop.ask(channel -> channel.queueDelete(queue("a")));
    shop.ask(channel -> channel.queueDelete(layout(1).members(shop.group("a"))));

    PublishOutcome outcome = publish(shop.bus());

    assertThat(outcome.isStored()).isTrue();
    assertThat(outcome.toString()).contains("nobody has subscribed");
  }

  @Test
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2)
  void the_stream_of_dead_letters_is_made_again() {
    EventBus bus = shop.bus();
    bus.subscription(shop.group("a"))
        .on(
            shop.type(TYPE),
            byte[].class,
            event -> {
              throw new IllegalArgumentException("never");
            })
        .retry(RetryPolicy.none())
        .subscribe();
    shop.ask(channel -> channel.queueDelete(layout(1).deadLetters()));
    assertThat(letters(bus)).isEmpty();
    bury(bus);

    shop.ask(channel -> channel.queueDelete(layout(1).deadLetters()));
    bury(bus);

    assertThat(letters(bus)).containsExactly("e" + published);
  }

  private void bury(EventBus bus) {
    publish(bus);
    String text = "e" + published;
    shop.await("a letter is there", () -> letters(bus).contains(text));
  }

  private List<String> letters(EventBus bus) {
    return bus.deadLetters().list(DeadLetterQuery.ofGroup(shop.group("a")), 10).stream()
        .map(letter -> letter.event().id())
        .toList();
  }

  @Test
  void what_is_published_goes_into_a_stream_of_retained_events_that_was_made_again() {
    EventBus bus = shop.bus("retain=1h");
    assertThat(publish(bus).isStored()).isTrue();

    shop.ask(channel -> channel.queueDelete(layout(1).retained()));
    List<PublishOutcome> outcomes = publishUntilStored(bus);

    assertThat(outcomes).noneMatch(outcome -> outcome.toString().contains("nowhere"));
    EventBus reader = shop.bus("retain=1h");
    reader
        .broadcast()
        .on(shop.type(TYPE), byte[].class, event -> shop.received.add(Shop.text(event)))
        .from(StartPosition.earliest())
        .subscribe();
    shop.awaitReceived("e" + published);
  }

  @Test
  void a_stream_of_retained_events_is_made_again_though_groups_take_every_event() {
    stoppedGroup("a");
    EventBus bus = shop.bus("retain=1h");

    shop.ask(channel -> channel.queueDelete(layout(1).retained()));

    shop.await("it is there", () -> shop.ask(this::retains));
    assertThat(publish(bus).isStored()).isTrue();
    shop.await("it has the event", () -> waiting(layout(1).retained()) > 0);
  }

  private boolean retains(Channel channel) throws IOException {
    return !Channels.isMissing(channel.getConnection(), layout(1).retained());
  }

  @Test
  void a_broadcast_that_reads_retained_events_goes_on_with_a_stream_that_was_made_again() {
    EventBus bus = shop.bus("retain=1h");
    bus.broadcast()
        .on(shop.type(TYPE), byte[].class, event -> shop.received.add(Shop.text(event)))
        .from(StartPosition.earliest())
        .subscribe();
    for (int i = 0; i < 20; i++) {
      publish(bus);
    }
    shop.awaitReceived("e20");

    shop.ask(channel -> channel.queueDelete(layout(1).retained()));
    publishUntilStored(bus);

    shop.awaitReceived("e" + published);
  }

  @Test
  void the_list_of_topics_and_groups_is_written_again_when_somebody_deletes_it() {
    EventBus bus = shop.subscribe("a", TYPE);
    publish(bus);
    shop.awaitReceived("e1");

    shop.ask(channel -> channel.queueDelete(layout(1).directory()));

    shop.await("the topic is there", () -> topics(bus).contains(shop.type("order")));
    shop.await("the group is there", () -> groups(bus).contains(shop.group("a")));
  }

  private static List<String> topics(EventBus bus) {
    return bus.topics().stream().map(TopicInfo::name).toList();
  }

  private static List<String> groups(EventBus bus) {
    return bus.groups().stream().map(GroupInfo::name).toList();
  }

  @Test
  void the_way_to_the_streams_is_made_again() {
    EventBus bus = shop.subscribe("a", TYPE);
    shop.ask(channel -> channel.exchangeDelete(layout(1).streams()));

    EventBus other = shop.subscribe("b", TYPE);

    shop.await("the group is there", () -> groups(other).contains(shop.group("b")));
    assertThat(publish(bus).isStored()).isTrue();
  }
}
