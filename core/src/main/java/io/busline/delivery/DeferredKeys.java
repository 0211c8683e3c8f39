package io.busline.delivery;

import io.busline.delivery.Delivery.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps keys that do not move from filling the room of all others. If little room is left, what
 * waits behind the event of such a key goes back to the broker, and then the event itself if it is
 * to be retried later. When the key can move on, the broker is asked for it again.
 */
final class DeferredKeys {

  /** A key that has not moved for so long does not move. */
  private static final long STILL_NANOS = 1_000_000_000;

  private static final Comparator<Delivery> LATEST_FIRST =
      Comparator.comparingLong((Delivery d) -> d.dueAt).reversed();

  private final int capacity;
  private final Lanes lanes;
  private final Requests requests;

  /** The keys of which nothing is held, by the time of their next attempt. */
  private final PriorityQueue<Retry> retries =
      new PriorityQueue<>(Comparator.comparingLong(Retry::dueAt));

  /** When something that is being handled or stored will have taken too long. */
  private long lookAt = Long.MAX_VALUE;

  private record Retry(String key, long dueAt) {}

  DeferredKeys(MachineSettings settings, Lanes lanes, Requests requests) {
    this.capacity = settings.capacity();
    this.lanes = lanes;
    this.requests = requests;
  }

  /**
   * Gives back what does not move, and asks for what can move on.
   *
   * @return when there is something to do again, or {@link Long#MAX_VALUE}
   */
  long advance(Workers workers, Settlement settlement, long now) {
    makeRoom(workers, settlement, now);
    resume(now);
    Retry next = retries.peek();
    return next == null ? lookAt : Math.min(lookAt, next.dueAt);
  }

  private void resume(long now) {
    lanes.takeEmptied().forEach(requests::resume);
    for (Retry next = retries.peek(); next != null && next.dueAt <= now; next = retries.peek()) {
      retries.remove();
      requests.resume(next.key);
    }
  }

  /** Gives back what does not move, if it takes up the room of what could. */
  private void makeRoom(Workers workers, Settlement settlement, long now) {
    lookAt = Long.MAX_VALUE;
    if (isRoomy(capacity / 4) || !requests.canDefer()) {
      return;
    }
    List<Delivery> given = new ArrayList<>();
    lanes.forEachParked(delivery -> deferBehind(delivery, given));
    settlement.forEachLeaving(
        delivery -> {
          if (isStill(delivery.leavingSince, now)) {
            deferBehind(delivery, given);
          }
        });
    for (Batch batch : workers.running()) {
      if (isStill(batch.startedAt, now)) {
        batch.forEachHeld(delivery -> deferBehind(delivery, given));
      }
    }
    if (!isRoomy(capacity / 4)) {
      deferRetries(given);
    }
    if (!given.isEmpty()) {
      requests.defer(given);
    }
    lookAt = isRoomy(capacity / 4) ? Long.MAX_VALUE : lookAt;
  }

  private boolean isStill(long since, long now) {
    boolean still = now - since >= STILL_NANOS;
    lookAt = still ? lookAt : Math.min(lookAt, since + STILL_NANOS);
    return still;
  }

  private boolean isRoomy(int room) {
    return capacity - lanes.held() > room;
  }

  private void deferBehind(Delivery head, List<Delivery> given) {
    if (head.lane != null && head.state != State.GONE) {
      given.addAll(lanes.deferBehind(head.lane));
    }
  }

  /** Those that are due last go first, until half of the room is free. */
  private void deferRetries(List<Delivery> given) {
    List<Delivery> parked = new ArrayList<>();
    lanes.forEachParked(
        delivery -> {
          if (delivery.state == State.PARKED) {
            parked.add(delivery);
          }
        });
    parked.sort(LATEST_FIRST);
    for (Delivery delivery : parked) {
      if (isRoomy(capacity / 2)) {
        return;
      }
      Lane lane = delivery.lane;
      if (lane != null) {
        retries.add(new Retry(lane.key, delivery.dueAt));
        lanes.deferParked(delivery);
        given.add(delivery);
      }
    }
  }
}
