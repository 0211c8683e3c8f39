package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.JavaProcess;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Instances of a group on a server that misses a member after 45 s, as servers do by default. A
 * test waits for less.
 */
@MayWarn
class TakeoverTest {
  private static KafkaServer server;
  private Shop shop;

  @BeforeAll
  static void start() {
    Map<String, String> properties = new HashMap<>(KafkaServer.QUICK);
    properties.keySet().removeIf(name -> name.endsWith("session.timeout.ms"));
    server = KafkaServer.start(Release.CURRENT, properties);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private Collection<MemberDescription> members() {
    String group = shop.name + "a";
    return shop.ask(a -> a.describeConsumerGroups(List.of(group)).all()).get(group).members();
  }

  private Object committed() {
    return shop.ask(
        a -> a.listConsumerGroupOffsets(shop.name + "a").partitionsToOffsetAndMetadata());
  }

  private boolean isShared() {
    return members().size() == 2
        && members().stream().allMatch(m -> m.assignment().topicPartitions().size() == 2);
  }

  @Test
  @Warns("is taken for dead")
  void when_one_is_killed_another_goes_on_before_the_server_misses_it() {
    try (JavaProcess child = Child.start(server, "", shop.name + "a", shop.type("order.created"))) {
      assertThat(child.line()).isEqualTo("ready");
      EventBus bus = shop.subscribe("a", "order.created");
      shop.await("they share", this::isShared);

      child.kill();
      List<String> all = shop.publishOrders(bus, 16, 0, 5);

      shop.await("all are handled", () -> shop.received.containsAll(all));
    }
  }

  /** What it had not committed is undone by the server, and until then nobody reads on. */
  @Test
  @Warns("is taken for dead")
  void when_one_with_transactions_is_killed_another_goes_on_before_the_server_misses_it() {
    try (JavaProcess child =
        Child.start(
            server, "", shop.name + "a", shop.type("order.created"), shop.type("bill.sent"))) {
      assertThat(child.line()).isEqualTo("ready");
      EventBus bus = shop.bus();
      bus.subscription(shop.name + "a")
          .onTransaction(
              shop.type("order.created"),
              byte[].class,
              (event, outputs) -> {
                outputs.publish(
                    shop.event("bill.sent", event.subject().orElseThrow(), Shop.text(event)));
                shop.received.add(Shop.text(event));
              })
          .subscribe();
      shop.await("they share", this::isShared);

      child.kill();
      List<String> all = shop.publishOrders(bus, 16, 0, 5);

      shop.await("all are handled", () -> shop.received.containsAll(all));
    }
  }

  /** It does not poll while it gives partitions up, so it must tell that it lives even so. */
  @Test
  void one_whose_handlers_take_long_to_give_a_partition_up_is_not_taken_for_dead()
      throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    EventBus slow = shop.bus();
    slow.subscription(shop.name + "a")
        .on(
            shop.type("order.created"),
            byte[].class,
            event -> {
              shop.received.add("slow " + Shop.text(event));
              gate.await(60, TimeUnit.SECONDS);
            })
        .concurrency(16)
        .subscribe();
    for (int i = 0; i < 16; i++) {
      shop.publish(slow, "order.created", "k" + i, "t" + i);
    }
    shop.await("all are in work", () -> shop.received.size() == 16);

    shop.subscribe("a", "order.created");
    Set<Object> said = new HashSet<>();
    shop.await(
        "it has told longer that it lives than one that tells nothing is waited for",
        () -> {
          said.add(committed());
          return said.size() > 8;
        });
    gate.countDown();
    shop.await("they share", this::isShared);

    assertThat(shop.received).hasSize(16);
  }
}
