package io.busline.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
  private static DeadLetter letter(EventBuilder<byte[]> event) {
    return new DeadLetter(
        "1",
        "billing",
        "order",
        event.id("1").source("shop").build(),
        DeadLetter.Reason.HANDLER_FAILED,
        "no",
        1,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static DeadLetter traced(String traceparent) {
    return letter(
        Event.builder("order.created", new byte[0]).extension("traceparent", traceparent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more"
      })
  void it_tells_the_trace_of_its_event(String traceparent) {
    assertThat(traced(traceparent).traceId()).contains("0af7651916cd43dd8448eb211c80319c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01"
      })
  void it_tells_no_trace_that_is_none(String traceparent) {
    assertThat(traced(traceparent).traceId()).isEmpty();
    assertThat(letter(Event.builder("order.created", new byte[0])).traceId()).isEmpty();
  }
}
