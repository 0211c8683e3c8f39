package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.OmittedData;
import io.busline.logs.Warns;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plain message may have {@code max_payload} bytes, and its letter has headers besides. */
class LargeLetterTest {
  private static final int MAX_PAYLOAD = 300_000;

  @Test
  @Warns(
      value = {"is a dead letter (HANDLER_FAILED)", "is stored without its data of 300000 bytes"},
      orMore = true)
  void a_message_as_large_as_the_server_takes_becomes_a_letter_that_says_where_it_is()
      throws IOException {
    try (NatsServer server =
            NatsServer.start(Release.CURRENT, "max_payload: " + MAX_PAYLOAD + "\n");
        Shop shop = new Shop(server)) {
      EventBus bus = shop.bus();
      bus.subscription(shop.name + "a")
          .on(
              shop.type("order.created"),
              byte[].class,
              event -> {
                shop.received.add("an event");
                if (event.data().length > 1) {
                  throw new IllegalStateException("too much");
                }
              })
          .retry(RetryPolicy.none())
          .subscribe();

      shop.plain.publish(shop.type("order.created"), new byte[1]);
      shop.plain.publish(shop.type("order.created"), new byte[MAX_PAYLOAD]);

      List<DeadLetter> letters = new ArrayList<>();
      shop.await(
          "a letter", () -> letters.addAll(bus.deadLetters().list(DeadLetterQuery.all(), 9)));
      OmittedData omitted = OmittedData.of(letters.get(0).event()).orElseThrow();
      assertThat(omitted.bytes()).isEqualTo(MAX_PAYLOAD);
      assertThat(omitted.position()).isEqualTo("2");
      assertThat(letters.get(0).cause()).contains("too much");
    }
  }
}
