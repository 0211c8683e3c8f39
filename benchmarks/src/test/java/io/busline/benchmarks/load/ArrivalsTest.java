package io.busline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  @Test
  void an_order_is_late_from_when_it_was_due_and_not_from_when_it_was_published() {
    Arrivals arrivals = new Arrivals();
    arrivals.expect(7, 2, -HOUR);

    arrivals.accept(Order.number(7));
    arrivals.accept(Order.number(8));

    assertThat(arrivals.sorted()[0]).isBetween(1L, HOUR - 1);
    assertThat(arrivals.sorted()[1]).isGreaterThanOrEqualTo(HOUR);
  }

  @Test
  void one_that_comes_again_or_belongs_to_another_sample_changes_nothing() {
    Arrivals arrivals = new Arrivals();
    arrivals.expect(7, 1, HOUR);
    arrivals.accept(Order.number(7));
    long[] before = arrivals.sorted();

    arrivals.accept(Order.number(7));
    arrivals.accept(Order.number(6));
    arrivals.accept(Order.number(8));

    assertThat(arrivals.sorted()).isEqualTo(before);
  }

  @Test
  void a_percentile_is_a_value_that_was_seen() {
    long[] sorted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000};

    assertThat(Arrivals.percentile(sorted, 50)).isEqualTo(5);
    assertThat(Arrivals.percentile(sorted, 90)).isEqualTo(9);
    assertThat(Arrivals.percentile(sorted, 99)).isEqualTo(1_000);
    assertThat(Arrivals.percentile(sorted, 100)).isEqualTo(1_000);
  }
}
