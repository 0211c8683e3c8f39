package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkersTest {
  private final Workers workers = new Workers(new MachineSettings(2, 10, 10, 1_000, false));

  private Batch started(long now) {
    Batch batch = new Batch(List.of(new Delivery("event", null, 0, 0)));
    workers.started(batch, now);
    return batch;
  }

  @Test
  void the_one_that_has_not_been_looked_at_for_longest_is_looked_at_first() {
    Batch first = started(0);
    Batch second = started(10);
    assertThat(workers.nextWake()).isEqualTo(1_000);
    assertThat(workers.nextToCheck(999)).isNull();
    assertThat(workers.nextToCheck(1_000)).isSameAs(first);

    workers.checkAgain(first, 1_000);

    assertThat(workers.nextWake()).isEqualTo(1_010);
    assertThat(workers.nextToCheck(2_000)).isSameAs(second);
    workers.finished(second);
    assertThat(workers.nextWake()).isEqualTo(2_000);
  }

  @Test
  void a_finished_batch_is_forgotten_while_an_older_one_still_runs() {
    started(0);
    WeakReference<Batch> finished = new WeakReference<>(startedAndFinished());

    for (int i = 0; i < 100 && finished.get() != null; i++) {
      System.gc();
    }

    assertThat(finished.get()).isNull();
  }

  private Batch startedAndFinished() {
    Batch batch = started(10);
    workers.finished(batch);
    return batch;
  }

  @Test
  void a_stuck_worker_takes_no_place_until_as_many_are_stuck_as_there_are_places() {
    for (int i = 0; i < 2; i++) {
      workers.abandoned(started(i));
      assertThat(workers.free()).isEqualTo(2);
    }

    workers.abandoned(started(3));

    assertThat(workers.stuck()).isEqualTo(3);
    assertThat(workers.free()).isEqualTo(1);
  }
}
