package io.busline.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.logs.Warns;
import io.busline.testkit.Recorder;
import io.busline.testkit.TestBroker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private static final BigDecimal PRICE = new BigDecimal("42.50");

  private final TestBroker broker = TestBroker.create();
  private final EventBus orderBus = broker.connect("order");
  private final EventBus inventoryBus = broker.connect("inventory");
  private final EventBus billingBus = broker.connect("billing");
  private final EventBus notificationBus = broker.connect("notification");
  private final OrderService orders = new PublishedOrders(orderBus);

  @BeforeEach
  void open() {
    Warehouse warehouse = new Warehouse();
    warehouse.stock("lamp", 1_000);
    new NotificationService(notificationBus).start();
    new BillingService(billingBus, new CardGateway()).start();
    new InventoryService(inventoryBus, warehouse).start();
    orders.start();
  }

  @AfterEach
  void close() {
    List.of(orderBus, inventoryBus, billingBus, notificationBus).forEach(EventBus::close);
    broker.close();
  }

  @Test
  void an_order_is_reserved_paid_and_the_customer_told() {
    place("o-1", "lamp", PRICE);

    assertThat(types("o-1"))
        .containsExactlyInAnyOrder(
            "order.created",
            "inventory.reserved",
            "payment.completed",
            "order.paid",
            "customer.notified",
            "customer.notified");
  }

  @Test
  void what_is_sold_out_is_cancelled_and_nobody_charged() {
    place("o-1", "unicorn", PRICE);

    assertThat(types("o-1"))
        .contains("inventory.rejected", "order.cancelled", "customer.notified")
        .doesNotContain("payment.completed", "order.paid");
  }

  @Test
  void a_gateway_that_does_not_answer_is_asked_again() {
    String flaky = flakyOrder();
    place(flaky, "lamp", PRICE);
    assertThat(types(flaky)).doesNotContain("payment.completed");

    broker.advance(Duration.ofSeconds(1));

    assertThat(types(flaky)).contains("payment.completed", "order.paid");
  }

  @Test
  @Warns("13.3333 is not an amount of cents")
  void an_amount_that_cannot_be_charged_becomes_a_dead_letter_of_billing() {
    place("o-1", "lamp", new BigDecimal("13.3333"));

    broker.advance(Duration.ofMinutes(1));

    DeadLetter letter = onlyLetter();
    assertThat(letter.group()).isEqualTo("billing");
    assertThat(letter.event().key()).contains("o-1");
    assertThat(letter.attempts()).isEqualTo(5);
    assertThat(letter.cause()).contains("13.3333");
  }

  @Test
  @Warns({"subscription notification: event ", "subscription inventory: event "})
  void an_order_that_cannot_be_read_is_a_dead_letter_at_once() {
    orderBus.publish("order.created", List.of());
    broker.settle();

    assertThat(orderBus.deadLetters().list(DeadLetterQuery.ofGroup("inventory"), 10))
        .singleElement()
        .satisfies(letter -> assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNDECODABLE));
  }

  @Test
  void what_is_delivered_twice_has_one_effect() {
    broker.faults().duplicateDeliveries(4);

    place("o-1", "lamp", PRICE);

    assertThat(types("o-1")).containsOnlyOnce("inventory.reserved", "payment.completed");
    assertThat(types("o-1")).containsOnlyOnce("order.paid").hasSize(6);
  }

  private DeadLetter onlyLetter() {
    List<DeadLetter> letters = orderBus.deadLetters().list(DeadLetterQuery.all(), 10);
    assertThat(letters).hasSize(1);
    return letters.get(0);
  }

  private void place(String orderId, String item, BigDecimal amount) {
    orders.place(new OrderCreated(orderId, "u-1", item, amount, Instant.EPOCH)).join();
    broker.settle();
  }

  private List<String> types(String orderId) {
    Recorder<byte[]> everything = new Recorder<>();
    try (EventBus reader = broker.connect("reader")) {
      reader
          .broadcast()
          .onPattern(">", byte[].class, everything)
          .from(StartPosition.earliest())
          .subscribe();
      broker.settle();
    }
    return everything.events().stream()
        .filter(event -> event.key().orElse("").equals(orderId))
        .map(Event::type)
        .toList();
  }

  private static String flakyOrder() {
    int number = 0;
    while (Math.floorMod(("o-" + number).hashCode(), 10) != 0) {
      number++;
    }
    return "o-" + number;
  }
}
