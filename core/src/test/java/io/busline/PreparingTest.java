package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.BusClosedException;
import io.busline.error.EncodingException;
import io.busline.error.InvalidEventException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreparingTest {
  private final TestBus test = TestBus.inVirtualTime();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void a_prepared_event_is_as_it_would_travel_and_nothing_is_published() {
    PreparedEvent prepared = test.bus.prepare(new Sample("k-1", "hello"));

    assertThat(prepared.topic()).isEqualTo("sample");
    assertThat(prepared.event().type()).isEqualTo("sample.taken");
    assertThat(prepared.event().key()).contains("k-1");
    assertThat(prepared.event().source()).isEqualTo("tests");
    assertThat(prepared.event().id()).hasSize(36);
    assertThat(prepared.event().dataContentType()).isPresent();
    assertThat(new String(prepared.event().data(), StandardCharsets.UTF_8)).isEqualTo("k-1:hello");
    assertThat(test.bus.topics()).isEmpty();
  }

  @Test
  void a_type_and_its_data_are_prepared_too() {
    assertThat(test.bus.prepare("order.created", "x").event().type()).isEqualTo("order.created");
  }

  @Test
  void another_bus_publishes_it_as_it_is_and_to_its_topic() throws Exception {
    PreparedEvent prepared =
        new PreparedEvent("elsewhere", test.bus.prepare(new Sample("k-1", "hello")).event());
    AtomicInteger intercepted = new AtomicInteger();
    test.bus.subscription("g").onPattern(">", String.class, test.received::add).subscribe();
    try (EventBus other =
        test.builder("others")
            .time(test.time)
            .interceptor(
                new Interceptor() {
                  @Override
                  public Event<?> publishing(Event<?> event) {
                    intercepted.incrementAndGet();
                    return event;
                  }
                })
            .connect()) {
      Receipt receipt = other.publish(prepared);

      assertThat(receipt.topic()).isEqualTo("elsewhere");
      assertThat(other.publish(prepared).isDuplicate()).isTrue();
    }

    Event<String> received = test.next();
    assertThat(received.id()).isEqualTo(prepared.event().id());
    assertThat(received.source()).isEqualTo("tests");
    assertThat(intercepted).hasValue(0);
  }

  @Test
  void what_prepares_a_prepared_event_changes_nothing() {
    PreparedEvent prepared = test.bus.prepare("order.created", "x");

    assertThat(test.bus.prepare(prepared)).isSameAs(prepared);
  }

  @Test
  void what_could_not_be_published_is_refused_in_the_same_words() {
    byte[] large = new byte[64 * 1024 * 1024];

    assertThatThrownBy(() -> test.bus.prepare("order.created", large))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("Publish a reference to large data");
    assertThatThrownBy(() -> test.bus.prepare("order.created", 7))
        .isInstanceOf(EncodingException.class);
    assertThatThrownBy(
            () ->
                new PreparedEvent(
                    "no topic", Event.builder("a.b", new byte[0]).id("1").source("x").build()))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void what_an_interceptor_throws_is_the_cause() {
    try (EventBus bus =
        test.builder("others")
            .time(test.time)
            .interceptor(
                new Interceptor() {
                  @Override
                  public Event<?> publishing(Event<?> event) {
                    throw new IllegalStateException("no");
                  }
                })
            .connect()) {
      assertThatThrownBy(() -> bus.prepare("order.created", "x"))
          .isInstanceOf(PublishFailedException.class)
          .hasRootCauseMessage("no");
    }
  }

  @Test
  void a_closed_bus_prepares_nothing() {
    test.bus.close();

    assertThatThrownBy(() -> test.bus.prepare("order.created", "x"))
        .isInstanceOf(BusClosedException.class);
  }
}
