package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.logs.Warns;
import io.busline.memory.MemoryBroker;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace from a request through publish, retry, dead letter and redrive to a second event. */
@Warns("is a dead letter (HANDLER_FAILED) after 2 attempts")
class OneTraceTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name =
      "trace" + ProcessHandle.current().pid() + "n" + NUMBER.incrementAndGet();
  private final String placed = name + ".placed";
  private final String shipped = name + ".shipped";

  @TempDir private Path folder;

  @Test
  void over_memory() {
    try (MemoryBroker broker = MemoryBroker.create()) {
      expectOneTrace(service -> EventBus.builder(broker).service(service));
    }
  }

  @Test
  void over_sqlite() {
    expectOneTrace("sqlite:" + folder.resolve("orders.db"));
  }

  @Test
  void over_postgresql() {
    int port = SharedServer.postgres(Release.CURRENT).port();
    expectOneTrace("postgres://postgres@127.0.0.1:%d/postgres?schema=%s".formatted(port, name));
  }

  @Test
  void over_jetstream() {
    expectOneTrace("jetstream://" + SharedServer.nats(Release.CURRENT).address());
  }

  @Test
  void over_rabbitmq() {
    expectOneTrace(
        "amqp://guest:guest@%s/?exchange=%s"
            .formatted(SharedServer.rabbit(Release.CURRENT).address(), name));
  }

  @Test
  void over_kafka() {
    expectOneTrace("kafka://" + SharedServer.kafka(Release.CURRENT).address());
  }

  private void expectOneTrace(String url) {
    expectOneTrace(service -> EventBus.builder(url).service(service));
  }

  private void expectOneTrace(Function<String, EventBusBuilder> bus) {
    Collected a = new Collected();
    Collected b = new Collected();
    AtomicInteger attempts = new AtomicInteger();
    try (EventBus shop = bus.apply("shop").observer(OpenTelemetryObserver.of(a.sdk)).connect();
        EventBus store = bus.apply("store").observer(OpenTelemetryObserver.of(b.sdk)).connect()) {
      store
          .subscription(name + "-store")
          .retry(RetryPolicy.fixed(2, Duration.ofMillis(50)))
          .on(
              placed,
              byte[].class,
              event -> {
                if (attempts.incrementAndGet() <= 2) {
                  throw new IllegalStateException("no stock");
                }
                store.publish(shipped, event.data());
              })
          .subscribe();
      shop.subscription(name + "-shop").on(shipped, byte[].class, event -> {}).subscribe();

      Span request = a.tracer.spanBuilder("POST /orders").startSpan();
      Context.root().with(request).wrap(() -> publish(shop)).run();
      request.end();
      b.await("process " + name, 2);
      DeadLetter letter = letter(store);
      assertThat(letter.traceId()).contains(request.getSpanContext().getTraceId());
      shop.deadLetters().redrive(DeadLetterQuery.ofId(letter.id()), RedriveOptions.now());
      SpanData back = a.await("process " + name, 1).get(0);

      SpanData publish = a.await("publish " + name, 1).get(0);
      SpanData redrive = a.await("redrive " + name, 1).get(0);
      List<SpanData> processes = b.await("process " + name, 3);
      SpanData second = b.await("publish " + name, 1).get(0);
      assertThat(List.of(publish, redrive, second, back)).allSatisfy(s -> isPartOf(request, s));
      assertThat(processes).allSatisfy(span -> isPartOf(request, span));
      assertThat(publish.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
      assertThat(processes.get(0).getParentSpanId()).isEqualTo(publish.getSpanId());
      assertThat(processes.get(1).getParentSpanId()).isEqualTo(publish.getSpanId());
      assertThat(second.getParentSpanId()).isEqualTo(processes.get(2).getSpanId());
      assertThat(back.getParentSpanId()).isEqualTo(second.getSpanId());
      assertThat(processes.stream().map(s -> s.getAttributes().get(Conventions.ATTEMPT)))
          .containsExactly(1L, 2L, 1L);
    }
  }

  private void publish(EventBus bus) {
    bus.publish(placed, new byte[] {1});
  }

  private static void isPartOf(Span request, SpanData span) {
    assertThat(span.getTraceId())
        .as("trace of %s", span.getName())
        .isEqualTo(request.getSpanContext().getTraceId());
  }

  private DeadLetter letter(EventBus bus) {
    DeadLetterQuery query = DeadLetterQuery.ofGroup(name + "-store");
    List<DeadLetter> letters = bus.deadLetters().list(query, 1);
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (letters.isEmpty() && System.nanoTime() < deadline) {
      letters = bus.deadLetters().list(query, 1);
    }
    return letters.get(0);
  }
}
