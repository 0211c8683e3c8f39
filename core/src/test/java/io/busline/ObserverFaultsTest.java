package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.logs.Warns;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserverFaultsTest {
  private final TestBus test = TestBus.inRealTime();

  @AfterEach
  void close() {
    test.close();
  }

  private void expectTraffic(Observer observer, int events) throws InterruptedException {
    try (EventBus bus = test.builder("observed").observer(observer).connect()) {
      bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();
      for (int i = 0; i < events; i++) {
        bus.publish("order.created", "event " + i);
      }
      for (int i = 0; i < events; i++) {
        assertThat(test.next().data()).isEqualTo("event " + i);
      }
    }
  }

  /** Throws wherever it can. */
  private static final class Throwing implements Observer, PublishObservation, HandlingObservation {
    private static RuntimeException fault() {
      return new IllegalStateException("the registry is closed");
    }

    @Override
    public void connected(EventBus bus, String broker) {
      throw fault();
    }

    @Override
    public PublishObservation publishing(Publish publish) {
      return this;
    }

    @Override
    public Map<String, String> headers() {
      throw fault();
    }

    @Override
    public Map<String, String> attributes(Event<?> event) {
      throw fault();
    }

    @Override
    public HandlingObservation handling(Delivered delivered) {
      return this;
    }

    @Override
    public Scope open() {
      return () -> {
        throw fault();
      };
    }

    @Override
    public void ended(PublishEnd end) {
      throw fault();
    }

    @Override
    public void ended(AttemptEnd end) {
      throw new StackOverflowError();
    }

    @Override
    public void onSignal(Signal signal) {
      throw fault();
    }

    @Override
    public void closed() {
      throw fault();
    }
  }

  @Test
  @Warns("What it watches goes on; further failures of it are logged at DEBUG")
  void an_observer_that_throws_costs_no_event_and_is_logged_once() throws Exception {
    expectTraffic(new Throwing(), 3);
  }

  @Test
  @Warns("holds up a thread that publishes or handles")
  void an_observer_that_blocks_is_interrupted_and_left_out() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Observer blocking =
        new Observer() {
          @Override
          public PublishObservation publishing(Publish publish) {
            asked.incrementAndGet();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return new PublishObservation() {};
          }
        };

    expectTraffic(blocking, 5);

    assertThat(asked).hasValue(1);
  }

  @Test
  void an_observer_whose_own_thread_blocks_holds_up_no_event() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Observer stuck =
        new Observer() {
          @Override
          public HandlingObservation handling(Delivered delivered) {
            return new HandlingObservation() {
              @Override
              public void ended(AttemptEnd end) {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
            };
          }
        };

    expectTraffic(stuck, 50);

    release.countDown();
  }

  @Test
  void headers_that_are_none_are_left_out() {
    assertThat(
            CarriedContext.headers(
                Map.of(
                    "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "ce-id", "1",
                    "baggage", "x".repeat(8193),
                    "tracestate", "a=b\r\nX: y")))
        .containsOnlyKeys("traceparent");
  }

  @Test
  void each_observer_has_its_own_faults() throws Exception {
    RecordingObserver good = new RecordingObserver(Map.of());
    RecordingObserver other = new RecordingObserver(Map.of());
    try (EventBus bus = test.builder("observed").observer(good).observer(other).connect()) {
      bus.publishAll(List.of("a").stream().map(d -> Event.builder("order.created", d)).toList());
    }
    assertThat(good.published).hasSize(1);
    assertThat(other.published).hasSize(1);
  }
}
