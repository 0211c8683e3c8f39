package io.busline.spi.log;

import static io.busline.simulation.Schedule.SECONDS;
import static io.busline.spi.log.LogScenario.LEASE;

import io.busline.spi.log.LogScenario.Weather;
import java.util.List;

/** What befalls members and servers, at times of chance. */
final class LogFaults {
  private final LogWorld world;
  private final List<SimulatedInstance> instances;

  LogFaults(LogWorld world, List<SimulatedInstance> instances) {
    this.world = world;
    this.instances = instances;
  }

  void schedule() {
    Weather weather = world.scenario.weather();
    int kinds =
        switch (weather) {
          case CALM -> 1;
          case STORMY -> 8;
          case RESTORED -> 14;
        };
    for (int i = world.chance.from(0, weather == Weather.CALM ? 3 : 8); i > 0; i--) {
      int kind = world.chance.below(kinds);
      world.schedule.at(world.chance.between(0, world.scenario.healAt()), () -> strike(kind));
    }
    world.schedule.at(world.chance.between(0, world.scenario.healAt()), world.registry::saveCopy);
    world.schedule.at(world.scenario.healAt(), this::heal);
  }

  private void strike(int kind) {
    SimulatedInstance instance = world.chance.oneOf(instances);
    switch (kind) {
      case 0 -> instance.leave();
      case 1, 2 -> instance.crash();
      case 3, 4 -> sleep(instance);
      case 5 -> outage(instance, world.chance.around(LEASE));
      case 6 -> outage(instance, 0);
      case 7 -> trim();
      case 8, 9 -> putLogBack();
      case 10 -> deleteLog();
      case 11 -> putRegistryBack();
      case 12 -> wipeRegistry();
      default -> {
        putLogBack();
        putRegistryBack();
      }
    }
  }

  private void sleep(SimulatedInstance instance) {
    SimulatedMember member = instance.member();
    long most = Math.min(3 * LEASE, world.scenario.healAt() - world.now() + 1);
    if (member != null) {
      member.sleep(world.chance.between(0, most), world.chance.of(0.3));
    }
  }

  private void outage(SimulatedInstance instance, long nanos) {
    SimulatedMember member = instance.member();
    if (member != null) {
      world.note("%s loses its connection", member);
      member.connection.breaks();
      world.schedule.in(nanos, member.connection::renewed);
    }
  }

  private void reconnectAll() {
    instances.forEach(instance -> outage(instance, world.chance.around(SECONDS)));
  }

  /** Removes what is old and done. */
  private void trim() {
    for (SimulatedLog log : world.logs.all()) {
      long first =
          log.events().stream()
              .filter(event -> event.isExpected() && !event.isDone())
              .mapToLong(event -> event.position)
              .findFirst()
              .orElse(log.end() + 1);
      world.note("servers    lose what is before %s/%d", log, first);
      log.trim(first);
    }
  }

  private void putLogBack() {
    List<SimulatedLog> logs = world.logs.all();
    if (!logs.isEmpty()) {
      SimulatedLog log = world.chance.oneOf(logs);
      long position = world.chance.between(0, log.end() + 1);
      world.tampered("put %s back to %d".formatted(log, position));
      reconnectAll();
      log.putBack(position);
      for (int i = world.chance.below(2) * world.chance.from(1, 8); i > 0; i--) {
        world.logs.append(log.name);
      }
    }
  }

  private void deleteLog() {
    String name = world.chance.oneOf(LogServer.NAMES);
    world.tampered("delete " + name);
    world.logs.delete(name);
    world.sights.add(LogSight.LOG_MADE_ANEW);
  }

  private void putRegistryBack() {
    world.tampered("put the registry back");
    if (world.chance.of(0.7)) {
      reconnectAll();
    }
    world.registry.putBack();
  }

  private void wipeRegistry() {
    world.tampered("lose the registry");
    if (world.chance.of(0.5)) {
      reconnectAll();
    }
    world.registry.wipe();
  }

  private void heal() {
    world.note("servers    heal");
    world.healed = true;
    for (SimulatedInstance instance : instances) {
      SimulatedMember member = instance.member();
      if (member != null && member.connection.isOut()) {
        member.connection.renewed();
      }
    }
  }
}
