package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Outputs;
import io.busline.Subscription;
import io.busline.error.UnsupportedException;
import io.busline.event.Event;
import io.busline.event.Ordering;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events are consumed, handled and published exactly once. */
@ExtendWith(CurrentServer.class)
class TransactionTest {
  private static final int KEYS = 8;
  private static final int PER_KEY = 40;

  private Endpoint server;
  private Shop shop;

  @BeforeEach
  void open(Endpoint shared, Shop ours) {
    server = shared;
    shop = ours;
  }

  private List<String> publishOrders(EventBus bus) {
    return publishOrders(bus, 0);
  }

  private List<String> publishOrders(EventBus bus, int round) {
    return shop.publishOrders(bus, KEYS, round * PER_KEY, (round + 1) * PER_KEY);
  }

  private void bill(Event<byte[]> event, Outputs outputs) {
    outputs.publish(shop.event("bill.sent", event.subject().orElseThrow(), Shop.text(event)));
  }

  private Subscription subscribe(EventBus bus) {
    return bus.subscription(shop.name + "a")
        .onTransaction(shop.type("order.created"), byte[].class, this::bill)
        .concurrency(4)
        .subscribe();
  }

  /** What a plain client reads that sees only what is committed. */
  private void assertOneBillEach(List<String> orders) {
    List<String> bills = new ArrayList<>();
    try (TopicReader reader =
        new TopicReader(server.address(), shop.type("bill"), "read_committed")) {
      shop.await(
          "everything is billed",
          () -> {
            bills.clear();
            reader.all().forEach(record -> bills.add(new String(record.value(), UTF_8)));
            return new HashSet<>(bills).containsAll(orders);
          });
    }
    assertThat(bills).containsExactlyInAnyOrderElementsOf(orders);
    for (int key = 0; key < KEYS; key++) {
      String prefix = key + "/";
      assertThat(bills.stream().filter(bill -> bill.startsWith(prefix)))
          .containsExactlyElementsOf(orders.stream().filter(o -> o.startsWith(prefix)).toList());
    }
  }

  @Test
  void a_process_that_is_killed_leaves_no_output_twice_and_none_out() {
    EventBus bus = shop.bus();
    List<String> orders;
    try (JavaProcess child =
        Child.start(
            server, "", shop.name + "a", shop.type("order.created"), shop.type("bill.sent"))) {
      assertThat(child.line()).isEqualTo("ready");
      orders = publishOrders(bus);
      for (int i = 0; i < KEYS * PER_KEY / 2; i++) {
        child.line();
      }
      child.kill();
    }

    subscribe(bus);

    assertOneBillEach(orders);
  }

  @Test
  void partitions_that_move_take_no_output_along_twice() {
    subscribe(shop.bus());
    EventBus leaving = shop.bus();
    Subscription second = subscribe(leaving);
    List<String> orders = publishOrders(leaving);
    subscribe(shop.bus());
    second.close();

    assertOneBillEach(orders);
  }

  @Test
  @MayWarn({"was silent too long and has lost its share", "begins to read anew", "is RECOVERING"})
  void an_instance_that_was_put_out_of_its_group_stores_nothing() throws InterruptedException {
    List<String> begun = new CopyOnWriteArrayList<>();
    CountDownLatch gate = new CountDownLatch(1);
    EventBus slow = shop.bus("&protocol=classic");
    slow.subscription(shop.name + "a")
        .onTransaction(
            shop.type("order.created"),
            byte[].class,
            (event, outputs) -> {
              begun.add(Shop.text(event));
              bill(event, outputs);
              gate.await(30, TimeUnit.SECONDS);
            })
        .concurrency(KEYS)
        .subscribe();
    List<String> orders = publishOrders(slow);
    shop.await("handlers are busy", () -> begun.size() == KEYS);

    shop.ask(
        admin ->
            admin
                .removeMembersFromConsumerGroup(
                    shop.name + "a", new RemoveMembersFromConsumerGroupOptions())
                .all());
    subscribe(shop.bus("&protocol=classic"));
    gate.countDown();

    assertOneBillEach(orders);
  }

  /** Nobody can tell it then how its last transaction has ended. */
  @Test
  @Warns(
      value = {"nobody can tell whether the last transaction was committed", "is RECOVERING"},
      orMore = true)
  void an_instance_whose_transactions_somebody_ends_goes_on_without_a_gap() {
    EventBus bus = shop.bus();
    List<String> handled = new CopyOnWriteArrayList<>();
    bus.subscription(shop.name + "a")
        .onTransaction(
            shop.type("order.created"),
            byte[].class,
            (event, outputs) -> {
              bill(event, outputs);
              handled.add(Shop.text(event));
            })
        .concurrency(4)
        .subscribe();

    List<String> orders = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      orders.addAll(publishOrders(bus, round));
      int before = handled.size();
      shop.await("some are handled", () -> handled.size() > before + KEYS);
      shop.ask(admin -> admin.fenceProducers(transactions()).all());
    }

    assertOneBillEach(orders);
  }

  /** The ids under which this test's group publishes. */
  private List<String> transactions() {
    return shop.ask(admin -> admin.listTransactions().all()).stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith("busline-" + shop.name))
        .toList();
  }

  @Test
  @MayWarn({
    "somebody has deleted topic",
    "was made anew and is read from its beginning",
    "nobody can tell whether the last transaction was committed"
  })
  void a_topic_of_outputs_that_was_deleted_is_made_again() {
    EventBus bus = shop.bus();
    subscribe(bus);
    shop.publish(bus, "order.created", "k1", "0/0");
    assertOneBillEach(List.of("0/0"));

    shop.ask(admin -> admin.deleteTopics(List.of(shop.type("bill"))).all());
    shop.publish(bus, "order.created", "k1", "0/1");

    shop.await(
        "the topic is there again",
        () -> shop.ask(admin -> admin.listTopics().names()).contains(shop.type("bill")));
    assertOneBillEach(List.of("0/1"));
  }

  @Test
  void a_share_group_is_refused_because_it_has_no_transactions() {
    assertThatThrownBy(
            () ->
                shop.bus()
                    .subscription(shop.name + "a")
                    .onTransaction(shop.type("order.created"), byte[].class, this::bill)
                    .ordering(Ordering.NONE)
                    .option("kafka.share-group", "true")
                    .subscribe())
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("has no transactions")
        .hasMessageContaining("Use a handler of the event alone");
  }

  @Test
  void the_explanation_tells_what_is_published_exactly_once() {
    assertThat(subscribe(shop.bus()).explain()).contains("exactly once");
  }
}
