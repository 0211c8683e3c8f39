package io.busline.cloudevents;

import static io.busline.cloudevents.Headers.FALLBACK;
import static io.busline.cloudevents.Headers.NO_FORMAT;
import static io.busline.cloudevents.Headers.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is a whole event, and headers that repeat or contradict it. */
class StructuredModeTest {
  private static final Event<byte[]> EVENT =
      Event.builder("order.created", bytes("{}"))
          .id("1")
          .source("shop")
          .time(Instant.parse("2026-01-31T12:00:00Z"))
          .extension("attempt", "3")
          .build();

  private static Event<byte[]> read(EnvelopeReader reader) {
    return reader.read(bytes("document"), FALLBACK, (mediaType, document) -> EVENT);
  }

  @ParameterizedTest
  @CsvSource({
    "application/cloudevents+json, application/cloudevents+json",
    "application/cloudevents+json; charset=UTF-8, application/cloudevents+json",
    "APPLICATION/CloudEvents+JSON ;charset=utf-8, application/cloudevents+json",
    "application/cloudevents, application/cloudevents+json",
    "application/cloudevents+avro, application/cloudevents+avro"
  })
  void the_content_type_tells_that_the_body_is_an_event(String contentType, String mediaType) {
    StructuredMode structured =
        (type, document) -> {
          assertThat(type).isEqualTo(mediaType);
          assertThat(document).isEqualTo(bytes("document"));
          return EVENT;
        };

    assertThat(
            HeaderBinding.KAFKA
                .reader()
                .header("content-type", contentType)
                .read(bytes("document"), FALLBACK, structured))
        .isSameAs(EVENT);
    assertThat(
            HeaderBinding.AMQP
                .reader()
                .contentType(contentType)
                .read(bytes("document"), FALLBACK, structured))
        .isSameAs(EVENT);
  }

  @Test
  void the_content_type_comes_before_the_specversion() {
    var reader =
        HeaderBinding.NATS
            .reader()
            .header("Content-Type", "application/cloudevents+json")
            .header("ce-specversion", "1.0");

    assertThat(read(reader)).isSameAs(EVENT);
  }

  @Test
  void headers_may_repeat_the_body() {
    var reader =
        HeaderBinding.KAFKA
            .reader()
            .header("content-type", "application/cloudevents+json")
            .header("ce_id", "1")
            .header("ce_time", "2026-01-31T13:00:00+01:00")
            .header("ce_attempt", "3")
            .header("ce_addedbyaproxy", "x");

    assertThat(read(reader)).isSameAs(EVENT);
  }

  @ParameterizedTest
  @CsvSource({
    "ce_id, 2",
    "ce_source, other",
    "ce_type, order.shipped",
    "ce_subject, o-1",
    "ce_time, 2026-01-31T12:00:01Z",
    "ce_time, lunchtime",
    "ce_attempt, 4"
  })
  void headers_may_not_contradict_the_body(String header, String value) {
    var reader =
        HeaderBinding.KAFKA
            .reader()
            .header("content-type", "application/cloudevents+json")
            .header(header, value);

    assertThatThrownBy(() -> read(reader))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining(header.substring(3));
  }

  @Test
  void attributes_that_no_headers_could_hold_are_refused_and_can_be_buried() {
    EventBuilder<byte[]> builder = EVENT.toBuilder();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      builder = builder.extension(name, "x".repeat(14_000));
    }
    Event<byte[]> large = builder.build();
    EnvelopeReader reader =
        HeaderBinding.KAFKA.reader().header("content-type", "application/cloudevents+json");

    assertThatThrownBy(() -> reader.read(bytes("document"), FALLBACK, (type, body) -> large))
        .isInstanceOf(DecodingException.class)
        .hasMessage("message has attributes of more than 65536 characters");
    assertThat(Headers.written(HeaderBinding.KAFKA, reader.salvage(bytes("document"), FALLBACK)))
        .containsEntry("ce_id", FALLBACK.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/cloudevents-batch+json", "Application/CloudEvents-Batch+json; a=b"})
  void a_batch_is_refused(String contentType) {
    var reader = HeaderBinding.AMQP.reader().contentType(contentType);

    assertThatThrownBy(() -> read(reader))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("batch of events");
  }

  @Test
  void a_format_that_nobody_knows_is_refused() {
    var reader = HeaderBinding.AMQP.reader().contentType("application/cloudevents+avro");

    assertThatThrownBy(() -> reader.read(bytes(""), FALLBACK, NO_FORMAT))
        .isInstanceOf(DecodingException.class)
        .hasMessage("no format reads application/cloudevents+avro");
  }

  @ParameterizedTest
  @CsvSource({"NATS, ce-id", "HTTP, ce-id", "KAFKA, ce_id"})
  void an_event_whose_data_is_an_event_is_written_in_structured_mode_with_copies_of_attributes(
      HeaderBinding binding, String id) {
    Map<String, String> headers = new HashMap<>();

    binding.write(EVENT.withContentType("application/cloudevents+json"), headers::put);

    assertThat(headers)
        .containsEntry("content-type", "application/cloudevents+json")
        .containsEntry(id, "1")
        .doesNotContainKey("ce-datacontenttype");
    EnvelopeReader reader = binding.reader();
    headers.forEach(reader::header);
    assertThat(read(reader)).isSameAs(EVENT);
  }
}
