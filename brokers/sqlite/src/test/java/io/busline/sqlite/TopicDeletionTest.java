package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.TopicInfo;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics that are deleted while other processes have learnt them. */
@MayWarn("order is gone")
class TopicDeletionTest {
  @TempDir private Path folder;

  private Bus bus() {
    return new Bus(folder.resolve("bus.db"));
  }

  @Test
  void what_another_process_publishes_afterwards_is_in_no_other_topic() {
    try (Bus bus = bus();
        Bus other = bus()) {
      other.publish("order.created", "before", "k");
      bus.broker.deleteTopic("order");
      // It has the number of the topic that is gone.
      bus.publish("bill.sent", "1", "k");
      other.publish("order.created", "after", "k");

      assertThat(bus.group("bills", "bill.*").await(1).ids()).containsExactly("1");
      assertThat(bus.group("orders", "order.*").await(1).ids()).containsExactly("after");
      assertThat(bus.broker.topics()).extracting(TopicInfo::name).containsExactly("bill", "order");
    }
  }

  @Test
  void a_broadcast_of_another_process_goes_on_with_the_topic_that_was_made_anew() {
    try (Bus bus = bus();
        Bus other = bus();
        Consumer exact = other.broadcast(StartPosition.latest(), "order.created");
        Consumer pattern = other.broadcast(StartPosition.latest(), "order.*")) {
      bus.publish("order.created", "before", "k");
      exact.await(1);
      pattern.await(1);
      bus.broker.deleteTopic("order");
      bus.publish("bill.sent", "1", "k");

      bus.publish("order.created", "after", "k");

      assertThat(exact.await(2).ids()).containsExactly("before", "after");
      assertThat(pattern.await(2).ids()).containsExactly("before", "after");
    }
  }

  @Test
  void a_topic_of_many_events_goes_as_a_whole_and_no_position_comes_again() {
    try (Bus bus = bus()) {
      bus.publishOrders(0, 2 * Retention.CHUNK + 1, 3);
      long last = bus.sql("SELECT max(seq) FROM event");
      bus.broker.deleteTopic("order");

      assertThat(bus.sql("SELECT count(*) FROM event")).isZero();
      assertThat(bus.sql("SELECT count(*) FROM topic_type")).isZero();
      bus.publish("order.created", "e0", "k");
      assertThat(bus.sql("SELECT seq FROM event")).isEqualTo(last + 1);
    }
  }
}
