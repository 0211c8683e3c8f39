package io.busline.cloudevents;

import static io.busline.cloudevents.Headers.FALLBACK;
import static io.busline.cloudevents.Headers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import org.junit.jupiter.api.Test;

/** The event of a dead letter whose message was not a valid event. */
class SalvageTest {

  @Test
  void valid_attributes_are_kept_and_invalid_ones_dropped() {
    var event =
        HeaderBinding.NATS
            .reader()
            .header("ce-specversion", "1.0")
            .header("ce-type", "order.shipped")
            .header("ce-id", "x".repeat(10_000))
            .header("ce-source", "shop")
            .header("ce-subject", "%")
            .header("ce-time", "lunchtime")
            .header("ce-attempt", "3")
            .header("ce-Upper_case", "x")
            .header("ce-datacontenttype", "application/json")
            .salvage(bytes("{}"), FALLBACK);

    assertThat(event)
        .isEqualTo(
            Event.builder("order.shipped", bytes("{}"))
                .id("stream-17")
                .source("shop")
                .dataContentType("application/json")
                .extension("attempt", "3")
                .build());
  }

  @Test
  void a_document_that_cannot_be_read_keeps_its_content_type() {
    var event =
        HeaderBinding.AMQP
            .reader()
            .contentType("application/cloudevents+json")
            .salvage(bytes("{"), FALLBACK);

    assertThat(event.dataContentType()).contains("application/cloudevents+json");
    assertThat(event.data()).isEqualTo(bytes("{"));
    assertThat(event.type()).isEqualTo("order.created");
  }

  @Test
  void it_has_room_in_headers_even_if_attributes_and_fallback_together_have_not() {
    EnvelopeReader reader =
        HeaderBinding.KAFKA
            .reader()
            .header("ce_long", "x".repeat(HeaderBinding.MAX_CHARACTERS - 7));

    assertThatThrownBy(() -> reader.read(bytes("x"), FALLBACK, Headers.NO_FORMAT))
        .isInstanceOf(DecodingException.class);
    assertThat(Headers.written(HeaderBinding.KAFKA, reader.salvage(bytes("x"), FALLBACK)))
        .containsEntry("ce_type", FALLBACK.type());
  }

  @Test
  void it_ends_in_an_event_even_if_nothing_is_valid() {
    var event =
        HeaderBinding.KAFKA
            .reader()
            .header("ce_type", "..")
            .header("ce_id", "\u0000")
            .salvage(bytes("x"), Headers.fallback("my orders", "", " "));

    assertThat(event)
        .isEqualTo(Event.builder("unknown", bytes("x")).id("unknown").source("unknown").build());
  }
}
