package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an instance that ends leaves behind in its group. */
@ExtendWith(CurrentServer.class)
class LeavingTest {

  @Test
  void an_instance_that_ends_while_its_group_shares_anew_is_not_waited_for(Endpoint server) {
    try (Shop shop = new Shop(server);
        Consumer<byte[], byte[]> busy = member(server, shop)) {
      shop.make("order", 4);
      busy.subscribe(List.of(shop.type("order")));
      Await.until(
          "it has its share",
          () -> {
            busy.poll(Duration.ofMillis(100));
            return busy.assignment().size() == 4;
          },
          busy::assignment);

      // It does not poll any more, so the group waits for it with sharing anew.
      try (EventBus guest = shop.bus("&protocol=classic")) {
        guest
            .subscription(shop.name + "a")
            .on(shop.type("order.created"), byte[].class, event -> {})
            .subscribe();
        assertThat(instances(shop)).as("while the guest is there").hasSize(2);
      }

      assertThat(instances(shop)).as("after it has left").containsExactly(Optional.empty());
    }
  }

  private static Consumer<byte[], byte[]> member(Endpoint server, Shop shop) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            server.address(),
            "group.id",
            shop.name + "a",
            "partition.assignment.strategy",
            CooperativeStickyAssignor.class.getName()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static List<Optional<String>> instances(Shop shop) {
    String group = shop.name + "a";
    return shop
        .ask(a -> a.describeConsumerGroups(List.of(group)).all())
        .get(group)
        .members()
        .stream()
        .map(MemberDescription::groupInstanceId)
        .toList();
  }
}
