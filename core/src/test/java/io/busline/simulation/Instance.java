package io.busline.simulation;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;

import io.busline.simulation.Scenario.Weather;
import org.jspecify.annotations.Nullable;

/** A service instance: ends and comes back. */
final class Instance {
  private final World world;
  private final SimulatedBroker broker;
  private final SimulatedGroup group;
  private final String name;
  private @Nullable Loop loop;
  private int lives;

  Instance(World world, SimulatedBroker broker, SimulatedGroup group, int number) {
    this.world = world;
    this.broker = broker;
    this.group = group;
    this.name = "g%di%d".formatted(group.number(), number);
  }

  void start() {
    lives++;
    loop = new Loop(world, name + "." + lives, broker, group, this::restartSoon);
  }

  private void restartSoon() {
    world.schedule.in(world.chance.around(100 * MILLIS), this::start);
  }

  boolean isIdle() {
    return loop != null && loop.isIdle();
  }

  void kill() {
    if (loop != null) {
      loop.kill();
    }
  }

  void drain() {
    if (loop != null) {
      boolean calm = world.scenario.weather() == Weather.CALM;
      loop.drain(calm ? 60 * SECONDS : world.chance.around(60 * MILLIS));
    }
  }

  void pauseFor(long nanos) {
    Loop paused = loop;
    if (paused != null) {
      paused.pause(true);
      world.schedule.in(nanos, () -> paused.pause(false));
    }
  }

  @Nullable Loop loop() {
    return loop;
  }
}
