package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FailingKeysTest {
  private final FailingKeys keys = new FailingKeys();

  @Test
  void a_key_is_news_once_in_ten_minutes() {
    long later = TimeUnit.MINUTES.toNanos(11);

    assertThat(keys.failed("o-1", 1, 0)).isTrue();
    assertThat(keys.failed("o-1", 2, 1)).isFalse();
    assertThat(keys.failed("o-1", 1, 2)).isFalse();
    assertThat(keys.failed("o-2", 1, 3)).isTrue();
    assertThat(keys.failed("o-1", 1, later)).isTrue();
  }

  @Test
  void an_event_without_a_key_is_news_with_its_first_failure() {
    assertThat(keys.failed(null, 1, 0)).isTrue();
    assertThat(keys.failed(null, 2, 1)).isFalse();
    assertThat(keys.failed(null, 1, 2)).isTrue();
  }

  @Test
  void what_is_remembered_is_bounded() {
    keys.failed("first", 1, 0);
    for (int i = 0; i < 1_000; i++) {
      keys.failed("key-" + i, 1, 1);
    }

    assertThat(keys.failed("key-999", 1, 2)).isFalse();
    assertThat(keys.failed("first", 1, 2)).isTrue();
  }
}
