package io.busline.spi.log;

import static io.busline.spi.log.LogScenario.LEASE;

import org.jspecify.annotations.Nullable;

/** A service instance: its process ends, and another comes. */
final class SimulatedInstance {

  /** Processes see those of the same place. */
  private static final int PLACES = 3;

  private final LogWorld world;
  private final int number;
  private @Nullable SimulatedMember member;
  private int lives;
  private boolean isEnding;

  SimulatedInstance(LogWorld world, int number) {
    this.world = world;
    this.number = number;
  }

  void start() {
    if (isEnding) {
      return;
    }
    lives++;
    String place = "place " + world.chance.below(PLACES);
    var process = new ProcessIdentity(place, number, lives);
    SimulatedMember next =
        new SimulatedMember(world, "m%d.%d".formatted(number, lives), process, this::startSoon);
    member = next;
    world.history.lives(next);
    next.join();
  }

  private void startSoon() {
    member = null;
    world.schedule.in(world.chance.around(LEASE / 2), this::start);
  }

  void leave() {
    SimulatedMember leaving = member;
    if (leaving != null) {
      member = null;
      leaving.leave(this::startSoon);
    }
  }

  void crash() {
    if (member != null) {
      member.crash("by itself");
    }
  }

  /** Ends for good. */
  void end() {
    isEnding = true;
    if (world.chance.of(0.5)) {
      leave();
    } else {
      crash();
    }
  }

  @Nullable SimulatedMember member() {
    return member;
  }

  boolean isEnded() {
    return isEnding;
  }

  boolean isUp() {
    return member != null && member.hasJoined();
  }
}
