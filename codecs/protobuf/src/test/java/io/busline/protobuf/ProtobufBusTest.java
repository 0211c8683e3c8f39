package io.busline.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.protobuf.shop.OrderCreated;
import io.busline.protobuf.shop.PaymentCompleted;
import io.busline.protobuf.shop.PaymentCompletedV2;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtobufBusTest {
  private static final OrderCreated ORDER = OrderCreated.newBuilder().setOrderId("o-1").build();

  @EventType("shop.v1.OrderCreated")
  record Order(@EventKey String orderId, long cents) {
    OrderCreated message() {
      return OrderCreated.newBuilder().setOrderId(orderId).setCents(cents).build();
    }

    static Order of(OrderCreated message) {
      return new Order(message.getOrderId(), message.getCents());
    }
  }

  private final BlockingQueue<Event<?>> received = new ArrayBlockingQueue<>(10);
  private final EventBus bus =
      EventBus.builder("memory:")
          .service("shipping")
          .codec(
              new ProtobufCodec()
                  .carrying(Order.class, OrderCreated.class, Order::message, Order::of))
          .connect();

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void a_generated_class_is_all_that_publishing_and_subscribing_need() throws Exception {
    bus.subscribe(OrderCreated.class, received::add);
    bus.publish(ORDER);

    var event = next();
    assertThat(event.data()).isEqualTo(ORDER);
    assertThat(event.type()).isEqualTo("shop.v1.OrderCreated");
    assertThat(event.dataContentType()).contains("application/protobuf");
    assertThat(event.dataSchema()).contains("https://type.googleapis.com/shop.v1.OrderCreated");
  }

  @Test
  void options_of_the_message_place_the_event_and_give_it_its_key() throws Exception {
    bus.subscribe(PaymentCompleted.class, received::add);
    bus.publish(PaymentCompleted.newBuilder().setNumber(7).build());

    var event = next();
    assertThat(event.type()).isEqualTo("payment.completed");
    assertThat(event.key()).contains("7");
  }

  @Test
  void an_earlier_version_is_upcast() throws Exception {
    try (EventBus renewed =
        EventBus.builder("memory:")
            .service("shipping")
            .upcaster(PaymentCompleted.class, PaymentCompletedV2.class, ProtobufBusTest::inEuros)
            .connect()) {
      renewed.subscribe(PaymentCompletedV2.class, received::add);
      renewed.publish(PaymentCompleted.newBuilder().setNumber(7).build());
      renewed.publish(PaymentCompletedV2.newBuilder().setNumber(8).setCurrency("CHF").build());

      var first = next();
      assertThat(first.data())
          .isEqualTo(PaymentCompletedV2.newBuilder().setNumber(7).setCurrency("EUR").build());
      assertThat(first.extensions()).containsEntry("dataversion", "2");
      assertThat(((PaymentCompletedV2) next().data()).getCurrency()).isEqualTo("CHF");
    }
  }

  private static PaymentCompletedV2 inEuros(PaymentCompleted old) {
    return PaymentCompletedV2.newBuilder().setNumber(old.getNumber()).setCurrency("EUR").build();
  }

  @Test
  @Warns("is a dead letter (UNDECODABLE) after 0 attempts")
  void bytes_that_are_no_message_become_a_dead_letter_with_the_reason() {
    bus.subscribe(OrderCreated.class, received::add);
    byte[] broken = {0x0A, 5, 'o'};

    bus.publish(
        Event.builder("shop.v1.OrderCreated", broken).dataContentType("application/protobuf"));

    DeadLetter letter = letter();
    assertThat(letter.reason()).isEqualTo(DeadLetter.Reason.UNDECODABLE);
    assertThat(letter.cause()).contains("OrderCreated is not a valid Protobuf message");
    assertThat(letter.event().data()).isEqualTo(broken);
    assertThat(received).isEmpty();
  }

  private DeadLetter letter() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (bus.deadLetters().list(DeadLetterQuery.all(), 1).isEmpty()) {
      assertThat(System.nanoTime() - deadline).as("there is a letter").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
    return bus.deadLetters().list(DeadLetterQuery.all(), 1).get(0);
  }

  @Test
  void one_subscription_receives_an_event_in_either_format() throws Exception {
    bus.subscribe(Order.class, received::add);
    bus.publish(ORDER);
    bus.publish(new Order("o-2", 5));
    bus.publish(
        Event.builder(
                "shop.v1.OrderCreated",
                "{\"orderId\":\"o-3\",\"cents\":7}".getBytes(StandardCharsets.UTF_8))
            .dataContentType("application/json")
            .key("o-3"));

    assertThat(next().data()).isEqualTo(new Order("o-1", 0));
    var second = next();
    assertThat(second.data()).isEqualTo(new Order("o-2", 5));
    assertThat(second.key()).contains("o-2");
    assertThat(second.dataContentType()).contains("application/protobuf");
    assertThat(next().data()).isEqualTo(new Order("o-3", 7));
  }

  @Test
  void what_no_codec_knows_is_bytes() throws Exception {
    bus.subscribe("shop.v1.OrderCreated", byte[].class, received::add);
    bus.publish(
        Event.builder("shop.v1.OrderCreated", new byte[] {1, 2, 3})
            .dataContentType("application/avro"));

    assertThat(next().data()).isEqualTo(new byte[] {1, 2, 3});
  }

  private Event<?> next() throws InterruptedException {
    var event = received.poll(60, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    return event;
  }
}
