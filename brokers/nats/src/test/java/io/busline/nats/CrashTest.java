package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.Interceptor;
import io.busline.event.Event;
import io.busline.logs.MayWarn;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process ends without a word, in the middle of its work. */
@MayWarn
class CrashTest {
  private static final int KEYS = 8;
  private static final int PER_KEY = 50;

  private Endpoint server;
  private Shop shop;

  @BeforeEach
  void open() {
    server = SharedServer.nats(Release.CURRENT);
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void another_instance_takes_over_in_order_and_repeats_little() {
    List<String> all = new ArrayList<>();
    EventBus publisher = shop.bus();
    List<String> before = new ArrayList<>();
    try (JavaProcess child = Child.start(server, shop.name + "a", shop.type("order.created"))) {
      assertThat(child.line()).isEqualTo("ready");
      for (int i = 0; i < PER_KEY; i++) {
        for (int key = 0; key < KEYS; key++) {
          all.add(key + "/" + i);
          shop.publish(publisher, "order.created", "k" + key, key + "/" + i);
        }
      }
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

  @Test
  void a_process_that_is_told_to_end_leaves_its_keys_to_another_at_once() {
    String url = "jetstream://" + server.address() + "?lease=5m";
    EventBus publisher = shop.bus();
    shop.publish(publisher, "order.created", "k", "first");
    try (JavaProcess child = Child.start(url, shop.name + "a", shop.type("order.created"))) {
      assertThat(child.line()).isEqualTo("ready");
      assertThat(child.line()).isEqualTo("first");
      assertThat(child.terminate()).isEmpty();
    }

    List<String> handled = new CopyOnWriteArrayList<>();
    try (EventBus next = EventBus.connect(url)) {
      next.subscription(shop.name + "a")
          .on(shop.type("order.created"), byte[].class, event -> handled.add(Shop.text(event)))
          .subscribe();
      shop.publish(publisher, "order.created", "k", "second");
      shop.await("another handles what comes next", () -> handled.contains("second"));
    }
    assertThat(handled).containsExactly("second");
  }

  @Test
  void an_event_in_work_when_its_process_ended_counts_as_tried() {
    shop.publish(shop.bus(), "order.created", "k", "poison");
    try (JavaProcess child = Child.start(server, shop.name + "a", shop.type("order.created"))) {
      assertThat(child.line()).isEqualTo("ready");
      assertThat(child.line()).as("it ends without a word").isNull();
    }

    List<Integer> attempts = new CopyOnWriteArrayList<>();
    EventBus next =
        EventBus.builder("jetstream://" + server.address() + "?lease=1s")
            .interceptor(
                new Interceptor() {
                  @Override
                  public void handling(Event<?> event, Attempt attempt, Next next)
                      throws Exception {
                    attempts.add(attempt.number());
                    next.proceed();
                  }
                })
            .connect();
    try (next) {
      next.subscription(shop.name + "a")
          .on(shop.type("order.created"), byte[].class, event -> {})
          .subscribe();
      shop.await("it is tried again", () -> !attempts.isEmpty());
    }
    assertThat(attempts).containsExactly(2);
  }
}
