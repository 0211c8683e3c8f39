package io.busline.simulation;

import java.util.EnumSet;
import java.util.Set;

/** What everything in a run shares. */
final class World {
  private final Flaw flaw;
  final Chance chance;
  final Scenario scenario;
  final Schedule schedule;
  final Trace trace;
  final History history;

  final Set<Sight> sights = EnumSet.noneOf(Sight.class);

  /** From now on nothing goes wrong any more. */
  boolean healed;

  World(long seed, Flaw flaw, boolean traced) {
    this.flaw = flaw;
    this.chance = new Chance(seed);
    this.scenario = Scenario.of(chance);
    this.schedule = new Schedule(chance);
    this.trace = new Trace(traced);
    this.history = new History(this);
  }

  long now() {
    return schedule.now();
  }

  /** Whether a fault of a certain rate strikes here. */
  boolean strikes(double rate) {
    return !healed && chance.of(rate);
  }

  boolean has(Flaw suspected) {
    return flaw == suspected;
  }

  void note(String what) {
    trace.add(now(), what);
  }
}
