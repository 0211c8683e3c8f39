package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Return;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every message gets the one answer that is meant for it. */
class ConfirmsTest {
  private final Confirms confirms = new Confirms();
  private final List<String> answers = new ArrayList<>();

  private final class Noted implements Outgoing {
    private final long number;
    private boolean given;

    Noted(long number) {
      this.number = number;
    }

    @Override
    public String exchange() {
      return "e";
    }

    @Override
    public String routingKey() {
      return "k";
    }

    @Override
    public BasicProperties properties() {
      return new BasicProperties();
    }

    @Override
    public byte[] body() {
      return new byte[0];
    }

    @Override
    public boolean isAnswered() {
      return given;
    }

    @Override
    public void confirmed(boolean routed) {
      answers.add(number + (routed ? " stored" : " kept by nobody"));
    }

    @Override
    public void failed(EventBusException cause) {
      answers.add(number + " failed");
    }

    @Override
    public void unknown(EventBusException cause) {
      answers.add(number + " unknown");
    }
  }

  private void send(long... numbers) {
    for (long number : numbers) {
      assertThat(confirms.sending(number, new Noted(number), "id" + number)).isTrue();
    }
  }

  private void returned(long number) {
    returned("k", "id" + number);
  }

  private void returned(String routingKey, String id) {
    BasicProperties properties = new BasicProperties.Builder().messageId(id).build();
    confirms.handle(new Return(312, "NO_ROUTE", "e", routingKey, properties, new byte[0]));
  }

  @Test
  void one_confirmation_may_be_for_many() {
    send(1, 2, 3, 4);

    confirms.handleAck(2, false);
    confirms.handleAck(3, true);

    assertThat(answers).containsExactly("2 stored", "1 stored", "3 stored");
  }

  @Test
  void what_was_returned_is_told_apart_from_its_neighbours() {
    send(1, 2, 3);

    returned(2);
    confirms.handleAck(3, true);

    assertThat(answers).containsExactly("1 stored", "2 kept by nobody", "3 stored");
  }

  @Test
  void of_several_with_an_id_each_is_returned_once_and_in_order() {
    for (long number = 1; number <= 3; number++) {
      confirms.sending(number, new Noted(number), "again");
    }

    returned("k", "again");
    returned("k", "again");
    confirms.handleAck(3, true);

    assertThat(answers).containsExactly("1 kept by nobody", "2 kept by nobody", "3 stored");
  }

  @Test
  void what_is_returned_and_was_not_sent_here_is_nobodys() {
    send(1);

    returned("another key", "id1");
    returned("k", "another id");
    confirms.handleAck(1, false);
    returned("k", "id1");

    assertThat(answers).containsExactly("1 stored");
  }

  @Test
  void what_the_server_refuses_may_be_in_another_queue() {
    send(1, 2);

    confirms.handleNack(2, true);

    assertThat(answers).containsExactly("1 unknown", "2 unknown");
  }

  @Test
  void when_the_channel_ends_what_is_open_is_unknown_and_nothing_more_is_taken() {
    send(1, 2);
    confirms.handleAck(1, false);

    confirms.end(new BrokerException("lost"));
    confirms.end(new BrokerException("lost again"));
    confirms.handleAck(2, false);

    assertThat(answers).containsExactly("1 stored", "2 unknown");
    assertThat(confirms.sending(3, new Noted(3), "id3")).isFalse();
  }

  @Test
  void a_number_that_was_not_used_is_free_again() {
    send(1);

    assertThat(confirms.notSent(1)).isTrue();
    assertThat(confirms.notSent(1)).isFalse();
    send(1);
    confirms.handleAck(1, false);

    assertThat(answers).containsExactly("1 stored");
  }

  @Test
  void of_a_message_whose_sender_was_answered_nothing_is_kept_but_what_tells_it_from_others() {
    Noted first = new Noted(1);
    confirms.sending(1, first, "again");
    confirms.sending(2, new Noted(2), "again");

    first.given = true;
    confirms.forgetAnswered();
    returned("k", "again");
    confirms.handleAck(2, true);

    assertThat(answers).containsExactly("2 stored");
  }

  @Test
  void a_server_that_confirms_nothing_is_sent_no_more_than_a_number_of_messages() {
    long number = 0;
    while (!confirms.isFull()) {
      number++;
      confirms.sending(number, new Noted(number), null);
    }

    assertThat(number).isBetween(1_000L, 100_000L);
    confirms.handleAck(1, false);
    assertThat(confirms.isFull()).isFalse();
  }
}
