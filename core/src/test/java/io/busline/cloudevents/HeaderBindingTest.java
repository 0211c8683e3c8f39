package io.busline.cloudevents;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.EncodingException;
import io.busline.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The headers of each binding, as another implementation expects to find them. */
class HeaderBindingTest {
  private static final Event<byte[]> EVENT =
      Event.builder("order.created", Headers.bytes("{}"))
          .id("a 1")
          .source("/sh\u00F6p")
          .subject("100%")
          .time(Instant.parse("2026-01-31T12:00:00.250Z"))
          .dataContentType("application/json; charset=utf-8")
          .dataSchema("https://example.com/s?a=1")
          .extension("comment", "say \"hi\"")
          .extension("attempt", "3")
          .build();

  private static final Event<byte[]> MINIMAL =
      Event.builder("order.created", new byte[0]).id("1").source("shop").build();

  @Test
  void nats_headers_are_percent_encoded_and_the_content_type_is_one_of_them() {
    assertThat(Headers.written(HeaderBinding.NATS, EVENT))
        .containsExactly(
            entry("ce-specversion", "1.0"),
            entry("ce-id", "a%201"),
            entry("ce-source", "/sh%C3%B6p"),
            entry("ce-type", "order.created"),
            entry("ce-subject", "100%25"),
            entry("ce-time", "2026-01-31T12:00:00.250Z"),
            entry("ce-datacontenttype", "application/json;%20charset=utf-8"),
            entry("ce-dataschema", "https://example.com/s?a=1"),
            entry("ce-attempt", "3"),
            entry("ce-comment", "say%20%22hi%22"));
  }

  @Test
  void http_headers_are_percent_encoded_and_the_content_type_is_the_messages_own() {
    assertThat(Headers.written(HeaderBinding.HTTP, EVENT))
        .containsEntry("ce-id", "a%201")
        .containsEntry("content-type", "application/json; charset=utf-8")
        .doesNotContainKey("ce-datacontenttype");
  }

  @Test
  void kafka_headers_are_plain_and_the_content_type_is_the_records_own() {
    assertThat(Headers.written(HeaderBinding.KAFKA, EVENT))
        .containsExactly(
            entry("ce_specversion", "1.0"),
            entry("ce_id", "a 1"),
            entry("ce_source", "/sh\u00F6p"),
            entry("ce_type", "order.created"),
            entry("ce_subject", "100%"),
            entry("ce_time", "2026-01-31T12:00:00.250Z"),
            entry("content-type", "application/json; charset=utf-8"),
            entry("ce_dataschema", "https://example.com/s?a=1"),
            entry("ce_attempt", "3"),
            entry("ce_comment", "say \"hi\""));
  }

  @Test
  void amqp_headers_are_plain_and_leave_the_content_type_to_the_property() {
    assertThat(Headers.written(HeaderBinding.AMQP, EVENT).keySet())
        .containsExactly(
            "ce-specversion",
            "ce-id",
            "ce-source",
            "ce-type",
            "ce-subject",
            "ce-time",
            "ce-dataschema",
            "ce-attempt",
            "ce-comment");
    assertThat(Headers.written(HeaderBinding.AMQP_CLOUDEVENTS, MINIMAL))
        .containsExactly(
            entry("cloudEvents_specversion", "1.0"),
            entry("cloudEvents_id", "1"),
            entry("cloudEvents_source", "shop"),
            entry("cloudEvents_type", "order.created"));
  }

  @ParameterizedTest
  @EnumSource
  void attributes_beyond_64_ki_characters_are_refused_before_anything_is_written(
      HeaderBinding binding) {
    var builder = MINIMAL.toBuilder();
    for (int i = 0; i < 5; i++) {
      builder.extension("long" + i, "x".repeat(16 * 1024));
    }
    var event = builder.build();
    List<String> names = new ArrayList<>();

    assertThatThrownBy(() -> binding.write(event, (name, value) -> names.add(name)))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("65536 are allowed");
    assertThat(names).isEmpty();
  }

  @Test
  void a_time_that_rfc_3339_does_not_know_is_refused() {
    var event = MINIMAL.toBuilder().time(Instant.MAX).build();

    assertThatThrownBy(() -> Headers.written(HeaderBinding.KAFKA, event))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("RFC 3339");
  }
}
