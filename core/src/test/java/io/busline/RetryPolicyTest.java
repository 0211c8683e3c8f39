package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

  @Test
  void delays_grow_up_to_the_longest_and_never_overflow() {
    RetryPolicy policy =
        RetryPolicy.exponential(1_000, Duration.ofMillis(100), Duration.ofSeconds(1));

    assertThat(policy.delayAfter(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(policy.delayAfter(2)).isEqualTo(Duration.ofMillis(200));
    assertThat(policy.delayAfter(5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.delayAfter(999)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void jitter_stays_within_its_part_and_spreads() {
    RetryPolicy policy = RetryPolicy.exponential(5, Duration.ofSeconds(1), Duration.ofSeconds(10));
    Random random = new Random(1);

    List<Long> delays = random.longs(1_000).map(x -> policy.delayNanos(1, random)).boxed().toList();

    assertThat(delays).allSatisfy(d -> assertThat(d).isBetween(800_000_000L, 1_200_000_000L));
    assertThat(delays.stream().distinct()).hasSizeGreaterThan(900);
  }

  @Test
  void a_permanent_failure_ends_the_attempts_subclasses_included() {
    RetryPolicy policy = RetryPolicy.standard().givingUpOn(RuntimeException.class);

    assertThat(policy.isOver(1, new UncheckedIOException(new IOException()))).isTrue();
    assertThat(policy.isOver(1, new IOException())).isFalse();
    assertThat(policy.isOver(5, new IOException())).isTrue();
  }

  @Test
  void it_says_its_schedule() {
    assertThat(RetryPolicy.standard())
        .hasToString("5 attempts, after 200ms, 800ms, 3.2s, 12.8s (± 20 %)");
    assertThat(RetryPolicy.none()).hasToString("1 attempt");
  }

  @Test
  void what_is_not_possible_is_refused() {
    assertThatThrownBy(() -> RetryPolicy.fixed(0, Duration.ZERO))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("maxAttempts");
    assertThatThrownBy(
            () -> RetryPolicy.exponential(2, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(ConfigurationException.class);
    assertThatThrownBy(() -> RetryPolicy.fixed(2, Duration.ofDays(8)))
        .isInstanceOf(ConfigurationException.class);
  }
}
