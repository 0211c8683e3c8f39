package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.admin.GroupInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The instances of a group divide the partitions among them, by either protocol. */
@ExtendWith(CurrentServer.class)
class SharingTest {
  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void partitions_are_shared_when_instances_come_and_go(String protocol) {
    String options = "&protocol=" + protocol;
    EventBus first = subscribe(options);
    awaitMembers(first, 1);
    EventBus second = subscribe(options);
    awaitMembers(second, 2);

    List<String> published = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      published.add("t" + i);
      shop.publish(second, "order.created", "k" + i, "t" + i);
    }
    shop.await("all arrive", () -> shop.received.containsAll(published));
    assertThat(shop.received).doesNotHaveDuplicates();

    first.close();
    shop.publish(second, "order.created", "k", "last");
    shop.awaitReceived("last");
    awaitMembers(second, 1);
    assertThat(shop.received).doesNotHaveDuplicates();
  }

  /** What is in work when another instance comes is not begun by that one. */
  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void a_key_is_never_in_two_hands(String protocol) throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    Set<String> busy = ConcurrentHashMap.newKeySet();
    AtomicBoolean doubled = new AtomicBoolean();
    List<Subscription> subscriptions = new ArrayList<>();
    EventBus publisher = shop.bus();
    for (int i = 0; i < 40; i++) {
      shop.publish(publisher, "order.created", "k" + i % 8, "t" + i);
    }
    for (int instance = 0; instance < 2; instance++) {
      subscriptions.add(
          shop.bus("&protocol=" + protocol)
              .subscription(shop.name + "a")
              .on(
                  shop.type("order.created"),
                  byte[].class,
                  event -> {
                    String key = event.key().orElseThrow();
                    doubled.compareAndSet(false, !busy.add(key));
                    gate.await(20, TimeUnit.SECONDS);
                    busy.remove(key);
                    shop.received.add(Shop.text(event));
                  })
              .concurrency(8)
              .subscribe());
    }
    gate.countDown();

    shop.await("all arrive", () -> new HashSet<>(shop.received).size() == 40);
    subscriptions.forEach(Subscription::close);
    assertThat(doubled).isFalse();
    assertThat(shop.received).doesNotHaveDuplicates();
  }

  private EventBus subscribe(String options) {
    EventBus bus = shop.bus(options);
    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, event -> shop.received.add(Shop.text(event)))
        .subscribe();
    return bus;
  }

  private void awaitMembers(EventBus bus, int count) {
    shop.await(
        count + " members",
        () ->
            bus.groups().stream()
                .filter(group -> group.name().equals(shop.name + "a"))
                .mapToInt(GroupInfo::members)
                .anyMatch(members -> members == count));
  }
}
