package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.Subscription;
import io.busline.event.Event;
import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instances of a group come and go all the time, one of them without a word, while events flow. The
 * classic protocol waits a quarter of a minute for the one that is missed, so this takes a while.
 */
@ExtendWith(CurrentServer.class)
@Tag("slow")
class RebalanceStormTest {
  private static final int KEYS = 32;
  private static final int VISITS = 10;
  private static final int PREFETCH = 100;

  /** Some hundred events a second. */
  private static final long PAUSE_NANOS = 2_000_000;

  private final Map<String, CompletableFuture<Receipt>> published = new ConcurrentHashMap<>();
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final Map<String, Object> busy = new ConcurrentHashMap<>();
  private final Set<String> inTwoHands = ConcurrentHashMap.newKeySet();
  private Endpoint server;
  private Shop shop;
  private volatile boolean over;

  @BeforeEach
  void open(Endpoint shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void nothing_is_lost_each_key_keeps_its_order_and_is_in_one_hand(String protocol)
      throws InterruptedException {
    String options = "&protocol=" + protocol;
    subscribe(shop.bus(options));
    Thread publisher = new Thread(() -> publish(shop.bus()), "storm-publisher");
    publisher.start();

    List<Thread> guests =
        IntStream.range(0, 2)
            .mapToObj(guest -> new Thread(() -> comeAndGo(options), "storm-guest-" + guest))
            .toList();
    guests.forEach(Thread::start);
    workAndDie(options);
    for (Thread guest : guests) {
      guest.join();
    }
    over = true;
    publisher.join();

    Set<String> stored = stored();
    Await.until(
        "everything is handled",
        () -> new HashSet<>(handled).containsAll(stored),
        () -> missing(stored));
    assertThat(inTwoHands).as("keys that two instances had at once").isEmpty();
    Set<String> strange = new HashSet<>(handled);
    strange.removeAll(stored);
    assertThat(strange).as("handled, but never published").isEmpty();
    for (int key = 0; key < KEYS; key++) {
      assertThat(firstHandlings(key)).as("first handlings of key %d", key).isSorted();
    }
    assertThat(handled.size() - stored.size()).as("doubles").isLessThanOrEqualTo(PREFETCH);
  }

  private Set<String> missing(Set<String> stored) {
    Set<String> missing = new HashSet<>(stored);
    missing.removeAll(handled);
    return missing;
  }

  private List<Integer> firstHandlings(int key) {
    String prefix = key + "/";
    return new LinkedHashSet<>(handled)
        .stream()
            .filter(text -> text.startsWith(prefix))
            .map(text -> Integer.valueOf(text.substring(prefix.length())))
            .toList();
  }

  private void publish(EventBus bus) {
    for (int i = 0; !over; i++) {
      String key = Integer.toString(i % KEYS);
      String id = key + "/" + i / KEYS;
      published.put(
          id,
          bus.publishAsync(
              Event.builder(shop.type("order.created"), id.getBytes(UTF_8)).id(id).subject(key)));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** All of them are, for nothing happens to the server. */
  private Set<String> stored() {
    published.values().forEach(CompletableFuture::join);
    return published.keySet();
  }

  private Subscription subscribe(EventBus bus) {
    return bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, event -> handle(bus, event))
        .concurrency(4)
        .prefetch(PREFETCH)
        .subscribe();
  }

  private void handle(EventBus instance, Event<byte[]> event) {
    String key = event.key().orElseThrow();
    if (busy.putIfAbsent(key, instance) != null) {
      inTwoHands.add(key);
    }
    handled.add(Shop.text(event));
    LockSupport.parkNanos(PAUSE_NANOS);
    busy.remove(key);
  }

  /** Each visit ends in good order, but as soon as there was something to do. */
  private void comeAndGo(String options) {
    for (int visit = 0; visit < VISITS; visit++) {
      try (EventBus guest =
          EventBus.connect("kafka://" + server.address() + "?partitions=4" + options, shop.name)) {
        int before = handled.size();
        Subscription subscription = subscribe(guest);
        Await.until("work goes on", () -> handled.size() > before + 20, handled::size);
        if (visit % 2 == 0) {
          assertThat(subscription.drain(Duration.ofSeconds(10)).isComplete()).isTrue();
        }
      }
    }
  }

  /** What it had said before it died was handled; its group misses it for some seconds. */
  private void workAndDie(String options) {
    try (JavaProcess child =
        Child.start(server, options, shop.name + "a", shop.type("order.created"))) {
      assertThat(child.line()).isEqualTo("ready");
      List<String> said = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        said.add(child.line());
      }
      said.addAll(child.kill());
      handled.addAll(said);
    }
  }
}
