package io.busline.json;

import static io.busline.json.Json.bytes;
import static io.busline.json.Json.json;
import static io.busline.json.Json.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document looks like, and that an event comes back as it was. */
class JsonEventFormatTest {
  private final JsonEventFormat format = new JsonEventFormat();

  private static EventBuilder<byte[]> event(String data) {
    return Event.builder("order.created", bytes(data)).id("1").source("shop");
  }

  @Test
  void attributes_come_in_a_fixed_order_and_the_data_last() {
    var event =
        event("{\"b\":1.10,\"a\":2}")
            .extension("traceparent", "00-ab")
            .extension("attempt", "3")
            .dataSchema("https://example.com/order")
            .dataContentType("application/json")
            .time(Instant.parse("2026-01-31T12:00:00Z"))
            .subject("o-1")
            .build();

    byte[] document = format.write(event);

    assertThat(text(document))
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"shop\",\"type\":\"order.created\","
                + "\"subject\":\"o-1\",\"time\":\"2026-01-31T12:00:00Z\","
                + "\"datacontenttype\":\"application/json\","
                + "\"dataschema\":\"https://example.com/order\","
                + "\"attempt\":\"3\",\"traceparent\":\"00-ab\",\"data\":{\"b\":1.10,\"a\":2}}");
    assertThat(format.read(document)).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12",
        "-0.000",
        "1E+400",
        "123456789012345678901234567890.10",
        "true",
        "null",
        "\"é \\\" \\u0041\"",
        "[]",
        "{}",
        "{\"z\":1,\"a\":{\"b\":[1,2, 3.10]}}",
        "\"data_base64\""
      })
  void json_data_comes_back_byte_for_byte(String data) {
    var event = event(data).dataContentType("application/vnd.order+json; charset=utf-8").build();

    assertThat(format.read(format.write(event))).isEqualTo(event);
    assertThat(text(format.write(event))).endsWith(",\"data\":" + data + "}");
    assertThat(
            format.read(
                json(
                    "{'specversion':'1.0','data': "
                        + data.replace('\'', '"')
                        + " ,'id':'1','source':'shop','type':'order.created','datacontenttype':'application/vnd.order+json; charset=utf-8'}")))
        .isEqualTo(event);
  }

  @Test
  void a_document_is_one_line_whatever_the_data_is() {
    var event = event("{\n  \"a\": 1\r\n}\n").dataContentType("application/json").build();

    assertThat(text(format.write(event))).endsWith("\"data\":{   \"a\": 1  } }");
  }

  @Test
  void text_is_a_string_and_other_data_is_base64() {
    var plain = event("naïve \"text\"\n").dataContentType("text/plain").build();
    var binary = event("<a/>").dataContentType("application/octet-stream").build();
    var unknown = event("{}").build();

    assertThat(text(format.write(plain))).endsWith("\"data\":\"naïve \\\"text\\\"\\n\"}");
    assertThat(text(format.write(binary))).endsWith("\"data_base64\":\"PGEvPg==\"}");
    assertThat(text(format.write(unknown)))
        .doesNotContain("datacontenttype")
        .endsWith("\"data_base64\":\"e30=\"}");
    assertThat(List.of(plain, binary, unknown))
        .allSatisfy(event -> assertThat(format.read(format.write(event))).isEqualTo(event));
  }

  @Test
  void text_in_another_character_set_is_base64() {
    var latin = event("x").dataContentType("text/plain; charset=ISO-8859-1").build();

    assertThat(text(format.write(latin))).endsWith("\"data_base64\":\"eA==\"}");
    assertThat(format.read(format.write(latin))).isEqualTo(latin);
    assertThatThrownBy(
            () ->
                format.read(
                    json(
                        "{'specversion':'1.0','id':'1','source':'s','type':'a',"
                            + "'datacontenttype':'text/plain;charset=latin1','data':'x'}")))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("Send it as data_base64");
  }

  @Test
  void an_event_without_data_has_no_data_member() {
    var event = event("").dataContentType("application/json").build();

    assertThat(text(format.write(event))).doesNotContain("\"data\"").doesNotContain("data_base64");
    assertThat(format.read(format.write(event))).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "nope", "1 2", "{\"a\":1,\"a\":2}", " ", "\"\\ud800\""})
  void data_that_is_not_the_json_it_claims_to_be_is_refused(String data) {
    var event = event(data).dataContentType("application/json").build();

    assertThatThrownBy(() -> format.write(event))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("says that its data is JSON, and it is not");
  }

  @Test
  void a_batch_is_an_array_of_events() {
    var events = List.of(event("1").dataContentType("application/json").build(), event("").build());

    assertThat(format.readBatch(format.writeBatch(events))).isEqualTo(events);
    assertThat(text(format.writeBatch(List.of()))).isEqualTo("[]");
    assertThat(format.readBatch(bytes(" [ ] "))).isEmpty();
  }

  @Test
  void a_time_that_rfc_3339_does_not_know_is_refused() {
    for (Instant time : List.of(Instant.MAX, Instant.MIN, Instant.parse("-0001-12-31T00:00:00Z"))) {
      assertThatThrownBy(() -> format.write(event("").time(time).build()))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining("RFC 3339");
    }
  }

  @Test
  void a_byte_order_mark_is_ignored() {
    var event = event("[1]").dataContentType("application/json").build();

    assertThat(format.read(bytes("\uFEFF" + text(format.write(event))))).isEqualTo(event);
    assertThat(format.write(event("\uFEFF[1]").dataContentType("application/json").build()))
        .isEqualTo(format.write(event));
  }

  @Test
  void escapes_in_base64_are_undone_first() {
    var document =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"a\","
            + "\"data_base64\":\"\\/\\u002b8=\"}";

    assertThat(format.read(bytes(document)).data()).containsExactly(0xFF, 0xEF);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "'x'",
        "[]",
        "{",
        "{}}",
        "{} {}",
        "{'id':'1','id':'1'}",
        "{'data':1,'data':2}",
        "{'data':{'a':1,'a':2}}",
        "{'data':NaN}",
        "{'id':'\\ud800'}"
      })
  void what_is_no_event_is_refused(String document) {
    assertThatThrownBy(() -> format.read(json(document))).isInstanceOf(DecodingException.class);
    assertThatThrownBy(() -> format.readBatch(json("[" + document + "]]")))
        .isInstanceOf(DecodingException.class);
  }

  @Test
  void an_extension_of_others_may_have_a_longer_name() {
    byte[] document =
        Json.json(
            "{'specversion':'1.0','id':'1','source':'s','type':'a.b','knativekafkapartition':3}");

    Event<byte[]> event = new JsonEventFormat().read(document);

    assertThat(event.extensions()).containsEntry("knativekafkapartition", "3");
    assertThat(new JsonEventFormat().read(new JsonEventFormat().write(event))).isEqualTo(event);
  }
}
