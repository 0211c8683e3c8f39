package io.busline.simulation;

import static io.busline.simulation.Invariant.ATTEMPTS;
import static io.busline.simulation.Invariant.HONEST_OUTCOMES;
import static io.busline.simulation.Invariant.NO_LOSS;
import static io.busline.simulation.Invariant.NO_NEEDLESS_DUPLICATE;
import static io.busline.simulation.Invariant.NO_PHANTOM;
import static io.busline.simulation.Invariant.ONE_AT_A_TIME;
import static io.busline.simulation.Invariant.ORDER;

import io.busline.simulation.Scenario.Weather;
import java.util.ArrayList;
import java.util.List;

/** What happened to each event in each group, and whether it may. */
final class History {
  private final World world;
  private final List<Group> groups = new ArrayList<>();

  /** A group's events; and of each key, which are being handled. */
  private static final class Group {
    final List<Fate> fates = new ArrayList<>();
    final List<Key> keys = new ArrayList<>();
  }

  private static final class Key {
    final List<Fate> fates = new ArrayList<>();
    final List<Attempt> running = new ArrayList<>(2);
    int done;

    /** How many of its events, from the first, are done. */
    int done() {
      while (done < fates.size() && fates.get(done).isDone()) {
        done++;
      }
      return done;
    }
  }

  History(World world) {
    this.world = world;
    for (int g = 0; g < world.scenario.groups(); g++) {
      Group group = new Group();
      groups.add(group);
      for (int k = 0; k < world.scenario.traffic().keys(); k++) {
        group.keys.add(new Key());
      }
    }
  }

  Fate stored(StoredEvent event, int number) {
    Group group = groups.get(number);
    List<Fate> ofKey = event.key() < 0 ? group.fates : group.keys.get(event.key()).fates;
    Fate fate = new Fate(event, number, ofKey.size(), world);
    group.fates.add(fate);
    if (event.key() >= 0) {
      ofKey.add(fate);
    }
    return fate;
  }

  boolean isStored(int id) {
    return groups.get(0).fates.stream().anyMatch(f -> f.event.id() == id);
  }

  /** A handler begins with an event. */
  Attempt begins(HandOver handOver, Worker worker) {
    Attempt attempt = new Attempt(handOver, worker);
    Fate fate = handOver.fate;
    fate.begun++;
    List<Fate> fates = groups.get(fate.group).fates;
    int position = fate.event.position();
    if (position >= fates.size() || fates.get(position) != fate) {
      throw new Violation(NO_PHANTOM, handOver + " is handled and was never stored");
    }
    if (world.scenario.ordered() && fate.event.key() >= 0) {
      Key key = groups.get(fate.group).keys.get(fate.event.key());
      checkOrder(attempt, key);
      key.running.forEach(other -> checkAlone(attempt, other));
      key.running.add(attempt);
    }
    return attempt;
  }

  private void checkOrder(Attempt attempt, Key key) {
    for (int i = key.done(); i < attempt.fate().place; i++) {
      Fate earlier = key.fates.get(i);
      if (!earlier.isDone() && !isTogether(attempt, earlier, key)) {
        throw new Violation(
            ORDER, attempt.handOver() + " is handled before " + earlier + " is done");
      }
    }
  }

  /** Whether an earlier event is handled in the same call of a batch handler. */
  private boolean isTogether(Attempt attempt, Fate earlier, Key key) {
    return world.scenario.bounds().whole()
        && key.running.stream()
            .anyMatch(a -> a.fate() == earlier && a.worker() == attempt.worker());
  }

  private void checkAlone(Attempt attempt, Attempt other) {
    boolean excused = other.worker().isCutOff() || other.worker() == attempt.worker();
    boolean elsewhere = other.handOver().session != attempt.handOver().session;
    if (elsewhere && !other.worker().isCutOff()) {
      world.sights.add(Sight.HANDLED_AGAIN_ELSEWHERE);
    }
    boolean stale = other.handOver().isStale() || attempt.handOver().isStale();
    if (!excused && !(elsewhere && stale)) {
      throw new Violation(
          ONE_AT_A_TIME,
          "%s is handled while %s of its key is".formatted(attempt.handOver(), other.handOver()));
    }
  }

  /** A handler has ended. */
  void ends(Attempt attempt, boolean well) {
    Fate fate = attempt.fate();
    if (well) {
      fate.succeeded++;
    }
    if (fate.event.key() >= 0) {
      groups.get(fate.group).keys.get(fate.event.key()).running.remove(attempt);
    }
  }

  /** How a publish ended for its caller. */
  void published(int id, SimulatedPublisher.Outcome outcome, boolean hasCause) {
    boolean honest =
        switch (outcome) {
          case STORED -> isStored(id);
          case FAILED -> !isStored(id);
          case UNKNOWN -> hasCause;
        };
    if (!honest) {
      throw new Violation(
          HONEST_OUTCOMES,
          "the publish of id %d ended as %s, and it is %s"
              .formatted(id, outcome, isStored(id) ? "stored" : "not stored"));
    }
  }

  /** After everything has come to rest. */
  void checkEnd() {
    for (Group group : groups) {
      group.fates.forEach(this::checkEnd);
    }
  }

  private void checkEnd(Fate fate) {
    if (!fate.isDone()) {
      throw new Violation(NO_LOSS, fate + " is neither handled nor a dead letter");
    }
    boolean both = fate.succeeded > 0 && (fate.letterStored || fate.discarded);
    if (fate.succeeded + (both ? 1 : 0) > 1 + fate.excuses) {
      throw new Violation(
          NO_NEEDLESS_DUPLICATE,
          "%s succeeded %d times, and was touched %d times by a fault in flight"
              .formatted(fate, fate.succeeded, fate.excuses));
    }
    boolean whole = world.scenario.bounds().whole();
    if (world.scenario.weather() == Weather.CALM && fate.excuses > 0 && !whole) {
      throw new Violation(NO_NEEDLESS_DUPLICATE, fate + " was interrupted though nothing happened");
    }
    if (fate.letters > 1 + fate.excuses) {
      throw new Violation(ATTEMPTS, fate + " left " + fate.letters + " dead letters");
    }
    int attempts = world.scenario.retries().attempts();
    if (fate.handedOver == 1 && fate.excuses == 0 && !whole) {
      checkAttempts(fate, fate.expected(attempts));
    }
  }

  private static void checkAttempts(Fate fate, int expected) {
    if (fate.begun != expected) {
      throw new Violation(
          ATTEMPTS, "%s was handled %d times instead of %d".formatted(fate, fate.begun, expected));
    }
  }
}
