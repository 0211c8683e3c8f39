package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;
import static io.busline.simulation.Schedule.SECONDS;
import static io.busline.spi.log.LogScenario.ATTEMPTS;
import static io.busline.spi.log.LogScenario.LEASE;

import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one member holds, and what becomes of it: one at a time of each key. */
final class SimulatedHandlers implements Inbox {
  private final LogWorld world;
  private final SimulatedMember member;
  private final Map<InboundMessage, Held> held = new LinkedHashMap<>();

  private static final class Held {
    final InboundMessage message;
    final SimulatedEvent event;
    int attempts;
    boolean isRunning;

    Held(InboundMessage message, SimulatedEvent event) {
      this.message = message;
      this.event = event;
      this.attempts = message.priorAttempts();
    }
  }

  SimulatedHandlers(LogWorld world, SimulatedMember member) {
    this.world = world;
    this.member = member;
  }

  int held() {
    return held.size();
  }

  boolean holds(SimulatedEvent event) {
    return held.values().stream().anyMatch(h -> h.event == event);
  }

  /** An event that must not be held beside another. */
  Optional<SimulatedEvent> heldAlongside(SimulatedEvent event) {
    return held.values().stream()
        .map(h -> h.event)
        .filter(other -> other.isAlongside(event))
        .findFirst();
  }

  /** The slots of which nothing is held, of the log that a key of the registry is about. */
  int idle(String key) {
    int idle = Slots.ALL;
    for (Held each : held.values()) {
      if (key.endsWith("." + each.event.log.name)) {
        idle &= ~(1 << each.event.slot());
      }
    }
    return idle;
  }

  @Override
  public void arrived(InboundMessage message) {
    SimulatedEvent event = world.history.event(message);
    world.note("%s gets %s, tried %d times", member, event, message.priorAttempts());
    world.history.arrived(member, event, message);
    held.put(message, new Held(message, event));
    world.schedule.in(world.chance.around(MILLIS / 10), () -> member.run(this::beginAll));
  }

  @Override
  public void revoked(InboundMessage message) {
    if (held.containsKey(message)) {
      world.sights.add(LogSight.REVOKED);
      world.note("%s loses %s", member, held.get(message).event);
    }
    if (!world.has(LogFlaw.KEEPS_WHAT_WAS_TAKEN_BACK)) {
      held.remove(message);
      world.schedule.in(0, () -> member.run(this::beginAll));
    }
  }

  /** Everything goes: the member has ended. */
  void drop(boolean inGoodOrder) {
    held.values().forEach(h -> h.event.excuses++);
    if (inGoodOrder && !held.isEmpty() && world.chance.of(0.5)) {
      release(List.copyOf(held.values()));
    }
    held.clear();
  }

  private void beginAll() {
    for (Held each : inOrder()) {
      boolean first =
          inOrder().stream()
              .takeWhile(h -> h != each)
              .noneMatch(h -> h.event.key() != null && h.event.isAlongside(each.event));
      if (first && !each.isRunning && held.get(each.message) == each) {
        begin(each);
      }
    }
  }

  private List<Held> inOrder() {
    List<Held> all = new ArrayList<>(held.values());
    all.sort(Comparator.comparingLong(h -> h.event.position));
    return all;
  }

  private void begin(Held next) {
    next.isRunning = true;
    if (next.attempts >= ATTEMPTS) {
      world.sights.add(LogSight.GIVEN_UP);
      world.schedule.in(world.chance.around(MILLIS), () -> member.run(() -> done(next)));
      return;
    }
    world.history.begins(member, next.event);
    var handling = world.scenario.handling();
    boolean hangs = world.strikes(handling.hangs());
    long takes = hangs ? world.chance.around(LEASE) : world.chance.around(handling.mean());
    world.schedule.in(takes, () -> member.run(() -> end(next)));
  }

  private boolean isLost(Held ended) {
    return held.get(ended.message) != ended;
  }

  private void end(Held ended) {
    if (isLost(ended)) {
      return;
    }
    var handling = world.scenario.handling();
    if (ended.event.isPoison) {
      world.history.crashes(ended.event);
      member.crash("by " + ended.event);
      throw new Crashed();
    } else if (world.strikes(handling.releases())) {
      release(inOrder().stream().filter(h -> h.event.isAlongside(ended.event)).toList());
    } else if (world.strikes(handling.fails())) {
      fails(ended);
    } else {
      done(ended);
    }
  }

  private void release(List<Held> given) {
    for (Held each : given) {
      world.note("%s releases %s", member, each.event);
      each.event.excuses++;
      held.remove(each.message);
    }
    member.consumer().release(given.stream().map(h -> h.message).toList());
    member.poke();
  }

  private void fails(Held failed) {
    failed.attempts++;
    world.note("%s fails at %s, attempt %d", member, failed.event, failed.attempts);
    long delay = world.chance.of(0.1) ? world.chance.around(LEASE) : world.chance.around(SECONDS);
    member
        .consumer()
        .retryLater(failed.message, failed.attempts, member.clock.now().plusNanos(delay));
    if (failed.event.key() != null && world.strikes(world.scenario.handling().defers())) {
      defer(failed, world.chance.of(0.7), delay);
      return;
    }
    world.schedule.in(
        delay,
        () ->
            member.run(
                () -> {
                  if (!isLost(failed)) {
                    begin(failed);
                  }
                }));
  }

  /** Gives back what is behind an event of its key, and the event itself or not. */
  private void defer(Held failed, boolean whole, long delay) {
    List<Held> given = new ArrayList<>();
    for (Held each : inOrder()) {
      if (each.event.isAlongside(failed.event) && (whole || each != failed)) {
        given.add(each);
      }
    }
    for (Held each : given) {
      world.note("%s defers %s", member, each.event);
      world.sights.add(LogSight.DEFERRED);
      each.event.excuses++;
      each.event.deferredBy = member;
      held.remove(each.message);
    }
    member.consumer().defer(given.stream().map(h -> h.message).toList());
    String key = failed.event.key();
    world.schedule.in(
        delay,
        () ->
            member.run(
                () -> {
                  if (!whole && !isLost(failed)) {
                    begin(failed);
                  }
                  world.note("%s resumes %s", member, key);
                  if (!world.has(LogFlaw.FORGETS_TO_RESUME)) {
                    member.consumer().resume(key);
                  }
                }));
  }

  private void done(Held ended) {
    if (isLost(ended)) {
      return;
    }
    world.note("%s acknowledges %s", member, ended.event);
    world.history.acknowledged(ended.event, ended.message.priorAttempts() > 0);
    held.remove(ended.message);
    if (!world.has(LogFlaw.LOSES_ACKNOWLEDGEMENTS)) {
      member.consumer().ack(List.of(ended.message));
    }
    beginAll();
    member.poke();
  }
}
