package io.busline.opentelemetry;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that runs with OpenTelemetry's agent: a request, a retry, and a second event. */
final class AgentProgram {
  private AgentProgram() {}

  /** Takes the bus' URL, and what to call the types and groups. */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[1];
    OpenTelemetry agents = GlobalOpenTelemetry.get();
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch shipped = new CountDownLatch(1);
    try (EventBus bus =
        EventBus.builder(arguments[0])
            .service(name)
            .observer(OpenTelemetryObserver.of(agents))
            .connect()) {
      bus.subscription(name + "-store")
          .retry(RetryPolicy.fixed(2, Duration.ofMillis(50)))
          .on(
              name + ".placed",
              byte[].class,
              event -> {
                if (attempts.incrementAndGet() == 1) {
                  throw new IllegalStateException("no stock");
                }
                bus.publish(name + ".shipped", event.data());
              })
          .subscribe();
      bus.subscription(name + "-shop")
          .on(name + ".shipped", byte[].class, event -> shipped.countDown())
          .subscribe();
      Span request = agents.getTracer("tests").spanBuilder("request").startSpan();
      Context.root().with(request).wrap(() -> bus.publish(name + ".placed", new byte[] {1})).call();
      request.end();
      if (!shipped.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing was shipped");
      }
    }
  }
}
