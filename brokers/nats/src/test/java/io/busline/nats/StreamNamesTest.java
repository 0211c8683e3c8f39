package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamNamesTest {
  private static final List<String> TOPICS =
      List.of(
          "order", "order.item", "order_item", "order-item", "Order", "KV_order", "OBJ_a", "KV");

  @Test
  void no_two_topics_have_one_stream_and_each_is_read_back() {
    Set<String> streams = new HashSet<>();
    for (String topic : TOPICS) {
      String stream = StreamNames.ofTopic(topic);

      assertThat(stream).doesNotContain(".", "*", ">", "/", "\\", " ");
      assertThat(StreamNames.topic(stream)).contains(topic);
      assertThat(streams.add(stream)).as(stream).isTrue();
    }
  }

  @Test
  void streams_that_hold_no_topic_are_none() {
    assertThat(StreamNames.topic(StreamNames.GROUPS)).isEmpty();
    assertThat(StreamNames.topic("KV_other")).isEmpty();
    assertThat(TOPICS).noneMatch(t -> StreamNames.ofTopic(t).equals(StreamNames.DEAD_LETTERS));
  }

  @Test
  void a_topic_of_one_segment_has_the_type_of_its_own_name() {
    assertThat(StreamNames.subjects("order")).containsExactly("order", "order.*");
    assertThat(StreamNames.subjects("order.item")).containsExactly("order.item.*");
  }
}
