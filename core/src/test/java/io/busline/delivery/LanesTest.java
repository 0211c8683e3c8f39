package io.busline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class LanesTest {
  private final Lanes lanes = new Lanes();

  private Delivery added(String key, long dueAt) {
    Delivery delivery = new Delivery("event", key, 0, dueAt);
    lanes.add(delivery, 0);
    return delivery;
  }

  @Test
  void a_key_of_which_nothing_is_held_is_forgotten() {
    WeakReference<String> key = new WeakReference<>(usedAndSettled());

    collectUntilGone(key);

    assertThat(key.get()).isNull();
  }

  @SuppressWarnings("StringOperationCanBeSimplified") // A key that nobody else refers to.
  private String usedAndSettled() {
    String key = new String("a");
    added(key, 0);
    List<Delivery> taken = lanes.take(1, 0);
    lanes.leave(taken.get(0), 0);
    return key;
  }

  @Test
  void what_was_taken_away_is_forgotten_however_long_it_was_to_wait() {
    added("a", 5);
    WeakReference<Delivery> parked = new WeakReference<>(parkedAndTakenAway());

    collectUntilGone(parked);

    assertThat(parked.get()).isNull();
    assertThat(lanes.nextDue()).isEqualTo(5);
  }

  private Delivery parkedAndTakenAway() {
    Delivery delivery = added("b", Long.MAX_VALUE - 1);
    lanes.remove(delivery, 0);
    return delivery;
  }

  private static void collectUntilGone(WeakReference<?> reference) {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
    }
  }
}
