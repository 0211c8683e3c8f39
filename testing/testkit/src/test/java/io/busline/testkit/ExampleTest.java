package io.busline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The example in the package's description. */
class ExampleTest {
  @Test
  void a_failed_event_is_handled_again_after_half_a_minute() {
    try (TestBroker broker = TestBroker.create();
        EventBus bus = broker.connect("shipping")) {
      Recorder<byte[]> recorder = new Recorder<byte[]>().failNext(1);
      bus.subscription("shipping")
          .on("order.created", byte[].class, recorder)
          .retry(RetryPolicy.fixed(5, Duration.ofSeconds(30)))
          .subscribe();

      bus.publish("order.created", new byte[] {1});
      broker.advance(Duration.ofSeconds(30));

      assertThat(recorder.attempts()).isEqualTo(2);
      assertThat(recorder.events()).hasSize(1);
    }
  }
}
