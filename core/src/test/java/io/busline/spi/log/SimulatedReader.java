package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;

import java.util.HashSet;
import java.util.Set;

/** Reads the logs for one member. */
final class SimulatedReader implements LogReader {
  private final LogWorld world;
  private final SimulatedMember member;
  private final SimulatedLogs logs;
  private final Runnable news;
  private final Set<SimulatedTopicReader> topics = new HashSet<>();
  private boolean isChanged;

  SimulatedReader(LogWorld world, SimulatedMember member, SimulatedLogs logs, Runnable news) {
    this.world = world;
    this.member = member;
    this.logs = logs;
    this.news = news;
    world.logs.attach(this);
  }

  /** Something was stored, and it is told twice, once or never. */
  void news() {
    if (!world.strikes(world.scenario.rates().lostSignals())) {
      world.schedule.in(world.chance.around(2 * MILLIS), this::told);
    }
    if (world.chance.of(0.1)) {
      world.schedule.in(world.chance.around(200 * MILLIS), this::told);
    }
  }

  private void told() {
    news.run();
    member.poke();
  }

  /** A log was made or deleted, which this reader learns soon, or not so soon. */
  void comesOrGoes(String name) {
    boolean lost = world.strikes(world.scenario.rates().lostSignals());
    if (!lost) {
      world.schedule.in(world.chance.around(100 * MILLIS), () -> isChanged = true);
    }
    world.schedule.in(world.chance.around(lost ? 5 * SECONDS : 50 * MILLIS), () -> end(name));
  }

  private void end(String name) {
    topics.stream().filter(topic -> topic.isOf(name)).forEach(SimulatedTopicReader::endIfGone);
  }

  @Override
  public boolean refresh() {
    boolean changed = isChanged;
    isChanged = false;
    return changed;
  }

  @Override
  public TopicReader open(LogInfo log) {
    SimulatedTopicReader topic = new SimulatedTopicReader(world, member, logs, log.name());
    topics.add(topic);
    return topic;
  }

  @Override
  public void close() {
    world.logs.detach(this);
  }
}
