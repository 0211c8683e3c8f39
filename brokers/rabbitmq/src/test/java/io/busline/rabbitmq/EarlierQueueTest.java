package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AMQP.Queue.DeclareOk;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.Finding;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Queues of groups that RabbitMQ 3 or an earlier Busline has made, on a server that has other
 * defaults, and queues that others make. Nothing that waits in them is lost.
 */
@ExtendWith(SharedServer.class)
@MayWarn
class EarlierQueueTest {
  private static final String TYPE = "order.created";

  /** More than a bus lets happen, and one less than the server does. */
  private static final int CRASHES = 20;

  private static final Map<String, Object> OF_RABBITMQ_3 =
      Map.of("x-queue-type", "quorum", "x-single-active-consumer", true);

  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> arguments = new HashMap<>(OF_RABBITMQ_3);
    arguments.put(name, value);
    return arguments;
  }

  private String queue() {
    return new Layout(shop.name, 1).queue(shop.group("a"), 0);
  }

  /** Makes a group whose queue was made with these arguments, and in which an event waits. */
  private void earlier(Map<String, Object> arguments) {
    shop.subscribe("a", TYPE).close();
    shop.ask(channel -> channel.queueDelete(queue()));
    shop.ask(channel -> channel.queueDeclare(queue(), true, false, false, arguments));
    shop.ask(channel -> channel.queueBind(queue(), shop.name, shop.type(TYPE)));
    EventBus bus = shop.bus();
    assertThat(bus.publishAll(List.of(shop.event(TYPE, "k", "1"))))
        .allMatch(outcome -> outcome.isStored());
    // Makes the stream of dead letters, as any instance that had one would have.
    assertThat(letters(bus)).isEmpty();
  }

  /** An instance that is given what waits and ends without a word, again and again. */
  private void crash(int times) {
    for (int i = 0; i < times; i++) {
      Connection connection = shop.plain();
      CountDownLatch given = new CountDownLatch(1);
      try {
        Channel channel = connection.createChannel();
        channel.basicConsume(
            queue(),
            false,
            new DefaultConsumer(channel) {
              @Override
              public void handleDelivery(
                  String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                given.countDown();
              }
            });
        given.await();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError("consuming with the plain client", e);
      }
      connection.abort();
    }
  }

  private List<DeadLetter> letters(EventBus bus) {
    return bus.deadLetters().list(DeadLetterQuery.ofGroup(shop.group("a")), 10);
  }

  @Test
  @Warns(value = "was made by RabbitMQ 3", times = 2)
  void a_queue_that_rabbitmq_3_has_made_is_read_on_and_the_doctor_says_how_to_replace_it() {
    earlier(OF_RABBITMQ_3);

    EventBus bus = shop.subscribe("a", TYPE);

    shop.awaitReceived("1");
    assertThat(shop.bus().diagnose())
        .filteredOn(finding -> finding.message().contains(queue()))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING))
        .satisfies(
            finding ->
                assertThat(finding.message()).contains("delete it; the group makes it again"));
    assertThat(letters(bus)).isEmpty();
  }

  @Test
  @Warns({"was made by RabbitMQ 3", "event was handed out 20 times, and nobody has finished it"})
  void an_event_whose_process_always_ends_becomes_a_letter_before_the_server_drops_it() {
    earlier(OF_RABBITMQ_3);
    crash(CRASHES);

    assertDeadLetter(shop.subscribe("a", TYPE));
  }

  @Test
  @Warns("event was handed out 20 times, and nobody has finished it")
  void so_it_does_where_the_bus_takes_what_is_there() {
    earlier(OF_RABBITMQ_3);
    crash(CRASHES);

    assertDeadLetter(shop.subscribe("a", TYPE, "topology=none"));
  }

  private void assertDeadLetter(EventBus bus) {
    shop.await("a letter", () -> letters(bus).size() == 1);
    assertThat(letters(bus).get(0).cause())
        .contains("handed out 20 times, and nobody has finished it");
    assertThat(letters(bus).get(0).event().id()).isEqualTo("1");
    assertThat(shop.received).isEmpty();
  }

  @Test
  void a_queue_of_an_earlier_busline_has_no_limit_and_is_read_on() {
    earlier(with("x-delivery-limit", -1));
    crash(CRASHES + 5);

    EventBus bus = shop.subscribe("a", TYPE);

    shop.awaitReceived("1");
    assertThat(letters(bus)).isEmpty();
  }

  @Test
  void a_new_queue_has_no_limit_and_is_given_to_others_when_its_server_is_out_of_reach() {
    shop.subscribe("a", TYPE).close();
    Map<String, Object> arguments = with("x-delivery-limit", -1);
    arguments.put("x-consumer-disconnected-timeout", 5_000);

    // The server refuses this if the queue was made with anything else.
    DeclareOk same =
        shop.ask(channel -> channel.queueDeclare(queue(), true, false, false, arguments));
    assertThat(same.getQueue()).isEqualTo(queue());
  }
}
