package io.busline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.event.Event;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private final EventBus bus = EventBus.connect("memory:recorder", "shipping");
  private final Recorder<byte[]> recorder = new Recorder<>();

  @AfterEach
  void close() {
    recorder.release();
    bus.close();
  }

  @Test
  void it_keeps_what_it_receives() {
    bus.subscribe("order.created", byte[].class, recorder);

    bus.publish(Event.builder("order.created", new byte[] {1}).id("e-1"));

    assertThat(recorder.awaitCount(1)).extracting(Event::id).containsExactly("e-1");
    assertThat(recorder.data()).containsExactly(new byte[] {1});
  }

  @Test
  void it_fails_as_often_as_told() {
    bus.subscription("orders")
        .on("order.created", byte[].class, recorder.failNext(2))
        .retry(RetryPolicy.fixed(3, Duration.ofMillis(1)))
        .subscribe();

    bus.publish("order.created", new byte[] {1});

    recorder.awaitCount(1);
    assertThat(recorder.attempts()).isEqualTo(3);
  }

  @Test
  void it_holds_up_what_comes_until_it_is_released() {
    bus.subscribe("order.created", byte[].class, recorder.hold());
    bus.publish("order.created", new byte[] {1});

    assertThatThrownBy(() -> recorder.awaitCount(1, Duration.ofMillis(50)))
        .isInstanceOf(AssertionError.class);
    recorder.release();

    assertThat(recorder.awaitCount(1)).hasSize(1);
  }

  @Test
  void waiting_in_vain_tells_what_came_instead() {
    bus.subscribe("order.created", byte[].class, recorder);
    bus.publish(Event.builder("order.created", new byte[] {1}).id("e-1"));
    recorder.awaitCount(1);

    assertThatThrownBy(() -> recorder.awaitCount(2, Duration.ofMillis(10)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected 2 events within PT0.01S")
        .hasMessageContaining("1 attempts")
        .hasMessageContaining("e-1");
  }
}
