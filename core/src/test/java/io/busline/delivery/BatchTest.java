package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final int RACES = 2_000;
  private static final int SIZE = 4;

  private static Batch batch(String... keys) {
    List<Delivery> deliveries = new ArrayList<>();
    for (String key : keys) {
      deliveries.add(new Delivery(deliveries.size(), key.equals("-") ? null : key, 0, 0));
    }
    return new Batch(deliveries);
  }

  private static List<Object> stepThrough(Batch batch, int failing) {
    List<Object> handled = new ArrayList<>();
    boolean more = true;
    while (more) {
      more =
          batch.step(
              delivery -> {
                handled.add(delivery.message());
                return handled.size() - 1 == failing ? new Exception("no luck") : null;
              });
    }
    return handled;
  }

  @Test
  void a_worker_steps_through_it_in_order() {
    Batch batch = batch("a", "a", "-");

    assertThat(stepThrough(batch, -1)).containsExactly(0, 1, 2);
    assertThat(batch.doneCount()).isEqualTo(3);
    assertThat(batch.isInProgress()).isFalse();
  }

  @Test
  void a_failure_lets_it_pass_over_the_rest_of_the_key_and_of_no_other() {
    Batch batch = batch("a", "a", "a", "b", "-", "-");

    assertThat(stepThrough(batch, 0)).containsExactly(0, 3, 4, 5);
    assertThat(batch.outcome(0)).isInstanceOf(Exception.class);
    assertThat(batch.outcome(1)).isSameAs(Batch.SKIPPED);
    assertThat(batch.outcome(2)).isSameAs(Batch.SKIPPED);
    assertThat(batch.outcome(3)).isNull();
  }

  @Test
  void without_a_key_a_failure_concerns_nobody_else() {
    assertThat(stepThrough(batch("-", "-"), 0)).containsExactly(0, 1);
  }

  @Test
  void what_was_taken_back_is_not_handled() {
    Batch batch = batch("-", "-", "-");
    batch.step(delivery -> null);

    assertThat(batch.takeBack()).extracting(Delivery::message).containsExactly(1, 2);

    assertThat(stepThrough(batch, -1)).isEmpty();
    assertThat(batch.doneCount()).isEqualTo(1);
    assertThat(batch.takeBack()).isEmpty();
  }

  @Test
  void a_worker_and_its_owner_never_both_have_the_same_delivery() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    List<Batch> batches =
        IntStream.range(0, RACES).mapToObj(i -> batch("a", "a", "b", "-")).toList();
    List<List<Object>> handled = new ArrayList<>();
    CompletableFuture<Void> worker =
        CompletableFuture.runAsync(
            () -> {
              for (Batch batch : batches) {
                await(start);
                handled.add(stepThrough(batch, 0));
              }
            });

    List<Integer> takenBack = new ArrayList<>();
    for (Batch batch : batches) {
      await(start);
      takenBack.add(batch.takeBack().size());
    }
    worker.join();

    for (int i = 0; i < RACES; i++) {
      int left = SIZE - takenBack.get(i);
      List<Object> expected =
          IntStream.range(0, left).filter(n -> n != 1).<Object>mapToObj(n -> n).toList();
      assertThat(handled.get(i)).isEqualTo(expected);
      assertThat(batches.get(i).doneCount()).isEqualTo(left);
      assertThat(batches.get(i).isInProgress()).isFalse();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
