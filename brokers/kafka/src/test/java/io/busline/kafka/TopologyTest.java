package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.admin.Finding;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which topics are made, which are used, and what is refused. */
@ExtendWith(CurrentServer.class)
class TopologyTest {
  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  private Config config(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, shop.type(topic));
    return shop.ask(a -> a.describeConfigs(List.of(resource)).values().get(resource));
  }

  private int partitions(String topic) {
    return shop.ask(a -> a.describeTopics(List.of(shop.type(topic))).allTopicNames())
        .get(shop.type(topic))
        .partitions()
        .size();
  }

  private void make(String topic, int partitions, Map<String, String> configs) {
    NewTopic made =
        new NewTopic(shop.type(topic), Optional.of(partitions), Optional.empty()).configs(configs);
    shop.ask(a -> a.createTopics(List.of(made)).all());
  }

  @Test
  void a_topic_is_made_as_the_url_has_it() {
    shop.publish(shop.bus("&retention=3h&replicas=1"), "order.created", "k", "1");

    assertThat(partitions("order")).isEqualTo(4);
    assertThat(config("order").get("retention.ms").value()).isEqualTo("10800000");
    assertThat(config("order").get("cleanup.policy").value()).isEqualTo("delete");
  }

  @Test
  void a_topic_that_is_there_is_used_as_it_is() {
    make("order", 2, Map.of("retention.ms", "5000000"));

    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");

    shop.awaitReceived("1");
    assertThat(partitions("order")).isEqualTo(2);
    assertThat(config("order").get("retention.ms").value()).isEqualTo("5000000");
  }

  @Test
  void with_verify_a_topic_that_differs_is_refused_with_what_differs() {
    make("order", 2, Map.of("retention.ms", "5000000"));
    EventBus bus = shop.bus("&topology=verify");

    assertThatThrownBy(() -> shop.publish(bus, "order.created", "k", "1"))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining("2 partitions and not 4")
        .hasMessageContaining("retention.ms is 5000000 and not 604800000");
  }

  @Test
  void with_verify_a_topic_as_it_should_be_is_used() {
    shop.publish(shop.bus(), "order.created", "k", "1");

    shop.publish(shop.bus("&topology=verify"), "order.created", "k", "2");

    assertThat(shop.read(shop.type("order"))).hasSize(2);
  }

  @Test
  void without_leave_to_make_topics_a_missing_one_is_refused_and_not_made() {
    for (String topology : List.of("verify", "none")) {
      EventBus bus = shop.bus("&topology=" + topology);

      assertThatThrownBy(() -> shop.publish(bus, "order.created", "k", "1"))
          .isInstanceOf(PublishFailedException.class)
          .hasMessageContaining("does not exist")
          .hasMessageContaining("topology=" + topology);
      assertThatThrownBy(
              () ->
                  bus.subscription("a")
                      .on(shop.type("order.created"), byte[].class, event -> {})
                      .subscribe())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("does not exist");
    }
    Set<String> topics = shop.ask(a -> a.listTopics().names());
    assertThat(topics).doesNotContain(shop.type("order"));
  }

  @Test
  void the_topic_of_dead_letters_takes_no_events() {
    assertThatThrownBy(
            () -> shop.bus().publish(Event.builder("busline.dead-letters.x", new byte[0])))
        .isInstanceOf(EventBusException.class)
        .hasMessageContaining("holds dead letters");
  }

  @Test
  void more_partitions_are_noticed_by_who_reads() {
    EventBus bus = shop.subscribe("a", "order.created");
    shop.bus()
        .broadcast()
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add("b" + Shop.text(e)))
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1", "b1");

    shop.ask(
        a -> a.createPartitions(Map.of(shop.type("order"), NewPartitions.increaseTo(40))).all());

    shop.await("the publisher notices", () -> spread(bus));
    shop.await(
        "every event arrives at both",
        () -> shop.received.stream().filter(text -> text.contains("s")).count() == 2L * published);
  }

  private int published;

  /** Publishes until an event is in a new partition, which takes until the client looks again. */
  private boolean spread(EventBus bus) {
    shop.publish(bus, "order.created", "k" + published, "s" + published);
    published++;
    return shop.read(shop.type("order")).stream().anyMatch(record -> record.partition() >= 4);
  }

  @Test
  void what_is_unsafe_about_a_topic_is_told() {
    make(
        "compacted",
        1,
        Map.of("cleanup.policy", "compact", "unclean.leader.election.enable", "true"));

    List<Finding> findings = shop.bus().diagnose();

    assertThat(findings)
        .filteredOn(finding -> finding.subject().equals("topic " + shop.type("compacted")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
              assertThat(finding.message())
                  .contains("one server keeps it", "unclean.leader.election", "compacted");
            });
  }
}
