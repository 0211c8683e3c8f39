package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.annotation.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A type belongs to one topic; whoever publishes it elsewhere is not heard, as on a log of topics.
 */
class TopicTest {
  private final TestBus test = TestBus.inVirtualTime();

  /** The samples' type, in another place than the samples. */
  @EventType(value = "sample.taken", topic = "archive")
  record Archived(String text) {}

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void a_group_waits_for_its_type_in_its_topic_alone() {
    test.bus.subscribe(Archived.class, event -> {}).close();

    Receipt receipt = test.bus.publish("sample.taken", "in the default topic");

    assertThat(receipt.topic()).isEqualTo("sample");
    assertThat(test.bus.groups())
        .singleElement()
        .satisfies(group -> assertThat(group.lag()).hasValue(0));
  }

  @Test
  void a_pattern_reads_every_topic() {
    test.bus
        .subscription("everything")
        .onPattern("sample.*", String.class, event -> {})
        .subscribe()
        .close();

    test.bus.publish("sample.taken", "in the default topic");

    assertThat(test.bus.groups())
        .singleElement()
        .satisfies(group -> assertThat(group.lag()).hasValue(1));
  }
}
