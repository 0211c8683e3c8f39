package io.busline.spi.log;

import static io.busline.simulation.Schedule.SECONDS;

import io.busline.spi.TimeSource;
import java.time.Instant;

/** A member's clocks: neither is right. */
final class SimulatedClock implements TimeSource {
  private final LogWorld world;
  private final long offset;
  private final long wallOffset;

  /** By how many millionths it goes too fast. */
  private final long drift;

  private long stoodStill;
  private long stillFrom;
  private long stillUntil;

  SimulatedClock(LogWorld world) {
    this.world = world;
    this.offset = world.chance.between(-1_000 * SECONDS, 1_000 * SECONDS);
    this.wallOffset = world.chance.of(0.3) ? world.chance.between(-3_600, 3_600) : 0;
    this.drift = world.chance.oneOf(0, 0, 300, -300);
  }

  @Override
  public Instant now() {
    return world.logs.now().plusSeconds(wallOffset);
  }

  @Override
  public long nanos() {
    long passed = world.now() - stoodStill - still();
    return offset + passed + passed / 1_000_000 * drift;
  }

  /** The machine is suspended, and its clock for durations with it. */
  void standStill(long until) {
    stoodStill += still();
    stillFrom = world.now();
    stillUntil = until;
  }

  private long still() {
    return Math.min(world.now(), stillUntil) - stillFrom;
  }

  @Override
  public boolean isVirtual() {
    return world.scenario.virtualTime();
  }

  @Override
  public Registration onMove(Runnable listener) {
    return () -> {};
  }
}
