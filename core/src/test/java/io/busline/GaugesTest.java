package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.logs.Warns;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GaugesTest {
  private final TestBus test = TestBus.inVirtualTime();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void a_subscription_tells_how_much_it_holds_and_how_old_the_oldest_is() {
    CountDownLatch release = new CountDownLatch(1);
    Subscription subscription =
        test.bus
            .subscription("g")
            .on("order.created", String.class, event -> release.await())
            .subscribe();
    assertThat(subscription.oldestAge()).contains(Duration.ZERO);
    assertThat(subscription.inFlight()).isZero();

    test.bus.publish(Event.builder("order.created", "a").time(test.time.now().minusSeconds(90)));
    test.bus.publish(Event.builder("order.created", "b"));
    test.until(() -> subscription.inFlight() == 2, "two events held");

    assertThat(subscription.oldestAge()).contains(Duration.ofSeconds(90));
    release.countDown();
    test.until(() -> subscription.inFlight() == 0, "nothing held");
    subscription.close();
    assertThat(subscription.oldestAge()).isEmpty();
  }

  @Test
  @Warns("closed with 1 publishes unconfirmed")
  void a_bus_tells_its_subscriptions_and_what_is_unconfirmed() {
    Subscription subscription =
        test.bus.subscription("g").on("order.created", String.class, event -> {}).subscribe();
    assertThat(test.bus.subscriptions()).containsExactly(subscription);
    assertThat(test.bus.unconfirmed()).isEqualTo(new Unconfirmed(0, 0));

    test.broker.faults().withholdAnswers(1);
    var unanswered = test.bus.publishAsync("order.created", "four");
    assertThat(test.bus.unconfirmed()).isEqualTo(new Unconfirmed(1, 4));
    assertThat(unanswered).isNotDone();
  }
}
