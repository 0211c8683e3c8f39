package io.busline.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is with workers, and how it comes back from them: done, failed or untouched. */
final class Custody {
  private final Settlement settlement;
  private final Lanes lanes;
  private int size;

  Custody(Settlement settlement, Lanes lanes) {
    this.settlement = settlement;
    this.lanes = lanes;
  }

  /** How many deliveries are with workers. */
  int size() {
    return size;
  }

  void given(Batch batch) {
    size += batch.size();
  }

  /** Leaves a worker what it is at, settles what it has finished, and gives the rest back. */
  void takeBack(Batch batch, long now) {
    List<Delivery> untouched = batch.takeBack();
    List<Delivery> idle = new ArrayList<>();
    for (int done = batch.doneCount(); batch.settled < done; batch.settled++) {
      Delivery delivery = batch.delivery(batch.settled);
      Object outcome = batch.outcome(batch.settled);
      size--;
      if (outcome == Batch.SKIPPED) {
        idle.add(delivery);
      } else {
        settlement.settle(delivery, outcome, now);
      }
    }
    size -= untouched.size();
    idle.addAll(untouched);
    lanes.giveBack(idle, now);
  }

  /**
   * Fails what a worker has begun and will not finish; of several of a key the first, because the
   * others wait for it.
   */
  void failBegun(Batch batch, Throwable failure, long now) {
    Set<String> failedKeys = new HashSet<>();
    List<Delivery> behind = new ArrayList<>();
    for (int begun = batch.begunCount(); batch.settled < begun; batch.settled++) {
      Delivery delivery = batch.delivery(batch.settled);
      size--;
      if (delivery.key() == null || failedKeys.add(delivery.key())) {
        settlement.settle(delivery, failure, now);
      } else {
        behind.add(delivery);
      }
    }
    lanes.giveBack(behind, now);
  }
}
