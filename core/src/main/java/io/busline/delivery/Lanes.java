package io.busline.delivery;

import io.busline.delivery.Delivery.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries may run. Each key has a lane in which only the head moves: while it is ready,
 * parked or running, the rest of its lane waits, and every other lane goes on. Deliveries without a
 * key have no lane and wait for nobody.
 */
final class Lanes {
  private final Map<String, Lane> byKey = new HashMap<>();
  private final ArrayDeque<Delivery> ready = new ArrayDeque<>();
  private final PriorityQueue<Delivery> parked =
      new PriorityQueue<>(Comparator.comparingLong((Delivery d) -> d.dueAt));

  /** The keys whose lane is empty, while the broker keeps what came behind. */
  private List<String> emptied = new ArrayList<>();

  private int held;

  /** How often something came, went, or was put off: while it stays the same, nothing moves. */
  private long moves;

  long moves() {
    return moves;
  }

  /** How many deliveries are here or with workers, and not gone. */
  int held() {
    return held;
  }

  void add(Delivery delivery, long now) {
    held++;
    moves++;
    String key = delivery.key();
    if (key != null) {
      Lane lane = byKey.get(key);
      if (lane == null) {
        lane = new Lane(key);
        byKey.put(key, lane);
      }
      delivery.lane = lane;
      if (lane.active > 0 || !lane.isEmpty()) {
        delivery.state = State.WAITING;
        lane.add(delivery);
        return;
      }
      lane.active++;
    }
    admit(delivery, now);
  }

  /** Makes the head of a lane, or a delivery without one, ready or parked. */
  private void admit(Delivery delivery, long now) {
    if (delivery.dueAt > now) {
      delivery.state = State.PARKED;
      parked.add(delivery);
    } else {
      delivery.state = State.READY;
      ready.add(delivery);
    }
  }

  /** Takes deliveries that may run one after another, those of a key next to each other. */
  List<Delivery> take(int max, long now) {
    List<Delivery> taken = new ArrayList<>(max);
    while (taken.size() < max && !ready.isEmpty()) {
      Delivery next = ready.remove();
      Lane lane = next.lane;
      while (next != null) {
        next.state = State.RUNNING;
        taken.add(next);
        next = lane != null && taken.size() < max ? takeBehind(lane, now) : null;
      }
    }
    return taken;
  }

  private static @Nullable Delivery takeBehind(Lane lane, long now) {
    Delivery next = lane.peek();
    if (next == null || next.dueAt > now) {
      return null;
    }
    lane.active++;
    return lane.poll();
  }

  /** Parks a delivery that was running, or dying, until a time; its lane waits with it. */
  void park(Delivery delivery, long dueAt) {
    delivery.dueAt = dueAt;
    if (delivery.state != State.DYING) {
      moves++;
      delivery.state = State.PARKED;
    }
    parked.add(delivery);
  }

  /** Takes a delivery's time from it, if it has one; its lane waits on. */
  void unpark(Delivery delivery) {
    parked.remove(delivery);
  }

  /** Moves what is due to the ready ones; what is due to die goes to the given place instead. */
  void wake(long now, Consumer<Delivery> dying) {
    for (Delivery d = parked.peek(); d != null && d.dueAt <= now; d = parked.peek()) {
      parked.poll();
      if (d.state == State.PARKED) {
        d.state = State.READY;
        ready.add(d);
      } else if (d.state == State.DYING) {
        dying.accept(d);
      }
    }
  }

  /** When the next parked delivery is due, or {@link Long#MAX_VALUE}. */
  long nextDue() {
    Delivery next = parked.peek();
    return next == null ? Long.MAX_VALUE : next.dueAt;
  }

  /** Lets go of a delivery that no worker has, wherever it is. */
  void remove(Delivery delivery, long now) {
    Lane lane = delivery.lane;
    if (delivery.state == State.WAITING && lane != null) {
      lane.remove(delivery);
      disown(delivery);
    } else {
      ready.remove(delivery);
      parked.remove(delivery);
      leave(delivery, now);
    }
  }

  /** Lets go of a delivery that was running or dying, and lets its lane move on. */
  void leave(Delivery delivery, long now) {
    disown(delivery);
    Lane lane = delivery.lane;
    if (lane != null) {
      lane.active--;
      moveOn(lane, now);
    }
  }

  /** Lets go of a delivery whose lane must not move on yet. */
  void disown(Delivery delivery) {
    if (delivery.state != State.GONE) {
      delivery.state = State.GONE;
      held--;
      moves++;
    }
  }

  /**
   * Puts deliveries that were taken but not run back, as if they had never been taken.
   *
   * @param untouched of each key the last ones that are with a worker, in order
   */
  void giveBack(List<Delivery> untouched, long now) {
    for (int i = untouched.size() - 1; i >= 0; i--) {
      Delivery d = untouched.get(i);
      Lane lane = d.lane;
      if (lane != null) {
        lane.active--;
      }
      if (d.state != State.GONE) {
        putBack(d);
      }
    }
    for (Delivery d : untouched) {
      if (d.lane != null) {
        moveOn(d.lane, now);
      }
    }
  }

  private void putBack(Delivery delivery) {
    Lane lane = delivery.lane;
    if (lane == null) {
      delivery.state = State.READY;
      ready.addFirst(delivery);
    } else {
      delivery.state = State.WAITING;
      lane.addFirst(delivery);
    }
  }

  private void moveOn(Lane lane, long now) {
    if (lane.active > 0) {
      return;
    }
    Delivery next = lane.poll();
    if (next == null) {
      byKey.remove(lane.key, lane);
      if (lane.deferred) {
        lane.deferred = false;
        emptied.add(lane.key);
      }
    } else {
      lane.active++;
      admit(next, now);
    }
  }

  /** Lets go of what waits in a lane, for the broker keeps it until the lane is empty. */
  List<Delivery> deferBehind(Lane lane) {
    if (lane.isEmpty()) {
      return List.of();
    }
    List<Delivery> waiting = new ArrayList<>();
    lane.forEach(waiting::add);
    waiting.forEach(this::disown);
    lane.clear();
    lane.deferred = true;
    return waiting;
  }

  /** Lets go of a parked delivery behind which nothing waits here, and of its lane. */
  void deferParked(Delivery delivery) {
    parked.remove(delivery);
    disown(delivery);
    Lane lane = delivery.lane;
    if (lane != null) {
      byKey.remove(lane.key, lane);
    }
  }

  /** The keys to go on with that the broker keeps. */
  List<String> takeEmptied() {
    if (emptied.isEmpty()) {
      return List.of();
    }
    List<String> taken = emptied;
    emptied = new ArrayList<>();
    return taken;
  }

  /** Everything that waits for its time, also what is to die. */
  void forEachParked(Consumer<Delivery> visitor) {
    parked.forEach(visitor);
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Everything that is ready, parked or waiting, those of a key in order. */
  void forEachIdle(Consumer<Delivery> visitor) {
    ready.forEach(visitor);
    parked.stream().filter(d -> d.state == State.PARKED).forEach(visitor);
    byKey.values().forEach(lane -> lane.forEach(visitor));
  }

  /** Forgets everything that is ready, parked or waiting, and returns it. */
  List<Delivery> clearIdle() {
    List<Delivery> idle = new ArrayList<>();
    forEachIdle(idle::add);
    idle.forEach(this::disown);
    ready.clear();
    parked.removeIf(d -> d.state == State.GONE);
    byKey.values().forEach(Lane::clear);
    return idle;
  }
}
