package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.logs.Warns;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservingTest {
  private final TestBus test = TestBus.inVirtualTime();
  private final List<String> steps = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    test.close();
  }

  private Interceptor tracing(String name) {
    return new Interceptor() {
      @Override
      public Event<?> publishing(Event<?> event) {
        steps.add(name + " publishing");
        return event.toBuilder().extension("via", name).build();
      }

      @Override
      public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
        steps.add(name + " before " + attempt.number());
        next.proceed();
        steps.add(name + " after");
      }
    };
  }

  @Test
  void interceptors_nest_in_the_order_in_which_they_were_added() throws Exception {
    try (EventBus bus =
        test.builder("traced")
            .interceptor(tracing("outer"))
            .interceptor(tracing("inner"))
            .connect()) {
      bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();

      bus.publish("order.created", "x");

      assertThat(test.next().extensions()).containsEntry("via", "inner");
      test.until(() -> steps.size() == 6, "six steps");
      assertThat(steps)
          .containsExactly(
              "outer publishing",
              "inner publishing",
              "outer before 1",
              "inner before 1",
              "inner after",
              "outer after");
    }
  }

  @Test
  @Warns("is a dead letter (HANDLER_FAILED) after 1 attempts: java.lang.SecurityException: no")
  void an_interceptor_that_throws_fails_the_event_and_one_that_stops_acknowledges_it()
      throws Exception {
    Interceptor guard =
        new Interceptor() {
          @Override
          public void handling(Event<?> event, Attempt attempt, Next next) throws Exception {
            if (event.data().equals("forbidden")) {
              throw new SecurityException("no");
            }
            if (!event.data().equals("ignored")) {
              next.proceed();
            }
          }
        };
    try (EventBus bus = test.builder("guarded").interceptor(guard).connect()) {
      bus.subscription("g")
          .on("order.created", String.class, test.received::add)
          .retry(RetryPolicy.none())
          .subscribe();

      bus.publish("order.created", "forbidden");
      bus.publish("order.created", "ignored");
      bus.publish("order.created", "fine");

      assertThat(test.next().data()).isEqualTo("fine");
      assertThat(test.await(Signal.DeadLettered.class).letter().cause()).contains("no");
    }
  }

  @Test
  @Warns({"the listener failed on Published", "the listener failed on Handled"})
  @Warns(value = "the listener failed on StateChanged", times = 2)
  void the_listener_hears_of_every_step_and_its_failures_change_nothing() throws Exception {
    List<Signal> heard = new CopyOnWriteArrayList<>();
    try (EventBus bus =
        test.builder("heard")
            .listener(
                signal -> {
                  heard.add(signal);
                  throw new IllegalStateException("the listener is broken");
                })
            .connect()) {
      bus.subscription("g").on("order.created", String.class, test.received::add).subscribe();

      bus.publish("order.created", "x");
      test.next();

      test.until(() -> heard.size() >= 2, "published and handled");
      assertThat(heard)
          .anyMatch(s -> s instanceof Signal.Published p && p.receipt().topic().equals("order"));
      assertThat(heard)
          .anyMatch(
              s ->
                  s instanceof Signal.Handled h
                      && h.subscription().equals("g")
                      && h.attempt() == 1);
    }
  }
}
