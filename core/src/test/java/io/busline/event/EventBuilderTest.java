package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.InvalidEventException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventBuilderTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static EventBuilder<String> event() {
    return Event.builder("order.created", "data").id("1").source("shop");
  }

  @Test
  void an_event_has_what_the_builder_was_given() {
    var event =
        event()
            .subject("o-1")
            .time(NOON)
            .dataContentType("text/plain")
            .dataSchema("https://example.com/schema")
            .extension("attempt", "3")
            .build();

    assertThat(event.type()).isEqualTo("order.created");
    assertThat(event.id()).isEqualTo("1");
    assertThat(event.source()).isEqualTo("shop");
    assertThat(event.subject()).contains("o-1");
    assertThat(event.time()).contains(NOON);
    assertThat(event.dataContentType()).contains("text/plain");
    assertThat(event.dataSchema()).contains("https://example.com/schema");
    assertThat(event.extensions()).isEqualTo(Map.of("attempt", "3"));
    assertThat(event.data()).isEqualTo("data");
  }

  @Test
  void id_and_source_are_required() {
    assertThatThrownBy(() -> Event.builder("order.created", "").id("1").build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("event of type order.created has no source");
    assertThatThrownBy(() -> Event.builder("order.created", "").source("shop").build())
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("event of type order.created has no id");
  }

  @Test
  void defaults_fill_in_only_what_is_not_set() {
    var empty = Event.builder("order.created", "").orElse("d", "default", NOON).build();
    var full = event().time(NOON.plusSeconds(1)).orElse("d", "default", NOON).build();

    assertThat(empty.id() + empty.source() + empty.time().orElseThrow())
        .isEqualTo("ddefault2026-01-31T12:00:00Z");
    assertThat(full.id() + full.source() + full.time().orElseThrow())
        .isEqualTo("1shop2026-01-31T12:00:01Z");
  }

  @Test
  void the_key_is_the_partition_key_or_else_the_subject() {
    assertThat(event().build().key()).isEmpty();
    assertThat(event().subject("s").build().key()).contains("s");
    assertThat(event().subject("s").key("k").build().key()).contains("k");
    assertThat(event().key("k").withoutExtension("partitionkey").build().key()).isEmpty();
  }

  @Test
  void events_of_one_builder_do_not_share_their_extensions() {
    var builder = event().extension("a", "1");
    var first = builder.build();
    var second = builder.extension("b", "2").withoutExtension("a").build();
    var third = first.toBuilder().extension("c", "3").build();

    assertThat(first.extensions()).isEqualTo(Map.of("a", "1"));
    assertThat(second.extensions()).isEqualTo(Map.of("b", "2"));
    assertThat(third.extensions()).isEqualTo(Map.of("a", "1", "c", "3"));
    assertThatThrownBy(() -> first.extensions().put("x", "y"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void many_extensions_cost_no_more_than_their_number() {
    var builder = event();
    for (int i = 0; i < 200_000; i++) {
      builder.extension("x" + i, "v");
    }

    assertThat(builder.build().extensions()).hasSize(200_000);
  }

  @Test
  void a_builder_made_of_an_event_makes_an_equal_event() {
    var event =
        event().subject("o-1").time(NOON).dataContentType("a/b").dataSchema("a:b").key("k").build();

    assertThat(event.toBuilder().build()).isEqualTo(event).hasSameHashCodeAs(event);
    assertThat(event.toBuilder().subject("o-2").build()).isNotEqualTo(event);
  }

  @Test
  void events_with_equal_bytes_are_equal() {
    var event = event().build();

    assertThat(event.withData(new byte[] {1})).isEqualTo(event.withData(new byte[] {1}));
    assertThat(event.withData(new byte[] {1})).isNotEqualTo(event.withData(new byte[] {2}));
  }

  @Test
  void an_events_text_shows_neither_data_nor_control_characters() {
    var event =
        Event.builder("order.created", "secret").id("\u202E1").source("shop").subject("\u200Bx");

    assertThat(event.build())
        .hasToString("Event[order.created id=\"\\u202E1\" source=\"shop\" subject=\"\\u200Bx\"]");
  }
}
