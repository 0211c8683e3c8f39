package io.busline.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A message of somebody who knows neither Busline nor CloudEvents, but traces. */
class ForeignMessageTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Collected collected = new Collected();

  @SuppressWarnings("try") // The client's connection may be interrupted as it closes.
  @Test
  void a_message_with_the_brokers_header_alone_goes_on_with_its_trace() throws Exception {
    String server = SharedServer.nats(Release.CURRENT).address();
    String topic = "foreign" + ProcessHandle.current().pid();
    BlockingQueue<Event<byte[]>> received = new LinkedBlockingQueue<>();
    try (EventBus bus =
            EventBus.builder("nats://" + server)
                .service("tests")
                .observer(OpenTelemetryObserver.of(collected.sdk))
                .connect();
        Connection client = Nats.connect("nats://" + server)) {
      bus.broadcast().on(topic + ".placed", byte[].class, received::add).subscribe();

      client.publish(
          topic + ".placed",
          new Headers().put("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01"),
          new byte[] {1});

      Event<byte[]> event = received.poll(60, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
      assertThat(event.extensions()).isEmpty();
      SpanData process = collected.await("process " + topic, 1).get(0);
      assertThat(process.getTraceId()).isEqualTo(TRACE);
      assertThat(process.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    }
  }
}
