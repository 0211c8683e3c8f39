package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizerTest {
  private static final int PLENTY = 10_000;

  private static BatchSizer sizer(boolean whole) {
    return new BatchSizer(new MachineSettings(1, 1_000, 64, 1, whole));
  }

  private static BatchSizer afterFastBatches(int count) {
    BatchSizer sizer = sizer(false);
    for (int i = 0; i < count; i++) {
      sizer.learn(1, 1_000);
    }
    return sizer;
  }

  @Test
  void the_first_batch_is_of_one() {
    assertThat(sizer(false).size(PLENTY, 1)).isEqualTo(1);
  }

  @Test
  void with_a_fast_handler_batches_double_up_to_the_bound() {
    assertThat(afterFastBatches(1).size(PLENTY, 1)).isEqualTo(2);
    assertThat(afterFastBatches(5).size(PLENTY, 1)).isEqualTo(32);
    assertThat(afterFastBatches(9).size(PLENTY, 1)).isEqualTo(64);
  }

  @Test
  void one_slow_batch_makes_them_small_at_once() {
    BatchSizer sizer = afterFastBatches(9);

    sizer.learn(64, 64 * 1_000_000L);

    assertThat(sizer.size(PLENTY, 1)).isEqualTo(1);
  }

  @Test
  void a_batch_of_which_nothing_was_handled_teaches_nothing() {
    BatchSizer sizer = afterFastBatches(3);

    sizer.learn(0, 1_000_000_000);

    assertThat(sizer.size(PLENTY, 1)).isEqualTo(8);
  }

  @Test
  void free_workers_share_what_there_is() {
    assertThat(afterFastBatches(9).size(10, 4)).isEqualTo(3);
    assertThat(afterFastBatches(9).size(0, 4)).isEqualTo(1);
  }

  @Test
  void a_handler_of_whole_batches_gets_as_many_as_it_asked_for() {
    BatchSizer sizer = sizer(true);

    sizer.learn(1, 1_000_000_000);

    assertThat(sizer.size(1, 1)).isEqualTo(64);
  }
}
