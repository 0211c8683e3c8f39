package io.busline.simulation;

import io.busline.simulation.Scenario.Handling;

/** What became of one event in one group, and what its handlers are going to do. */
final class Fate {
  /** Fails however often it is tried. */
  static final int ALWAYS = Integer.MAX_VALUE;

  final StoredEvent event;
  final int group;

  /** Its place among the events of its key. */
  final int place;

  /** How many handlings fail before one succeeds. */
  final int failures;

  /** Whether its failures are of a kind that no attempt mends. */
  final boolean hopeless;

  int handedOver;
  int begun;
  int succeeded;
  boolean letterStored;

  /** How often storing its dead letter was confirmed. */
  int letters;

  boolean discarded;

  /** How often something happened to it in flight, after which it may be handled once more. */
  int excuses;

  Fate(StoredEvent event, int group, int place, World world) {
    this.event = event;
    this.group = group;
    this.place = place;
    Handling handling = world.scenario.handling();
    Chance chance = world.chance;
    this.hopeless = chance.of(handling.hopeless());
    boolean poison = hopeless || chance.of(handling.poison());
    this.failures = poison ? ALWAYS : chance.of(handling.flaky()) ? chance.from(1, 4) : 0;
  }

  boolean isDone() {
    return succeeded > 0 || letterStored || discarded;
  }

  /** How often it is handled if nothing happens to it in flight. */
  int expected(int attempts) {
    return hopeless ? 1 : failures >= attempts ? attempts : failures + 1;
  }

  @Override
  public String toString() {
    return "g%d %s".formatted(group, event);
  }
}
