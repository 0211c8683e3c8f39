package io.busline.spi.log;

import static io.busline.spi.log.LogInvariant.ATTEMPTS_KEPT;
import static io.busline.spi.log.LogInvariant.CRASHES_COUNTED;
import static io.busline.spi.log.LogInvariant.NO_LOSS;
import static io.busline.spi.log.LogInvariant.NO_NEEDLESS_DUPLICATE;
import static io.busline.spi.log.LogInvariant.NO_PHANTOM;
import static io.busline.spi.log.LogInvariant.ONE_AT_A_TIME;
import static io.busline.spi.log.LogInvariant.ORDER;

import io.busline.spi.InboundMessage;
import io.busline.spi.log.LogScenario.Weather;
import java.util.ArrayList;
import java.util.List;

/** What happened to each event, and whether it may. */
final class LogHistory {
  private final LogWorld world;
  private final List<SimulatedEvent> events = new ArrayList<>();
  private final List<SimulatedMember> members = new ArrayList<>();
  private boolean isFounded;

  LogHistory(LogWorld world) {
    this.world = world;
  }

  void stored(SimulatedEvent event) {
    events.add(event);
  }

  void founded() {
    isFounded = true;
  }

  boolean isFounded() {
    return isFounded;
  }

  void lives(SimulatedMember member) {
    members.add(member);
  }

  List<SimulatedMember> members() {
    members.removeIf(SimulatedMember::isDead);
    return members;
  }

  boolean isAlive(ProcessIdentity process) {
    return members().stream().anyMatch(m -> m.process().equals(process));
  }

  SimulatedEvent event(InboundMessage message) {
    return events.get(Integer.parseInt(message.event().id()) - 1);
  }

  /** A member holds an event from now on. */
  void arrived(SimulatedMember member, SimulatedEvent event, InboundMessage message) {
    event.arrived++;
    world.disturbed();
    if (!event.isWanted) {
      throw world.violation(NO_PHANTOM, "%s gets %s, of no interest".formatted(member, event));
    }
    if (member.handlers.holds(event)) {
      throw world.violation(ONE_AT_A_TIME, "%s gets %s twice".formatted(member, event));
    }
    for (SimulatedMember other : members()) {
      if (other != member) {
        other.handlers.heldAlongside(event).ifPresent(e -> checkAlone(member, event, other, e));
      }
    }
    boolean known = event.notedAmong == world.tamperings && !world.isConfused();
    if (known && !member.isDoubtful() && message.priorAttempts() < event.noted) {
      throw world.violation(
          ATTEMPTS_KEPT,
          "%s gets %s as tried %d times, and it was noted that it was %d times"
              .formatted(member, event, message.priorAttempts(), event.noted));
    }
    if (event.deferredBy != null && event.deferredBy != member) {
      world.sights.add(LogSight.DEFERRED_ELSEWHERE);
    }
    if (event.noted > 0) {
      event.notedElsewhere = true;
    }
    if (message.priorAttempts() > 0 && message.notBefore().orElseThrow().getEpochSecond() == 0) {
      world.sights.add(LogSight.CRASH_COUNTED);
    }
    boolean calm = world.scenario.weather() == Weather.CALM;
    if (calm && event.arrived > 1 + event.excuses) {
      throw world.violation(NO_NEEDLESS_DUPLICATE, "%s gets %s again".formatted(member, event));
    }
  }

  private void checkAlone(
      SimulatedMember member, SimulatedEvent event, SimulatedMember other, SimulatedEvent held) {
    if (member.isDoubtful() || other.isDoubtful() || world.isConfused()) {
      world.sights.add(LogSight.HELD_TWICE);
      return;
    }
    throw world.violation(
        ONE_AT_A_TIME, "%s gets %s while %s holds %s".formatted(member, event, other, held));
  }

  /** A handler begins. */
  void begins(SimulatedMember member, SimulatedEvent event) {
    if (event.key() == null || !event.isExpected() || world.isConfused()) {
      return;
    }
    for (SimulatedEvent earlier : event.log.events()) {
      boolean before = earlier.position < event.position && earlier.isAlongside(event);
      if (before && isMissing(earlier)) {
        throw world.violation(
            ORDER, "%s begins with %s before %s is done".formatted(member, event, earlier));
      }
    }
  }

  void acknowledged(SimulatedEvent event, boolean elsewhere) {
    event.acknowledged++;
    if (elsewhere && event.notedElsewhere) {
      world.sights.add(LogSight.RETRIED_ELSEWHERE);
    }
  }

  /** An event ends a process. */
  void crashes(SimulatedEvent event) {
    event.crashes++;
    // The first event of a slot is suspected, so those before it may be given up as well.
    long suspects =
        event.log.events().stream()
            .filter(e -> e.position <= event.position && e.slot() == event.slot() && e.isWanted)
            .count();
    long most = LogScenario.ATTEMPTS * (suspects + world.tamperings + 1);
    if (event.crashes > most) {
      throw world.violation(CRASHES_COUNTED, "%s has ended %d processes".formatted(event, most));
    }
  }

  /** How many events are still to be handled. */
  long left() {
    return events.stream().filter(this::isMissing).count();
  }

  private boolean isMissing(SimulatedEvent event) {
    return event.isExpected() && !event.isDone() && !isWithoutWitness(event);
  }

  /**
   * Whether nobody may be left who could tell that the log was put back: who had read what is gone
   * crashed, or what was recorded of it went as well, or nothing of interest is gone. Then what
   * came at the same positions before anybody looked may be passed over.
   */
  private boolean isWithoutWitness(SimulatedEvent event) {
    return event.isReplacing && (event.isUnwitnessed || world.hasLostWitnesses(event.storedAt));
  }

  void checkEnd() {
    for (SimulatedEvent event : events) {
      if (isMissing(event)) {
        throw world.violation(NO_LOSS, event + " is never handled");
      }
    }
  }
}
