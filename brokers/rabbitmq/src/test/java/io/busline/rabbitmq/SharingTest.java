package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The instances of a group divide the partitions among them, as often as their number changes. */
@ExtendWith(SharedServer.class)
class SharingTest {
  private static final int KEYS = 40;
  private static final int PARTITIONS = 8;

  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  /** What instances did, to find whatever is lost, early, late or at the same time as another. */
  private static final class Ledger {
    final Map<String, List<Integer>> byKey = new ConcurrentHashMap<>();
    final Set<String> busy = ConcurrentHashMap.newKeySet();
    final List<String> overlaps = new CopyOnWriteArrayList<>();
    final AtomicInteger handled = new AtomicInteger();

    EventHandler<byte[]> instance(Set<String> keys) {
      return event -> {
        String key = event.subject().orElseThrow();
        if (!busy.add(key)) {
          overlaps.add(key);
        }
        keys.add(key);
        LockSupport.parkNanos(200_000);
        byKey
            .computeIfAbsent(key, k -> new CopyOnWriteArrayList<>())
            .add(Integer.valueOf(Shop.text(event)));
        busy.remove(key);
        handled.incrementAndGet();
      };
    }
  }

  private EventBus instance(Ledger ledger, Set<String> keys) {
    return instance(ledger, keys, PARTITIONS);
  }

  private EventBus instance(Ledger ledger, Set<String> keys, int partitions) {
    EventBus bus = shop.bus("partitions=" + partitions);
    bus.subscription(shop.group("a"))
        .on(shop.type("order.created"), byte[].class, ledger.instance(keys))
        .concurrency(4)
        .subscribe();
    return bus;
  }

  private List<Event<byte[]>> round(int from, int to) {
    List<Event<byte[]>> events = new ArrayList<>();
    for (int number = from; number < to; number++) {
      for (int key = 0; key < KEYS; key++) {
        events.add(shop.event("order.created", "key" + key, Integer.toString(number)));
      }
    }
    return events;
  }

  @Test
  void keys_move_among_instances_that_come_and_go_without_loss_double_reorder_or_overlap() {
    Ledger ledger = new Ledger();
    EventBus publisher = shop.bus("partitions=" + PARTITIONS);
    Set<String> first = ConcurrentHashMap.newKeySet();
    instance(ledger, first);
    publisher.publishAll(round(0, 20));
    shop.await("the first handles all keys", () -> first.size() == KEYS);

    Set<String> second = ConcurrentHashMap.newKeySet();
    EventBus leaving = instance(ledger, second);
    int number = 20;
    for (; second.isEmpty(); number++) {
      publisher.publishAll(round(number, number + 1));
    }
    Set<String> third = ConcurrentHashMap.newKeySet();
    instance(ledger, third);
    for (; third.isEmpty(); number++) {
      publisher.publishAll(round(number, number + 1));
    }
    leaving.close();
    publisher.publishAll(round(number, number + 10));

    int expected = (number + 10) * KEYS;
    shop.await(expected + " are handled", () -> ledger.handled.get() >= expected);
    List<Integer> inOrder = new ArrayList<>();
    for (int i = 0; i < number + 10; i++) {
      inOrder.add(i);
    }
    assertThat(ledger.byKey.values()).hasSize(KEYS).allMatch(inOrder::equals);
    assertThat(ledger.overlaps).isEmpty();
  }

  @Test
  void an_instance_whose_handlers_are_busy_leaves_the_rest_to_another() {
    Ledger ledger = new Ledger();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    CountDownLatch over = new CountDownLatch(1);
    EventBus busy = shop.bus("partitions=" + PARTITIONS);
    busy.subscription(shop.group("a"))
        .on(
            shop.type("order.created"),
            byte[].class,
            event -> {
              seen.add(Shop.text(event));
              over.await();
            })
        .prefetch(1)
        .subscribe();
    EventBus publisher = shop.bus("partitions=" + PARTITIONS);
    publisher.publish(shop.event("order.created", "stuck", "0"));
    shop.await("one is stuck", () -> seen.contains("0"));
    Set<String> keys = ConcurrentHashMap.newKeySet();
    instance(ledger, keys);

    publisher.publishAll(round(0, 1));

    long others =
        round(0, 1).stream()
            .filter(event -> partition(event.keyOrNull()) != partition("stuck"))
            .count();
    shop.await("the others are handled", () -> keys.size() >= others);
    assertThat(keys).allMatch(key -> partition(key) != partition("stuck"));
    // Else closing the bus waits for the handler as long as it may.
    over.countDown();
  }

  @Test
  void one_queue_is_read_by_one_instance_and_by_the_next_when_that_leaves() {
    Ledger ledger = new Ledger();
    Set<String> first = ConcurrentHashMap.newKeySet();
    EventBus reading = instance(ledger, first, 1);
    Set<String> second = ConcurrentHashMap.newKeySet();
    instance(ledger, second, 1);
    EventBus publisher = shop.bus();

    publisher.publishAll(round(0, 20));
    shop.await("all are handled", () -> ledger.handled.get() == 20 * KEYS);
    assertThat(second).isEmpty();
    publisher.publishAll(round(20, 40));
    reading.close();
    publisher.publishAll(round(40, 60));

    shop.await("all are handled", () -> ledger.handled.get() >= 60 * KEYS);
    assertThat(second).hasSize(KEYS);
    List<Integer> inOrder = IntStream.range(0, 60).boxed().toList();
    assertThat(ledger.byKey.values()).hasSize(KEYS).allMatch(inOrder::equals);
    assertThat(ledger.overlaps).isEmpty();
  }

  private static int partition(String key) {
    CRC32 crc = new CRC32();
    crc.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % PARTITIONS);
  }
}
