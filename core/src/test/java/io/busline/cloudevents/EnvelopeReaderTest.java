package io.busline.cloudevents;

import static io.busline.cloudevents.Headers.FALLBACK;
import static io.busline.cloudevents.Headers.NO_FORMAT;
import static io.busline.cloudevents.Headers.bytes;
import static io.busline.cloudevents.Headers.read;
import static io.busline.cloudevents.Headers.reader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading binary mode: what every binding takes, and what none does. */
class EnvelopeReaderTest {

  private static Map<String, String> minimal(String prefix) {
    return headers(
        prefix + "specversion", "1.0",
        prefix + "id", "1",
        prefix + "source", "shop",
        prefix + "type", "order.created");
  }

  private static Map<String, String> headers(String... namesAndValues) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  private static Map<String, String> minimalWith(String prefix, String name, String value) {
    Map<String, String> headers = minimal(prefix);
    headers.put(name, value);
    return headers;
  }

  /** CloudEvents says that names should have 20 characters at most; Knative's has 21. */
  @ParameterizedTest
  @EnumSource
  void an_extension_of_others_may_have_a_longer_name(HeaderBinding binding) {
    for (String name : List.of("knativekafkapartition", "a".repeat(200))) {
      Map<String, String> sent = new LinkedHashMap<>();
      var plain = Event.builder("order.created", bytes("{}")).id("1").source("s").build();
      binding.write(plain, sent::put);
      String prefix = sent.keySet().iterator().next().replace("specversion", "");
      EnvelopeReader reader = binding.reader();
      sent.forEach(reader::header);
      Event<byte[]> event =
          reader.header(prefix + name, "3").read(bytes("{}"), FALLBACK, NO_FORMAT);
      Map<String, String> forwarded = new LinkedHashMap<>();
      binding.write(event, forwarded::put);

      assertThat(event.extensions()).containsEntry(name, "3");
      assertThat(forwarded).containsEntry(prefix + name, "3");
      assertThat(event.toBuilder().build()).isEqualTo(event);
      assertThat(binding.reader().header(prefix + name, "3").salvage(bytes(""), FALLBACK))
          .extracting(Event::extensions)
          .isEqualTo(Map.of(name, "3"));
    }
    assertThatThrownBy(
            () ->
                binding
                    .reader()
                    .header(
                        binding == HeaderBinding.KAFKA
                            ? "ce_" + "a".repeat(201)
                            : "ce-" + "a".repeat(201),
                        "3")
                    .read(bytes("{}"), FALLBACK, NO_FORMAT))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("1 to 200");
  }

  @ParameterizedTest
  @EnumSource
  void an_event_comes_back_as_it_was_written(HeaderBinding binding) {
    var event =
        Event.builder("order.created", bytes("{}"))
            .id("a \"1\" %41")
            .source("/sh\u00F6p?q=1")
            .subject("\uD83D\uDE00 100%")
            .time(Instant.parse("2026-01-31T12:00:00.123456789Z"))
            .dataContentType("application/json; charset=\"utf-8\"")
            .dataSchema("https://example.com/schema")
            .key("k\u20AC")
            .extension("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .build();

    var reader = reader(binding, Headers.written(binding, event));
    if (binding.name().startsWith("AMQP")) {
      reader.contentType(event.dataContentType().orElseThrow());
    }

    assertThat(reader.read(bytes("{}"), FALLBACK, NO_FORMAT)).isEqualTo(event);
  }

  @ParameterizedTest
  @EnumSource
  void every_prefix_is_known_to_every_binding(HeaderBinding binding) {
    for (String prefix : List.of("ce-", "ce_", "cloudEvents_", "cloudEvents:")) {
      assertThat(read(binding, minimal(prefix)).id()).as(prefix).isEqualTo("1");
    }
  }

  @Test
  void nats_and_http_names_may_have_any_letter_case() {
    var shouting =
        headers(
            "CE-SPECVERSION", "1.0",
            "Ce-Id", "1",
            "cE-sOURCE", "shop",
            "Ce-Type", "order.created",
            "Ce-TraceParent", "00-ab",
            "CONTENT-TYPE", "text/plain");

    for (HeaderBinding binding : List.of(HeaderBinding.NATS, HeaderBinding.HTTP)) {
      var event = read(binding, shouting);

      assertThat(event.id()).isEqualTo("1");
      assertThat(event.extensions()).containsEntry("traceparent", "00-ab");
      assertThat(event.dataContentType()).contains("text/plain");
    }
  }

  @Test
  void kafka_names_are_exact() {
    var event = read(HeaderBinding.KAFKA, headers("CE_ID", "1", "Content-Type", "text/plain"));

    assertThat(event.id()).isEqualTo("stream-17");
    assertThat(event.dataContentType()).isEmpty();
    assertThatThrownBy(() -> read(HeaderBinding.KAFKA, minimalWith("ce_", "ce_Upper_case", "x")))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("Upper_case");
  }

  @ParameterizedTest
  @CsvSource({
    "NATS, ce-datacontenttype, Content-Type",
    "HTTP, content-type, ce-datacontenttype",
    "KAFKA, content-type, ce_datacontenttype"
  })
  void the_bindings_own_content_type_comes_before_the_other(
      HeaderBinding binding, String first, String second) {
    var both = minimalWith("ce-", second, "text/b");
    assertThat(read(binding, both).dataContentType()).contains("text/b");

    both.put(first, "text/a");
    assertThat(read(binding, both).dataContentType()).contains("text/a");
  }

  @Test
  void the_content_type_of_amqp_is_the_property() {
    var reader = reader(HeaderBinding.AMQP, minimalWith("ce-", "content-type", "text/other"));

    assertThat(reader.contentType("text/plain").read(bytes("x"), FALLBACK, NO_FORMAT))
        .extracting(event -> event.dataContentType().orElseThrow())
        .isEqualTo("text/plain");
  }

  @Test
  void values_of_amqp_may_have_types() {
    Map<String, Object> headers = new HashMap<>(minimal("cloudEvents:"));
    headers.put("cloudEvents:time", Date.from(Instant.parse("2026-01-31T12:00:00Z")));
    headers.put("cloudEvents:flag", true);
    headers.put("cloudEvents:count", 42L);
    headers.put("cloudEvents:bytes", new byte[] {'M', 'a'});
    headers.put("cloudEvents:text", CharBuffer.wrap("a long string"));
    headers.put("cloudEvents:seen", Instant.parse("2026-01-31T12:00:00.5Z"));
    headers.put("cloudEvents:absent", null);
    headers.put("x-death", List.of(Map.of("count", 1)));

    var reader = HeaderBinding.AMQP.reader();
    headers.forEach(reader::typedHeader);
    var event = reader.read(new byte[0], FALLBACK, NO_FORMAT);

    assertThat(event.time()).contains(Instant.parse("2026-01-31T12:00:00Z"));
    assertThat(event.extensions())
        .isEqualTo(
            Map.of(
                "flag", "true",
                "count", "42",
                "bytes", "TWE=",
                "text", "a long string",
                "seen", "2026-01-31T12:00:00.500Z"));
  }

  @Test
  void a_type_that_no_attribute_has_is_refused() {
    for (Object value : List.of(1.5, Map.of(), List.of(1), Instant.MAX)) {
      var reader = reader(HeaderBinding.AMQP, minimal("ce-")).typedHeader("ce-odd", value);

      assertThatThrownBy(() -> reader.read(new byte[0], FALLBACK, NO_FORMAT))
          .isInstanceOf(DecodingException.class)
          .hasMessageContaining("ce-odd");
    }
  }

  @Test
  void values_of_kafka_must_be_utf_8() {
    var reader = HeaderBinding.KAFKA.reader();
    minimal("ce_").forEach((name, value) -> reader.utf8Header(name, bytes(value)));
    reader.utf8Header("ce_subject", bytes("caf\u00E9 100%")).utf8Header("ce_absent", null);
    assertThat(reader.read(new byte[0], FALLBACK, NO_FORMAT).subject()).contains("caf\u00E9 100%");

    reader.utf8Header("other", new byte[] {-1}).utf8Header("ce_bad", new byte[] {-1});
    assertThatThrownBy(() -> reader.read(new byte[0], FALLBACK, NO_FORMAT))
        .isInstanceOf(DecodingException.class)
        .hasMessage("header \"ce_bad\" is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "source", "type", "specversion"})
  void each_required_attribute_is_required(String attribute) {
    var missing = minimal("ce-");
    missing.remove("ce-" + attribute);
    var empty = minimalWith("ce-", "ce-" + attribute, "");

    for (Map<String, String> headers : List.of(missing, empty)) {
      assertThatThrownBy(() -> read(HeaderBinding.NATS, headers))
          .isInstanceOf(DecodingException.class)
          .hasMessage("message has some attributes of an event but no " + attribute);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce-specversion | 0.3 | specversion \"0.3\"",
        "ce-specversion | 1.0.2 | specversion \"1.0.2\"",
        "ce-type | a..b | \"a..b\" is not a name",
        "ce-type | $JS.API.STREAM.DELETE.x | is not a name",
        "ce-type | order.* | is not a name",
        "ce-source | a b | attribute source \"a b\" is not a URI-reference",
        "ce-time | lunchtime | attribute time \"lunchtime\" is not a time",
        "ce-subject | '' | attribute subject",
        "ce-subject | a%00b | U+0000",
        "ce-subject | a%C2%85b | U+0085",
        "ce-subject | %EF%B7%90 | U+FDD0",
        "ce-subject | % | header \"ce-subject\" has a '%'",
        "ce-subject | %E2 | header \"ce-subject\" is not UTF-8",
        "ce-subject | \"open | header \"ce-subject\" has a double quote",
        "ce-dataschema | relative | attribute dataschema",
        "ce-dataschema | '' | attribute dataschema",
        "ce-datacontenttype | xyz | attribute datacontenttype",
        "ce-datacontenttype | '' | attribute datacontenttype",
        "ce-my.extension | x | extension attribute \"my.extension\"",
        "ce-data | x | extension attribute \"data\"",
        "ce-e\u0301 | x | is not a name"
      })
  void an_invalid_attribute_is_named(String header, String value, String message) {
    assertThatThrownBy(() -> read(HeaderBinding.NATS, minimalWith("ce-", header, value)))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining(message);
  }

  @Test
  void an_id_of_10_kb_is_refused() {
    assertThatThrownBy(
            () -> read(HeaderBinding.NATS, minimalWith("ce-", "ce-id", "x".repeat(10_000))))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("512 are allowed");
  }

  @ParameterizedTest
  @EnumSource
  void ten_thousand_headers_are_refused(HeaderBinding binding) {
    var headers = minimal("ce-");
    for (int i = 0; i < 10_000; i++) {
      headers.put("ce-x" + i, "v");
    }

    assertThatThrownBy(() -> read(binding, headers))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("more than 65536 characters");
  }

  @Test
  void an_attribute_may_be_repeated_but_not_contradicted() {
    var reader = reader(HeaderBinding.AMQP, minimal("ce-"));
    minimal("cloudEvents_").forEach(reader::header);
    assertThat(reader.read(new byte[0], FALLBACK, NO_FORMAT).id()).isEqualTo("1");

    reader.header("cloudEvents_id", "2");
    assertThatThrownBy(() -> reader.read(new byte[0], FALLBACK, NO_FORMAT))
        .isInstanceOf(DecodingException.class)
        .hasMessage("header \"cloudEvents_id\" is there twice, with different values");
  }

  @Test
  void an_empty_extension_is_no_extension() {
    assertThat(read(HeaderBinding.NATS, minimalWith("ce-", "ce-tracestate", "")).extensions())
        .isEmpty();
  }

  @Test
  void a_message_without_envelope_becomes_an_event_of_the_fallback() {
    var event =
        reader(HeaderBinding.NATS, headers("Content-Type", "application/json", "x", "y"))
            .header("ce-traceparent", "00-ab")
            .header("ce-subject", "o-1")
            .read(bytes("{}"), FALLBACK, NO_FORMAT);

    assertThat(event)
        .isEqualTo(
            Event.builder("order.created", bytes("{}"))
                .id("stream-17")
                .source("nats://orders")
                .subject("o-1")
                .dataContentType("application/json")
                .extension("traceparent", "00-ab")
                .build());
  }

  @Test
  void a_fallback_that_is_no_event_type_is_refused() {
    var fallback = Headers.fallback("my orders", "1", "shop");

    assertThatThrownBy(() -> HeaderBinding.KAFKA.reader().read(bytes(""), fallback, NO_FORMAT))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("\"my orders\" is not a name");
  }

  @Test
  void a_header_that_is_only_a_prefix_is_ignored() {
    var headers = headers("ce-", "a", "ce_", "b", "cloudEvents:", "c", "ce", "d", "", "e");

    assertThat(read(HeaderBinding.NATS, headers).extensions()).isEmpty();
  }
}
