package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.busline.error.EventBusException;
import io.busline.rabbitmq.Unanswered.Sent;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whoever is sent under a number is found under it, however long it takes. */
class UnansweredTest {
  private final Unanswered unanswered = new Unanswered();

  private record Silent() implements Outgoing {
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
      return false;
    }

    @Override
    public void confirmed(boolean routed) {}

    @Override
    public void failed(EventBusException cause) {}

    @Override
    public void unknown(EventBusException cause) {}
  }

  private void send(long from, long through) {
    LongStream.rangeClosed(from, through)
        .forEach(number -> unanswered.add(new Sent(number, new Silent(), null)));
  }

  private List<Long> removeThrough(long number) {
    return unanswered.removeThrough(number).stream().map(sent -> sent.number).toList();
  }

  @Test
  void what_was_sent_is_taken_out_one_by_one_or_in_order() {
    send(1, 5);

    assertThat(unanswered.remove(3)).isNotNull();
    assertThat(unanswered.remove(3)).isNull();
    assertThat(unanswered.remove(6)).isNull();
    assertThat(removeThrough(4)).containsExactly(1L, 2L, 4L);
    assertThat(unanswered.size()).isEqualTo(1);
  }

  @Test
  void a_number_that_was_not_used_is_used_again() {
    send(1, 1);
    unanswered.remove(1);
    send(1, 2);

    assertThat(removeThrough(2)).containsExactly(1L, 2L);
  }

  @Test
  void one_that_is_not_answered_for_long_does_not_make_the_others_need_room() {
    send(1, 2);
    for (long number = 3; number <= 3L * Unanswered.MOST; number++) {
      send(number, number);
      assertThat(unanswered.remove(number)).isNotNull();
    }

    assertThat(unanswered.size()).isEqualTo(2);
    assertThat(unanswered.all()).extracting(sent -> sent.number).containsExactly(1L, 2L);
    assertThat(unanswered.remove(2)).isNotNull();
    assertThat(removeThrough(Long.MAX_VALUE)).containsExactly(1L);
    assertThat(unanswered.size()).isZero();
  }
}
