package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.event.Event;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that slows its clients down. */
class QuotaTest {

  @ParameterizedTest
  @ValueSource(strings = {"producer_byte_rate", "consumer_byte_rate"})
  void a_used_up_quota_is_told_as_the_reason_and_everything_arrives(String quota) {
    try (KafkaServer server = KafkaServer.start(Release.CURRENT, KafkaServer.QUICK);
        Shop shop = new Shop(server)) {
      limit(shop, quota, 20_000.0);
      EventBus bus = shop.bus();
      bus.subscription(shop.name + "a")
          .on(shop.type("order.created"), byte[].class, event -> shop.received.add(event.id()))
          .subscribe();

      CompletableFuture<?>[] published = new CompletableFuture<?>[40];
      for (int i = 0; i < published.length; i++) {
        published[i] =
            bus.publishAsync(
                Event.builder(shop.type("order.created"), new byte[10_000]).subject("k" + i));
      }

      shop.await("the reason is told", () -> bus.health().toString().contains("quota"));
      assertThat(bus.health().status()).isNotEqualTo(Health.Status.UP);
      limit(shop, quota, null);
      shop.await("all arrive", () -> shop.received.size() == published.length);
    }
  }

  private static void limit(Shop shop, String quota, Double bytes) {
    Map<String, String> anyone = new HashMap<>();
    anyone.put(ClientQuotaEntity.CLIENT_ID, null);
    ClientQuotaAlteration change =
        new ClientQuotaAlteration(
            new ClientQuotaEntity(anyone), List.of(new ClientQuotaAlteration.Op(quota, bytes)));
    shop.ask(a -> a.alterClientQuotas(List.of(change)).all());
  }
}
