package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.busline.EventBus;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.UnsupportedException;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.ReleaseSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;

/**
 * The topics and groups of a bus are known to all who use it, though the protocol lists nothing.
 */
@ParameterizedClass
@ReleaseSource
@ExtendWith(SharedServer.class)
class ListingTest {
  @Parameter Release release;
  private RabbitServer server;
  private Shop shop;

  @BeforeEach
  void open(RabbitServer shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void what_is_published_and_read_is_listed_by_others_also_after_a_restart() {
    EventBus bus = shop.subscribe("a", "order.created");
    bus.subscription(shop.group("b")).onPattern("bill.>", byte[].class, event -> {}).subscribe();
    bus.publish(shop.event("order.created", "k", "1"));
    bus.publish(shop.event("order.paid", "k", "2"));
    bus.close();

    server.stop();
    server.restart();

    EventBus other = shop.bus();
    assertThat(other.topics())
        .extracting(TopicInfo::name, TopicInfo::types)
        .containsExactly(
            tuple(
                shop.type("order"), List.of(shop.type("order.created"), shop.type("order.paid"))));
    assertThat(other.groups())
        .extracting(GroupInfo::name, GroupInfo::patterns, GroupInfo::members)
        .containsExactly(
            tuple(shop.group("a"), List.of(shop.type("order.created")), 0),
            tuple(shop.group("b"), List.of("bill.>"), 0));
  }

  @Test
  void a_group_whose_queues_are_removed_is_not_listed_any_more() {
    shop.subscribe("a", "order.created").close();
    shop.subscribe("b", "order.created");

    shop.ask(channel -> channel.queueDelete(new Layout(shop.name, 8).members(shop.group("a"))));

    assertThat(shop.bus().groups()).extracting(GroupInfo::name).containsExactly(shop.group("b"));
  }

  @Test
  void what_is_known_is_not_written_down_again() {
    for (int i = 0; i < 3; i++) {
      EventBus bus = shop.subscribe("a", "order.created");
      bus.publish(shop.event("order.created", "k", "e" + i));
      bus.close();
    }
    shop.subscribe("a", "order.paid").close();

    assertThat(shop.bus().groups())
        .extracting(GroupInfo::patterns)
        .containsExactly(List.of(shop.type("order.paid")));
    String directory = new Layout(shop.name, 8).directory();
    // One that says nothing, one topic, and twice what the group reads.
    shop.await("four entries", () -> shop.ask(channel -> channel.messageCount(directory)) == 4L);
  }

  @Test
  void a_bus_that_may_not_write_a_list_says_that_it_has_none() {
    shop.ask(channel -> channel.exchangeDeclare(shop.name, "topic", true));
    EventBus bus = shop.bus("topology=none");

    assertThatThrownBy(bus::topics)
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("list its topics and groups");
  }

  @Test
  void a_list_that_somebody_deletes_is_begun_again() {
    EventBus bus = shop.bus();
    bus.publish(shop.event("order.created", "k", "1"));
    shop.await("it is listed", () -> bus.topics().size() == 1);

    shop.ask(channel -> channel.queueDelete(new Layout(shop.name, 8).directory()));
    bus.publish(shop.event("bill.sent", "k", "1"));

    shop.await(
        "the new topic is listed",
        () -> bus.topics().stream().anyMatch(t -> t.name().equals(shop.type("bill"))));
  }
}
