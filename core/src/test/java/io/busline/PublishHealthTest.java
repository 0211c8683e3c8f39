package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Health.Status;
import io.busline.logs.Warns;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What health says of a broker that confirms nothing, until it confirms again. */
class PublishHealthTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final TestBus test = TestBus.inVirtualTime();
  private final LateBroker late = new LateBroker(test.broker);
  private final EventBus bus =
      EventBus.builder(late)
          .service("tests")
          .codec(new TextCodec())
          .time(test.time)
          .publishTimeout(TIMEOUT)
          .listener(test.signals::add)
          .connect();

  @AfterEach
  void close() {
    late.answer();
    bus.close();
    test.close();
  }

  @Test
  @Warns("1 events wait for the broker's confirmation, the first for 3s")
  void a_publish_without_an_answer_shows_long_before_its_deadline() {
    publishUntilDeadline();

    var unused = bus.publishAsync("order.created", "y");
    late.answer();

    assertThat(bus.health().status()).isEqualTo(Status.UP);
  }

  @Test
  @Warns("1 events wait for the broker's confirmation, the first for 3s")
  void an_answer_that_comes_after_the_deadline_shows_that_the_broker_confirms_again() {
    publishUntilDeadline();

    assertThat(late.answer()).isOne();

    assertThat(bus.health().status()).isEqualTo(Status.UP);
  }

  private void publishUntilDeadline() {
    var unused = bus.publishAsync("order.created", "x");
    assertThat(bus.health().status()).isEqualTo(Status.UP);

    test.time.advance(Duration.ofSeconds(3));

    assertThat(bus.health().status()).isEqualTo(Status.DEGRADED);
    assertThat(bus.health().problems()).singleElement().asString().contains("1 events wait", "3s");
    test.until(() -> !test.all(Signal.HealthChanged.class).isEmpty(), "it is told");
    test.time.advance(TIMEOUT);
    test.await(Signal.NotPublished.class);
    assertThat(bus.health().status()).isEqualTo(Status.DEGRADED);
  }
}
