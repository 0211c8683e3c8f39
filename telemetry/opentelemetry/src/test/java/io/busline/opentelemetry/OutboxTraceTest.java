package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.memory.MemoryBroker;
import io.busline.outbox.Outbox;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The trace of a request goes through databases: what is published there is published later. */
class OutboxTraceTest {
  private final Collected collected = new Collected();
  private final MemoryBroker broker = MemoryBroker.create();
  private final EventBus bus =
      EventBus.builder(broker)
          .service("orders")
          .observer(OpenTelemetryObserver.of(collected.sdk))
          .connect();

  @TempDir private Path folder;

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  private Outbox outbox() {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl(
        "jdbc:sqlite:%s?busy_timeout=30000&journal_mode=WAL&transaction_mode=IMMEDIATE"
            .formatted(folder.resolve("orders.db")));
    return Outbox.builder(database, bus).idlePoll(Duration.ofMillis(50)).open();
  }

  @Test
  void opening_an_outbox_publishes_nothing() {
    try (Outbox outbox = outbox()) {
      assertThat(outbox).isNotNull();
      assertThat(collected.spans()).isEmpty();
    }
  }

  @Test
  void one_trace_goes_through_outbox_and_inbox_to_a_second_event() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (Outbox outbox = outbox()) {
      bus.subscription("billing")
          .retry(RetryPolicy.fixed(3, Duration.ofMillis(1)))
          .inbox(outbox)
          .on(
              "order.placed",
              byte[].class,
              (event, transaction) -> {
                transaction.publish("invoice.sent", event.data());
                if (attempts.incrementAndGet() == 1) {
                  throw new IllegalStateException("not yet");
                }
              })
          .subscribe();
      bus.subscription("mail").on("invoice.sent", byte[].class, event -> {}).subscribe();

      Span request = collected.tracer.spanBuilder("POST /orders").startSpan();
      try (Scope scope = Context.root().with(request).makeCurrent()) {
        outbox.inTransaction(transaction -> transaction.publish("order.placed", new byte[] {1}));
        assertThat(scope).isNotNull();
      } finally {
        request.end();
      }

      collected.await("process invoice", 1);
      List<SpanData> processes = collected.await("process order", 2);
      assertThat(collected.spans())
          .extracting(SpanData::getTraceId)
          .containsOnly(request.getSpanContext().getTraceId());
      assertThat(collected.named("publish order"))
          .extracting(span -> span.getAttributes().get(Conventions.OPERATION_TYPE))
          .containsExactly("create", "send");
      assertThat(creations("publish invoice"))
          .containsExactlyElementsOf(processes.stream().map(SpanData::getSpanId).toList());
    }
  }

  /** The parents of what was made in a transaction, whether that was committed or not. */
  private List<String> creations(String name) {
    return collected.named(name).stream()
        .filter(span -> "create".equals(span.getAttributes().get(Conventions.OPERATION_TYPE)))
        .map(SpanData::getParentSpanId)
        .toList();
  }
}
