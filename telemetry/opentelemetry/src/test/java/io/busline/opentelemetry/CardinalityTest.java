package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.memory.MemoryBroker;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CardinalityTest {
  private static final int EVENTS = 10_000;

  private final Collected collected = new Collected();

  private int series() {
    return collected.metrics().stream()
        .filter(metric -> !metric.getName().startsWith("busline.subscription"))
        .mapToInt(CardinalityTest::points)
        .sum();
  }

  private static int points(MetricData metric) {
    return metric.getData().getPoints().size();
  }

  @Test
  void ten_thousand_keys_and_ids_add_no_series() throws Exception {
    CountDownLatch handled = new CountDownLatch(EVENTS + 1);
    try (MemoryBroker broker = MemoryBroker.create();
        EventBus bus =
            EventBus.builder(broker)
                .service("tests")
                .observer(OpenTelemetryObserver.of(collected.sdk))
                .connect()) {
      bus.subscription("g")
          .on("order.placed", byte[].class, event -> handled.countDown())
          .subscribe();
      bus.publish("order.placed", new byte[0]);
      collected.await("process order", 1);
      collected.await("publish order", 1);
      int before = series();

      List<Object> events = new ArrayList<>();
      for (int i = 0; i < EVENTS; i++) {
        events.add(Event.builder("order.placed", new byte[0]).id("id-" + i).subject("key-" + i));
      }
      bus.publishAll(events);

      assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(series()).isEqualTo(before);
    }
  }
}
