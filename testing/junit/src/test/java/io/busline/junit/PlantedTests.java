package io.busline.junit;

import static io.busline.junit.BuslineAssertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.Signal;
import io.busline.junit.Billing.OrderCreated;
import io.busline.junit.Billing.OrderPaid;
import io.busline.testkit.PublishedEvents;
import io.busline.testkit.Recorder;
import io.busline.testkit.TestBroker;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Classes for {@link BuslineExtensionTest} to run; by their names, Maven does not find them. */
final class PlantedTests {
  private PlantedTests() {}

  private static void fail(EventBus bus) {
    bus.subscription("billing.orders")
        .on(
            OrderCreated.class,
            event -> {
              throw new IllegalArgumentException("negative amount");
            })
        .retry(RetryPolicy.none())
        .subscribe();
    bus.publish(new OrderCreated("o-1", -1));
  }

  @BuslineTest
  static class LeavesThings {
    @Test
    void a_letter(EventBus bus) {
      fail(bus);
    }

    @Test
    @ExpectsDeadLetters
    void a_letter_that_is_expected(EventBus bus) {
      fail(bus);
    }

    @Test
    @ExpectsDeadLetters
    void no_letter_though_one_is_expected(EventBus bus) {
      new Billing(bus);
      bus.publish(new OrderCreated("o-1", 1));
    }

    @Test
    void a_bus(TestBroker broker) {
      EventBus bus = broker.connect("shop");
      bus.publish(new OrderCreated("o-1", 1));
    }

    @Test
    void the_injected_bus_closed(EventBus bus) {
      bus.close();
    }

    @Test
    void a_letter_and_fails_itself(EventBus bus) {
      fail(bus);
      throw new AssertionError("its own failure");
    }
  }

  @BuslineTest
  static class SeesOtherThings {
    @Test
    void published(EventBus bus) {
      bus.publish(new OrderCreated("o-1", 100));
      assertThat(bus).published(OrderPaid.class);
    }

    @Test
    void not_published(EventBus bus) {
      bus.publish(new OrderCreated("o-1", 100));
      assertThat(bus).notPublished(OrderCreated.class);
    }

    @Test
    void handled(EventBus bus) {
      fail(bus);
      assertThat(bus).handled(OrderCreated.class);
    }

    @Test
    void letters(EventBus bus) {
      fail(bus);
      assertThat(bus).noDeadLetters();
    }

    @Test
    void a_bus_of_another_broker() {
      try (EventBus bus = EventBus.connect("memory:elsewhere", "shop")) {
        assertThat(bus).noDeadLetters();
      }
    }
  }

  @BuslineTest
  static class AsksForTheImpossible {
    @Test
    void a_recorder_of_bytes(Recorder<byte[]> recorder) {}

    @Test
    void a_recorder_of_anything(Recorder<?> recorder) {}

    @Test
    void a_recorder_of_text(Recorder<String> recorder) {}
  }

  @BuslineTest
  static class ConnectsByItself {
    @Injected @MemoryUrl private String sameUrl;

    @Test
    void and_closes(@MemoryUrl String url) {
      try (EventBus bus = EventBus.connect(url, "billing")) {
        new Billing(bus);
        org.assertj.core.api.Assertions.assertThat(url)
            .startsWith("memory:ConnectsByItself.and_closes-")
            .isEqualTo(sameUrl);
      }
    }

    @Test
    void and_leaves_a_bus_open(@MemoryUrl String url) {
      EventBus.builder(url).withoutShutdownHook().connect().publish(new OrderCreated("o-1", 1));
    }

    @Test
    void and_leaves_a_letter(@MemoryUrl String url) throws Exception {
      CountDownLatch died = new CountDownLatch(1);
      try (EventBus bus =
          EventBus.builder(url)
              .service("billing")
              .listener(
                  signal -> {
                    if (signal instanceof Signal.DeadLettered) {
                      died.countDown();
                    }
                  })
              .connect()) {
        fail(bus);
        died.await();
      }
    }
  }

  @BuslineTest
  @TestInstance(Lifecycle.PER_CLASS)
  @Execution(ExecutionMode.CONCURRENT)
  static class SharesAField {
    @Injected private EventBus bus;

    @Test
    void passes() {
      org.assertj.core.api.Assertions.assertThat(bus).isNull();
    }
  }

  @BuslineTest
  static class AsksBeforeAll {
    @BeforeAll
    static void start(EventBus bus) {}

    @Test
    void passes() {}
  }

  @BuslineTest
  static class HasAFinalField {
    @Injected private final PublishedEvents published = null;

    @Test
    void passes() {
      org.assertj.core.api.Assertions.assertThat(published).isNull();
    }
  }

  @BuslineTest
  static class HasAFieldOfAnotherType {
    @Injected private String text;

    @Test
    void passes() {
      org.assertj.core.api.Assertions.assertThat(text).isNull();
    }
  }

  static class HasOptions {
    @RegisterExtension
    final BuslineExtension busline =
        BuslineExtension.forService("shop")
            .withOptions(builder -> builder.maxInFlight(7, 1_000_000));

    @Test
    void passes(EventBus bus, PublishedEvents published) {
      bus.publish(new OrderCreated("o-1", 1));
      org.assertj.core.api.Assertions.assertThat(published.all().get(0).source()).isEqualTo("shop");
      org.assertj.core.api.Assertions.assertThat(bus.explain()).contains("7 events");
    }
  }

  /** Run by several threads. */
  @BuslineTest
  static class RunsSideBySide {
    @org.junit.jupiter.api.RepeatedTest(40)
    void sees_its_own_events_only(EventBus bus, Recorder<OrderPaid> paid) {
      new Billing(bus);
      bus.publish(new OrderCreated("o-1", 1));
      assertThat(bus).published(OrderPaid.class).hasSize(1);
      org.assertj.core.api.Assertions.assertThat(paid.events()).hasSize(1);
    }
  }
}
