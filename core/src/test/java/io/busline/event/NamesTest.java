package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.InvalidEventException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar that keeps a name from being anything else to a broker. */
class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order",
        "order.created",
        "a.b.c.d",
        "A-b_C.0-_9",
        "-",
        "_",
        "_x.y",
        "0",
        "amqp.created",
        "x.amq",
        "x.__y",
        "io.cloudevents.test"
      })
  void segments_of_letters_digits_underscores_and_hyphens_are_a_name(String name) {
    assertThat(Names.require("event type", name)).isSameAs(name);
  }

  static String[] hostileNames() {
    return new String[] {
      "",
      "*",
      ">",
      "#",
      "a.>",
      "a.*",
      "a.#",
      "a*",
      "a..b",
      ".a",
      "a.",
      ".",
      "..",
      "a b",
      " a",
      "a\tb",
      "a\rb",
      "a\nb",
      "a\n",
      "a\u0000b",
      "a\u007Fb",
      "$JS.API.STREAM.DELETE.x",
      "$SYS",
      "$KV.bucket.key",
      "_INBOX.x",
      "_INBOX",
      "amq.direct",
      "amq",
      "__consumer_offsets",
      "__consumer_offsets.x",
      "/",
      "a/b",
      "../a",
      "a\\b",
      "a:b",
      "a%2Eb",
      "a'b",
      "a\"b",
      "a;b",
      "a\u202Eb", // right-to-left override
      "a\u200Bb", // zero-width space
      "\u043Erder.created", // Cyrillic o
      "order\uFF0Ecreated", // full-width full stop
      "caf\u00E9",
      "\u0661", // a digit, but not an ASCII one
      "\uD83D\uDE00",
      "\uD83D",
      "x".repeat(201),
      "x".repeat(256),
      "a.".repeat(100_000) + "a"
    };
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void everything_else_is_refused_in_one_short_visible_line(String name) {
    assertThatThrownBy(() -> Names.require("topic", name))
        .isInstanceOf(InvalidEventException.class)
        .message()
        .startsWith("topic \"")
        .matches("[\\p{L}\\p{N}\\p{P}\\p{S} ]*")
        .hasSizeLessThan(400);
  }

  @ParameterizedTest
  @MethodSource("hostileNames")
  void no_way_to_make_an_event_goes_around_the_grammar(String name) {
    assertThatThrownBy(() -> Event.builder(name, "")).isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EventDefinition.of(name, String.class))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> new EventDefinition<>(name, String.class, "order", 1, List.of()))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(
            () -> new EventDefinition<>("order.created", String.class, "order", 1, List.of(name)))
        .isInstanceOf(InvalidEventException.class);
    assertThatThrownBy(() -> EventDefinition.of("order.created", String.class).inTopic(name))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void two_hundred_bytes_are_allowed() {
    assertThat(Names.require("event type", "x".repeat(Names.MAX_LENGTH))).hasSize(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''     | event type \"\" is not a name: it is empty.",
        "a..b   | event type \"a..b\" is not a name: it has an empty segment at position 2.",
        "a.     | event type \"a.\" is not a name: it has an empty segment at position 2.",
        "a b    | event type \"a b\" is not a name: it has \" \" at position 1.",
        "amq.x  | event type \"amq.x\" begins with 'amq', which brokers keep for themselves."
      })
  void the_message_says_where_and_why(String name, String message) {
    assertThatThrownBy(() -> Names.require("event type", name)).hasMessageStartingWith(message);
  }
}
