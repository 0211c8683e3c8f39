package io.busline.kafka;

import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import io.busline.spi.BusUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances of a group that end without a word. */
@ExtendWith(CurrentServer.class)
class DeparturesTest {
  private Shop shop;
  private String address = "";

  @BeforeEach
  void open(Endpoint server, Shop ours) {
    shop = ours;
    address = server.address();
    shop.make("order", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void one_is_gone_at_once_and_the_others_stay(String protocol) {
    try (Cluster cluster = cluster();
        Consumer<byte[], byte[]> other = join("other", protocol)) {
      Consumer<byte[], byte[]> silent = join("silent", protocol);
      awaitInstances(Set.of("other", "silent"), other, silent);
      // With time, it would wait for its share, which the group works out when the other one asks.
      silent.close(
          CloseOptions.timeout(Duration.ZERO)
              .withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
      Departures departures = new Departures(cluster);

      departures.add(shop.name, "silent");
      departures.run();

      awaitInstances(Set.of("other"), other);
    }
  }

  private Cluster cluster() {
    KafkaSettings settings = KafkaSettings.read(BusUrl.parse("kafka://" + address));
    return new Cluster(new ClientProperties(settings, "test"), settings.place());
  }

  private Consumer<byte[], byte[]> join(String instance, String protocol) {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", address,
                "group.id", shop.name,
                "group.instance.id", instance,
                "group.protocol", protocol),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(shop.type("order")));
    return consumer;
  }

  @SafeVarargs
  private void awaitInstances(Set<String> expected, Consumer<byte[], byte[]>... polled) {
    Await.until(
        "the instances are " + expected,
        () -> {
          for (Consumer<byte[], byte[]> each : polled) {
            each.poll(Duration.ofMillis(50));
          }
          return expected.equals(instances());
        },
        this::instances);
  }

  private Set<String> instances() {
    if (shop.ask(a -> a.listGroups().all()).stream()
        .noneMatch(g -> g.groupId().equals(shop.name))) {
      return Set.of();
    }
    return shop
        .ask(a -> a.describeConsumerGroups(List.of(shop.name)).all())
        .get(shop.name)
        .members()
        .stream()
        .map(MemberDescription::groupInstanceId)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }
}
