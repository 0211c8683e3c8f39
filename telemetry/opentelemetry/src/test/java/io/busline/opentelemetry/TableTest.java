package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.logs.MayWarn;
import io.busline.memory.MemoryBroker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares what is emitted with the tables in the guide. */
@MayWarn({"is a dead letter", "did not return in time", "closed with", "closed while event"})
class TableTest {
  private static final Guide GUIDE = Guide.read();
  private static final Collected COLLECTED = new Collected();

  private static Collection<MetricData> metrics;

  /** Does everything once that makes a span or counts. */
  @BeforeAll
  static void run() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    MemoryBroker broker = MemoryBroker.create();
    try (EventBus bus =
        EventBus.builder(broker)
            .service("tests")
            .publishTimeout(Duration.ofSeconds(5))
            .observer(OpenTelemetryObserver.of(COLLECTED.sdk))
            .connect()) {
      bus.subscription("g")
          .retry(RetryPolicy.fixed(2, Duration.ofMillis(1)))
          .on("order.placed", byte[].class, event -> fail())
          .onTransaction(
              "order.paid", byte[].class, (event, out) -> out.publish("stock.gone", new byte[0]))
          .subscribe();
      bus.subscription("b")
          .onBatch(
              EventDefinition.of("batch.made", byte[].class),
              10,
              b -> b.fail(b.events().get(0), new IllegalStateException()))
          .retry(RetryPolicy.none())
          .subscribe();
      bus.subscription("s")
          .handlerTimeout(Duration.ofMillis(100))
          .retry(RetryPolicy.none())
          .on("stuck.here", byte[].class, event -> uninterruptibly(stuck))
          .subscribe();
      bus.publish(Event.builder("order.placed", new byte[] {1}).subject("o-1"));
      bus.publish("order.paid", new byte[] {1});
      bus.publish("batch.made", new byte[] {1});
      bus.publish("stuck.here", new byte[] {1});
      broker.faults().loseConfirmations(1);
      var unused = bus.publishAsync("order.lost", new byte[0]).handle((r, e) -> r).join();
      COLLECTED.await("process order", 3);
      COLLECTED.await("process batch", 1);
      COLLECTED.await("process stuck", 1);
      while (bus.deadLetters().list(DeadLetterQuery.ofGroup("g"), 1).isEmpty()) {
        Thread.onSpinWait();
      }
      bus.deadLetters().redrive(DeadLetterQuery.ofGroup("g"), RedriveOptions.now());
      COLLECTED.await("redrive order", 1);
      COLLECTED.await("process order", 5);
      metrics = COLLECTED.metrics();
      stuck.countDown();
    } finally {
      broker.close();
    }
  }

  private static void fail() {
    throw new IllegalStateException("no");
  }

  private static void uninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // This is what is stuck about it.
      }
    }
  }

  @Test
  void the_guide_names_the_version_of_the_conventions() {
    assertThat(GUIDE.names(Conventions.VERSION)).isTrue();
    assertThat(COLLECTED.spans())
        .allMatch(s -> Conventions.SCHEMA.equals(s.getInstrumentationScopeInfo().getSchemaUrl()));
  }

  @Test
  void every_span_is_in_the_table() {
    Set<String> told =
        GUIDE
            .rows("Span")
            .map(row -> Guide.code(row[1]) + " " + Guide.code(row[3]))
            .collect(Collectors.toSet());

    assertThat(COLLECTED.spans().stream().map(TableTest::shape).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(told);
  }

  private static String shape(SpanData span) {
    String topic = span.getAttributes().get(Conventions.DESTINATION);
    return span.getName().replace(String.valueOf(topic), "{topic}")
        + " "
        + span.getAttributes().get(Conventions.OPERATION_TYPE);
  }

  @Test
  void every_attribute_of_a_span_is_in_the_table() {
    Map<String, Set<String>> emitted = new TreeMap<>();
    for (SpanData span : COLLECTED.spans()) {
      boolean batch = span.getAttributes().get(Conventions.BATCH_COUNT) != null;
      String kind = span.getName().startsWith("process") ? batch ? "batch" : "process" : "publish";
      Set<String> names = emitted.computeIfAbsent(kind, k -> new TreeSet<>());
      span.getAttributes().forEach((key, value) -> names.add(key.getKey()));
    }

    emitted.forEach(
        (kind, names) -> {
          Set<String> told = GUIDE.spanAttributes(kind);
          told.remove("messaging.kafka.message.key");
          assertThat(names).as(kind).isEqualTo(told);
        });
  }

  @Test
  void every_metric_is_in_the_table_with_its_unit() {
    Map<String, String> emitted =
        metrics.stream()
            .collect(
                Collectors.toMap(
                    MetricData::getName,
                    m -> kind(m.getType()) + " " + m.getUnit(),
                    (a, b) -> a,
                    TreeMap::new));

    assertThat(emitted).isEqualTo(GUIDE.units());
  }

  private static String kind(MetricDataType type) {
    return switch (type) {
      case HISTOGRAM -> "histogram";
      case LONG_SUM -> "counter";
      default -> "gauge";
    };
  }

  @Test
  void every_attribute_of_a_metric_is_in_the_table() {
    for (MetricData metric : metrics) {
      Set<String> emitted =
          metric.getData().getPoints().stream()
              .map(PointData::getAttributes)
              .flatMap(attributes -> attributes.asMap().keySet().stream())
              .map(AttributeKey::getKey)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(emitted).as(metric.getName()).isEqualTo(GUIDE.metricAttributes(metric.getName()));
    }
  }
}
