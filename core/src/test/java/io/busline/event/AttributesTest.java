package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.InvalidEventException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attribute may hold. */
class AttributesTest {
  private static final EventBuilder<String> EVENT = Event.builder("order.created", "");

  static Stream<String> forbiddenTexts() {
    return Stream.of(
        "",
        "a\u0000b",
        "\t",
        "a\r\nb",
        "\u001F",
        "\u007F",
        "\u0085",
        "\u009F",
        "\uFDD0",
        "\uFDEF",
        "\uFFFE",
        "\uFFFF",
        "\uD83F\uDFFE", // U+1FFFE
        "\uDBFF\uDFFF", // U+10FFFF
        "\uD800",
        "\uDC00",
        "\uDC00\uD800",
        "a\uD83D",
        "x".repeat(16 * 1024 + 1));
  }

  @ParameterizedTest
  @MethodSource("forbiddenTexts")
  void no_attribute_holds_what_a_string_must_not(String text) {
    assertThatThrownBy(() -> EVENT.id(text)).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EVENT.source(text)).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EVENT.subject(text)).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EVENT.key(text)).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EVENT.dataSchema("a:" + text))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EVENT.dataContentType(text)).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EVENT.extension("x", text))
        .isInstanceOf(InvalidEventException.class)
        .message()
        .startsWith("attribute x \"")
        .hasSizeLessThan(700);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "~", "\u00A0", "\u00E9", "\uD83D\uDE00", "\uFDCF\uFDF0", "\uFFFD"})
  void every_other_character_is_allowed_in_a_text(String text) {
    assertThat(EVENT.subject(text).id("1").source("s").build().subject()).contains(text);
  }

  @Test
  void an_id_has_512_characters_at_most() {
    assertThat(EVENT.id("x".repeat(512)).source("s").build().id()).hasSize(512);
    assertThatThrownBy(() -> EVENT.id("x".repeat(10_000)))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("has 10000 characters; 512 are allowed")
        .message()
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#fragment", "/path", "//authority/path", "https://example.com/a?b=c#d", "urn:uuid:1",
        "mailto:a@b", "shop", "a%20b", "http://[::1]/", "."
      })
  void a_source_is_a_uri_reference(String source) {
    assertThat(EVENT.source(source).id("1").build().source()).isEqualTo(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "<a>", "a\"b", "a\\b", "a^b", "a`b", "{a}", "a|b", "a%", "a%2", "a%g0"})
  void a_source_is_nothing_else(String source) {
    assertThatThrownBy(() -> EVENT.source(source))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("is not a URI-reference");
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com/schema, true",
    "urn:x, true",
    "a+b-c.d:x, true",
    "/relative, false",
    "relative, false",
    "1a:x, false",
    "https:, false",
    ":x, false"
  })
  void a_data_schema_is_an_absolute_uri(String schema, boolean valid) {
    if (valid) {
      assertThat(EVENT.dataSchema(schema).id("1").source("s").build().dataSchema())
          .contains(schema);
    } else {
      assertThatThrownBy(() -> EVENT.dataSchema(schema))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("is not an absolute URI");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "APPLICATION/JSON",
        "application/vnd.order+json; charset=utf-8",
        "text/plain;charset=\"utf-8\"",
        "text/plain ; a=b; c=d",
        "multipart/mixed; boundary=\"a, b\"",
        "x-a/y!#$%&'*+-.^_`{|}~",
        "a/b;"
      })
  void a_content_type_is_a_media_type(String type) {
    assertThat(EVENT.dataContentType(type).id("1").source("s").build().dataContentType())
        .contains(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xyz",
        "a/",
        "/b",
        "/",
        "a/b/c",
        "a b/c",
        "a/b c",
        "a/b ",
        " a/b",
        "a/b,c/d",
        "a(/b",
        "a/b@",
        "\u00E9/b",
        "a/\u00E9",
        "a/b; c=\u00E9",
        "a/b=c",
        "application"
      })
  void a_content_type_is_nothing_else(String type) {
    assertThatThrownBy(() -> EVENT.dataContentType(type))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("is not a media type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "traceparent", "abcdefghijklmnopqrst", "x0123456789"})
  void an_extension_name_is_one_to_twenty_lower_case_letters_and_digits(String name) {
    assertThat(EVENT.extension(name, "v").id("1").source("s").build().extensions())
        .containsEntry(name, "v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Upper",
        "upper_case",
        "a-b",
        "a.b",
        "a b",
        "caf\u00E9",
        "\u0661",
        "a\n",
        "abcdefghijklmnopqrstu",
        "data_base64"
      })
  void an_extension_name_is_nothing_else(String name) {
    assertThatThrownBy(() -> EVENT.extension(name, "v"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("is not a name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "source",
        "specversion",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "dataschema",
        "data"
      })
  void an_extension_does_not_pass_for_a_core_attribute(String name) {
    assertThatThrownBy(() -> EVENT.extension(name, "v"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("has the name of a core attribute");
  }
}
