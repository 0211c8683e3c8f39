package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process ends without a word, in the middle of its work. */
@ExtendWith(CurrentServer.class)
@MayWarn
class CrashTest {
  private static final int KEYS = 8;
  private static final int PER_KEY = 50;

  private Endpoint server;
  private Shop shop;

  @BeforeEach
  void open(Endpoint shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @Test
  void another_instance_takes_over_in_order_and_repeats_little() {
    List<String> all;
    EventBus publisher = shop.bus();
    List<String> before = new ArrayList<>();
    try (JavaProcess child = Child.start(server, "", shop.name + "a", shop.type("order.created"))) {
      assertThat(child.line()).isEqualTo("ready");
      all = shop.publishOrders(publisher, KEYS, 0, PER_KEY);
      while (before.size() < KEYS * PER_KEY / 2) {
        before.add(child.line());
      }
      before.addAll(child.kill());
    }

    shop.subscribe("a", "order.created");
    shop.await(
        "everything is handled",
        () -> {
          List<String> handled = new ArrayList<>(before);
          handled.addAll(shop.received);
          return handled.containsAll(all);
        });

    List<String> handled = new ArrayList<>(before);
    handled.addAll(shop.received);
    for (int key = 0; key < KEYS; key++) {
      String prefix = key + "/";
      assertThat(new LinkedHashSet<>(handled).stream().filter(text -> text.startsWith(prefix)))
          .as("first handlings of key %d", key)
          .containsExactlyElementsOf(all.stream().filter(t -> t.startsWith(prefix)).toList());
    }
    assertThat(handled.size() - all.size()).as("handled twice").isLessThanOrEqualTo(KEYS * PER_KEY);
  }
}
