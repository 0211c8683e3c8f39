package io.busline.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.logs.Warns;
import io.busline.memory.MemoryBroker;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BuslineObservationsTest {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final TestObservationRegistry registry = TestObservationRegistry.create();
  private final MemoryBroker broker = MemoryBroker.create();
  private final EventBus bus =
      EventBus.builder(broker)
          .service("tests")
          .observer(BuslineObservations.of(registry))
          .connect();

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  /** Does with a publish what a tracer does: it writes its context into the carrier. */
  private static final class Injecting implements ObservationHandler<PublishContext> {
    @Override
    public void onStart(PublishContext context) {
      context.getSetter().set(context.getCarrier(), "traceparent", TRACE);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return context instanceof PublishContext;
    }
  }

  @Test
  void a_publish_and_an_attempt_are_observed_with_keys_of_few_values() throws Exception {
    BlockingQueue<String> current = new LinkedBlockingQueue<>();
    bus.subscription("g")
        .on(
            "order.placed",
            byte[].class,
            event -> current.add(registry.getCurrentObservation().getContext().getName()))
        .subscribe();

    bus.publish("order.placed", new byte[0]);

    assertThat(current.poll(60, TimeUnit.SECONDS)).isEqualTo("busline.handle");
    bus.close();
    TestObservationRegistryAssert.assertThat(registry)
        .hasObservationWithNameEqualTo("busline.publish")
        .that()
        .hasContextualNameEqualTo("publish order")
        .hasLowCardinalityKeyValue("messaging.system", "busline.memory")
        .doesNotHaveLowCardinalityKeyValueWithKey("messaging.message.id")
        .hasBeenStopped();
    TestObservationRegistryAssert.assertThat(registry)
        .hasObservationWithNameEqualTo("busline.handle")
        .that()
        .hasContextualNameEqualTo("process order")
        .hasLowCardinalityKeyValue("busline.subscription", "g")
        .hasHighCardinalityKeyValue("busline.attempt", "1")
        .hasBeenStopped();
  }

  @Test
  void what_a_tracer_writes_travels_with_the_event() throws Exception {
    registry.observationConfig().observationHandler(new Injecting());
    BlockingQueue<Event<byte[]>> received = new LinkedBlockingQueue<>();
    bus.subscription("g").on("order.placed", byte[].class, received::add).subscribe();

    bus.publish("order.placed", new byte[0]);

    Event<byte[]> event = received.poll(60, TimeUnit.SECONDS);
    assertThat(event).isNotNull();
    assertThat(event.extensions()).containsEntry("traceparent", TRACE);
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts")
  void a_failure_is_the_observations_error() throws Exception {
    bus.subscription("g")
        .retry(RetryPolicy.none())
        .on(
            "order.placed",
            byte[].class,
            event -> {
              throw new IllegalStateException("no");
            })
        .subscribe();

    bus.publish("order.placed", new byte[0]);
    while (bus.deadLetters().list(DeadLetterQuery.all(), 1).isEmpty()) {
      Thread.onSpinWait();
    }
    bus.close();

    TestObservationRegistryAssert.assertThat(registry)
        .hasObservationWithNameEqualTo("busline.handle")
        .that()
        .hasError();
  }

  @SuppressWarnings("MustBeClosedChecker") // That is what is tested.
  @Test
  void a_scope_that_a_handler_leaves_open_is_not_the_next_ones_parent() throws Exception {
    BlockingQueue<Observation.ContextView> current = new LinkedBlockingQueue<>();
    bus.subscription("g")
        .on(
            "order.placed",
            byte[].class,
            event -> {
              current.add(registry.getCurrentObservation().getContextView());
              Observation.Scope leaked = Observation.start("leaked", registry).openScope();
              assertThat(leaked).isNotNull();
            })
        .subscribe();

    bus.publish("order.placed", new byte[0]);
    bus.publish("order.placed", new byte[0]);

    for (int i = 0; i < 2; i++) {
      Observation.ContextView context = current.poll(60, TimeUnit.SECONDS);
      assertThat(context).isNotNull();
      assertThat(context.getName()).isEqualTo("busline.handle");
      assertThat(context.getParentObservation()).isNull();
    }
  }

  @Test
  @Warns("further failures of it are logged at DEBUG")
  void a_handler_of_observations_that_throws_costs_no_event_and_is_logged_once() throws Exception {
    registry
        .observationConfig()
        .observationHandler(
            context -> {
              throw new IllegalStateException("injected into the registry");
            });
    BlockingQueue<Event<byte[]>> received = new LinkedBlockingQueue<>();
    bus.subscription("g").on("order.placed", byte[].class, received::add).subscribe();

    bus.publish("order.placed", new byte[0]);
    bus.publish("order.placed", new byte[0]);

    assertThat(received.poll(60, TimeUnit.SECONDS)).isNotNull();
    assertThat(received.poll(60, TimeUnit.SECONDS)).isNotNull();
  }
}
