package io.busline.slf4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Attempt;
import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Interceptor;
import io.busline.Observer;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.memory.MemoryBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class MdcObserverTest {
  private final MemoryBroker broker = MemoryBroker.create();
  private final EventBus bus =
      EventBus.builder(broker).service("tests").observer(new MdcObserver()).connect();
  private final BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    bus.close();
    broker.close();
    MDC.clear();
  }

  private void see() {
    Map<String, String> context = MDC.getCopyOfContextMap();
    seen.add(context == null ? new HashMap<>() : context);
  }

  private Map<String, String> next() throws InterruptedException {
    Map<String, String> context = seen.poll(60, TimeUnit.SECONDS);
    assertThat(context).isNotNull();
    return context;
  }

  @Test
  void a_handler_logs_with_what_it_works_on() throws Exception {
    bus.subscription("g").on("order.placed", byte[].class, event -> see()).subscribe();

    bus.publish(Event.builder("order.placed", new byte[0]).id("7").subject("o-1"));

    assertThat(next())
        .isEqualTo(
            Map.of(
                "busline.type", "order.placed",
                "busline.id", "7",
                "busline.key", "o-1",
                "busline.group", "g",
                "busline.attempt", "1"));
  }

  @Test
  void a_batch_handler_logs_with_its_group() throws Exception {
    bus.subscription("g")
        .onBatch(EventDefinition.of("order.placed", byte[].class), 5, batch -> see())
        .subscribe();

    bus.publish("order.placed", new byte[0]);

    assertThat(next()).isEqualTo(Map.of("busline.group", "g"));
  }

  @Test
  void whatever_a_handler_does_to_the_context_the_next_finds_its_own() throws Exception {
    bus.broadcast()
        .on(
            "order.placed",
            byte[].class,
            event -> {
              see();
              MDC.clear();
              MDC.put("user", "someone");
            })
        .subscribe();

    bus.publish(Event.builder("order.placed", new byte[0]).id("1"));
    bus.publish(Event.builder("order.placed", new byte[0]).id("2"));

    assertThat(next()).containsEntry("busline.id", "1").doesNotContainKey("user");
    assertThat(next())
        .containsEntry("busline.id", "2")
        .doesNotContainKeys("user", "busline.key", "busline.group");
  }

  @Test
  void what_was_there_before_is_there_afterwards() {
    MDC.put("user", "someone");
    MDC.put("busline.id", "mine");
    Event<byte[]> event = Event.builder("a.b", new byte[0]).id("1").source("s").build();
    HandlingObservation handling =
        new MdcObserver()
            .handling(
                new Observer.Delivered(
                    "g", new Attempt(Optional.empty(), "a", 1), event, Map.of()));

    HandlingObservation.Scope scope = handling.open();
    MDC.remove("user");
    scope.close();

    assertThat(MDC.getCopyOfContextMap())
        .isEqualTo(Map.of("user", "someone", "busline.id", "mine"));
  }

  @Test
  void interceptors_are_within() throws Exception {
    Interceptor seeing =
        new Interceptor() {
          @Override
          public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
            see();
            next.proceed();
          }
        };
    try (EventBus other =
        EventBus.builder(broker)
            .service("others")
            .interceptor(seeing)
            .observer(new MdcObserver())
            .connect()) {
      other.subscription("o").on("order.placed", byte[].class, event -> {}).subscribe();
      other.publishAll(List.of(Event.builder("order.placed", new byte[0])));

      assertThat(next()).containsEntry("busline.group", "o");
    }
  }
}
