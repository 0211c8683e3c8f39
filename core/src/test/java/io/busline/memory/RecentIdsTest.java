package io.busline.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.spi.Redrive;
import org.junit.jupiter.api.Test;

class RecentIdsTest {
  private final StoredType type = new StoredType(0, "order.created", "order");
  private final MemoryLog log = new MemoryLog(RecentIds.WINDOW);
  private final RecentIds recent = new RecentIds(log);

  private static Event<byte[]> event(String id, String source) {
    return Event.builder("order.created", new byte[0]).id(id).source(source).build();
  }

  private void store(Event<byte[]> event) {
    log.append(new StoredEvent(log.end(), type, event, 0));
  }

  @Test
  void the_same_id_and_source_is_the_same_event() {
    store(event("1", "shop"));
    store(event("2", "shop"));

    assertThat(recent.find(event("2", "shop"))).isEqualTo(1);
    assertThat(recent.find(event("3", "shop"))).isNegative();
  }

  @Test
  void the_same_id_of_another_source_is_another_event() {
    store(event("1", "shop"));

    assertThat(recent.find(event("1", "bank"))).isNegative();
  }

  @Test
  void a_redriven_event_is_not_the_original() {
    store(event("1", "shop"));

    assertThat(recent.find(new Redrive("g", "letter").mark(event("1", "shop")))).isNegative();
  }

  @Test
  void ids_with_the_same_hash_are_told_apart() {
    store(event("Aa", "shop"));
    store(event("BB", "shop"));

    assertThat(recent.find(event("Aa", "shop"))).isZero();
    assertThat(recent.find(event("BB", "shop"))).isEqualTo(1);
  }

  @Test
  void an_event_is_recognised_until_a_window_of_others_has_followed() {
    for (int i = 0; i < 3 * RecentIds.WINDOW; i++) {
      store(event("id-" + i, "shop"));
    }
    int oldest = 2 * RecentIds.WINDOW;

    assertThat(recent.find(event("id-" + oldest, "shop"))).isEqualTo(oldest);
    assertThat(recent.find(event("id-" + (oldest - 1), "shop"))).isNegative();
  }

  @Test
  void it_catches_up_with_whatever_was_stored_since_it_was_last_asked() {
    for (int i = 0; i < 2 * RecentIds.WINDOW; i++) {
      store(event("id-" + i, "shop"));
      if (i % 50_000 == 0) {
        assertThat(recent.find(event("id-" + i, "shop"))).isEqualTo(i);
      }
    }
    assertThat(recent.find(event("id-" + RecentIds.WINDOW, "shop"))).isEqualTo(RecentIds.WINDOW);
  }
}
