package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.InvalidEventException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

  @ParameterizedTest
  @CsvSource({
    "order.created, order.created, true",
    "order.created, order.create, false",
    "order.created, order.createdx, false",
    "order.created, order, false",
    "order.*, order.created, true",
    "order.*, order, false",
    "order.*, orders.created, false",
    "order.*, order.item.added, false",
    "*, order, true",
    "*, order.created, false",
    "*.created, order.created, true",
    "*.created, order.item.created, false",
    "*.*, order.created, true",
    "order.*.added, order.item.added, true",
    "order.*.added, order.added, false",
    "order.>, order.created, true",
    "order.>, order.item.added, true",
    "order.>, order, false",
    "order.>, orders.created, false",
    ">, order, true",
    ">, order.item.added, true",
    "*.>, order, false",
    "*.>, order.created, true",
    "order.*.>, order.item.added, true",
    "order.*.>, order.item, false"
  })
  void a_star_is_one_segment_and_an_arrow_the_rest(String pattern, String type, boolean matches) {
    assertThat(new EventPattern(pattern).matches(type)).isEqualTo(matches);
  }

  @Test
  void a_pattern_matches_as_its_segments_say() {
    var random = new Random(11);
    var words = List.of("a", "b", "ab");
    for (int i = 0; i < 20_000; i++) {
      var type = name(words, random);
      var pattern = new EventPattern(pattern(words, random));

      assertThat(pattern.matches(type))
          .as("%s matches %s", pattern, type)
          .isEqualTo(matches(pattern.pattern().split("\\."), type.split("\\.")));
    }
  }

  private static String name(List<String> words, Random random) {
    var name = new StringBuilder(words.get(random.nextInt(words.size())));
    for (int more = random.nextInt(3); more > 0; more--) {
      name.append('.').append(words.get(random.nextInt(words.size())));
    }
    return name.toString();
  }

  private static String pattern(List<String> words, Random random) {
    var name = name(words, random).replace("ab", "*");
    return random.nextInt(3) > 0 ? name : random.nextBoolean() ? name + ".>" : ">";
  }

  /** The definition, word for word. */
  private static boolean matches(String[] pattern, String[] type) {
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].equals(">")) {
        return type.length > i;
      }
      if (i >= type.length || !(pattern[i].equals("*") || pattern[i].equals(type[i]))) {
        return false;
      }
    }
    return pattern.length == type.length;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a*",
        "*a",
        "**",
        "a.**",
        "a>",
        ">a",
        ">.a",
        "a.>.b",
        ">>",
        "*..a",
        ".*",
        "*.",
        ".>",
        "a b.*",
        "a\n.*",
        "$JS.>",
        "$SYS.>",
        "#",
        "a.#",
        "\u043Erder.*"
      })
  void a_wildcard_stands_alone_in_its_segment(String pattern) {
    assertThatThrownBy(() -> new EventPattern(pattern)).isInstanceOf(InvalidEventException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"_INBOX.>", "_INBOX.*", "amq.>", "__internal.*", "amq.gen-x"})
  void what_brokers_keep_for_themselves_cannot_be_subscribed_to(String pattern) {
    assertThatThrownBy(() -> new EventPattern(pattern))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("brokers keep for themselves");
  }

  @Test
  void a_pattern_has_two_hundred_bytes_at_most() {
    assertThat(new EventPattern("x".repeat(198) + ".*").isExact()).isFalse();
    assertThatThrownBy(() -> new EventPattern("x".repeat(199) + ".*"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("200 are allowed");
    assertThatThrownBy(() -> new EventPattern("__" + "x".repeat(100_000) + ".*"))
        .isInstanceOf(InvalidEventException.class)
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void a_pattern_without_wildcard_is_exact() {
    assertThat(new EventPattern("order.created").isExact()).isTrue();
    assertThat(new EventPattern("order.>").isExact()).isFalse();
    assertThat(new EventPattern("order.*")).hasToString("order.*");
  }
}
