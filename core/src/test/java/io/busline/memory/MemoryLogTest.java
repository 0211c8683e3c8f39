package io.busline.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.event.Event;
import org.junit.jupiter.api.Test;

class MemoryLogTest {
  private static final int MANY = 200_000;

  private final StoredType type = new StoredType(0, "order.created", "order");
  private final Event<byte[]> event =
      Event.builder("order.created", new byte[0]).id("1").source("shop").build();
  private final MemoryLog log = new MemoryLog(10_000);

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      log.append(new StoredEvent(log.end(), type, event, 0));
    }
  }

  @Test
  void everything_appended_can_be_read_however_long_the_log_grows() {
    append(MANY);

    for (int i = 0; i < MANY; i++) {
      assertThat(log.read(i).position).isEqualTo(i);
    }
    assertThat(log.start()).isZero();
    assertThat(log.end()).isEqualTo(MANY);
  }

  @Test
  void a_log_that_forgets_as_it_grows_reads_what_is_left() {
    for (int i = 0; i < 20; i++) {
      append(MANY / 20);
      log.forget(log.end() - 5_000);
    }

    assertThat(log.start()).isBetween((long) MANY - 10_000, (long) MANY - 5_000);
    assertThat(log.read(MANY - 1).position).isEqualTo(MANY - 1);
    assertThat(log.read(log.start()).position).isEqualTo(log.start());
  }

  @Test
  void a_forgotten_event_is_readable_while_it_is_one_of_the_last() {
    append(MANY);
    log.forget(MANY);

    assertThat(log.read(MANY - 10_000).position).isEqualTo(MANY - 10_000);
    assertThatThrownBy(() -> log.read(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void forgetting_below_the_start_changes_nothing() {
    append(MANY);
    log.forget(MANY / 2);
    long start = log.start();

    log.forget(0);

    assertThat(log.start()).isEqualTo(start);
  }
}
