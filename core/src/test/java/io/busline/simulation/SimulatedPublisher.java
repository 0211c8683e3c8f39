package io.busline.simulation;

import static io.busline.simulation.Schedule.MICROS;
import static io.busline.simulation.Schedule.MILLIS;

import io.busline.simulation.Scenario.Rates;
import io.busline.simulation.Scenario.Traffic;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Publishes events: those of a key one after another, and so many at once as may be in flight. What
 * failed or is unknown is mostly published again, with the same id.
 */
final class SimulatedPublisher {
  private static final long TIMEOUT = 100 * MILLIS;
  private static final int TRIES = 5;

  private final World world;
  private final SimulatedBroker broker;
  private final Traffic traffic;
  private final Rates rates;
  private final List<Outgoing> waiting = new ArrayList<>();
  private final boolean[] busy;
  private int left;
  private int inFlight;

  /** How a publish ends. */
  enum Outcome {
    STORED,
    FAILED,
    UNKNOWN
  }

  /** An event to be published. */
  private static final class Outgoing {
    final int id;
    final int key;
    int tries;

    /** Some try ended as unknown, so nobody can say any more that it is not stored. */
    boolean doubtful;

    boolean hasCause;

    Outgoing(int id, int key) {
      this.id = id;
      this.key = key;
    }
  }

  /** One try, of which the first answer counts. */
  private static final class Try {
    final boolean refused;
    boolean answered;

    Try(boolean refused) {
      this.refused = refused;
    }
  }

  SimulatedPublisher(World world, SimulatedBroker broker) {
    this.world = world;
    this.broker = broker;
    this.traffic = world.scenario.traffic();
    this.rates = world.scenario.rates();
    this.busy = new boolean[traffic.keys()];
    this.left = traffic.events();
  }

  void start() {
    long time = 0;
    for (int id = 0; id < traffic.events(); id++) {
      int key = world.chance.below(10) == 0 ? -1 : world.chance.below(traffic.keys());
      Outgoing outgoing = new Outgoing(id, key);
      time += world.chance.around(traffic.every());
      world.schedule.at(
          time,
          () -> {
            waiting.add(outgoing);
            sendWaiting();
          });
    }
  }

  boolean isDone() {
    return left == 0;
  }

  private void sendWaiting() {
    Iterator<Outgoing> all = waiting.iterator();
    while (all.hasNext() && inFlight < traffic.inFlight()) {
      Outgoing outgoing = all.next();
      if (outgoing.key < 0 || !busy[outgoing.key]) {
        all.remove();
        if (outgoing.key >= 0) {
          busy[outgoing.key] = true;
        }
        inFlight++;
        send(outgoing);
      }
    }
  }

  private void send(Outgoing outgoing) {
    Try attempt = new Try(world.strikes(rates.refusals()));
    outgoing.tries++;
    Outcome atDeadline = world.has(Flaw.CALLS_UNKNOWN_FAILED) ? Outcome.FAILED : Outcome.UNKNOWN;
    world.schedule.in(TIMEOUT, () -> answer(outgoing, attempt, atDeadline));
    if (world.strikes(rates.lostRequests()) || broker.out) {
      outgoing.hasCause = true;
    } else {
      arriveAfter(delay(outgoing), outgoing, attempt);
    }
    if (world.strikes(rates.echoes())) {
      arriveAfter(delay(outgoing), outgoing, attempt);
    }
  }

  private long delay(Outgoing outgoing) {
    boolean late = world.strikes(rates.detours());
    outgoing.hasCause |= late;
    return world.chance.around(late ? TIMEOUT : 50 * MICROS);
  }

  private void arriveAfter(long delay, Outgoing outgoing, Try attempt) {
    world.schedule.in(
        delay,
        () -> {
          if (broker.out) {
            outgoing.hasCause = true;
            return;
          }
          if (!attempt.refused) {
            broker.store(outgoing.id, outgoing.key);
          }
          if (world.strikes(rates.lostAnswers())) {
            outgoing.hasCause = true;
          } else {
            Outcome outcome = attempt.refused ? Outcome.FAILED : Outcome.STORED;
            world.schedule.in(delay(outgoing), () -> answer(outgoing, attempt, outcome));
          }
        });
  }

  private void answer(Outgoing outgoing, Try attempt, Outcome outcome) {
    if (attempt.answered) {
      return;
    }
    attempt.answered = true;
    outgoing.doubtful |= outcome == Outcome.UNKNOWN;
    if (outcome != Outcome.STORED && outgoing.tries < TRIES && world.chance.of(0.8)) {
      world.schedule.in(world.chance.around(MILLIS), () -> send(outgoing));
    } else {
      boolean unclear = outcome == Outcome.FAILED && outgoing.doubtful;
      end(outgoing, unclear ? Outcome.UNKNOWN : outcome);
    }
  }

  private void end(Outgoing outgoing, Outcome outcome) {
    if (world.trace.on) {
      world.note("publisher  id %d is %s".formatted(outgoing.id, outcome));
    }
    world.history.published(outgoing.id, outcome, outgoing.hasCause);
    if (outgoing.key >= 0) {
      busy[outgoing.key] = false;
    }
    inFlight--;
    left--;
    sendWaiting();
  }
}
