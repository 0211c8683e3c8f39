package io.busline.simulation;

import static io.busline.simulation.Schedule.MICROS;
import static io.busline.simulation.Schedule.MILLIS;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An instance's way to the broker. What is sent arrives in order, late or not at all. */
final class Connection {
  private final World world;
  private final SimulatedBroker broker;
  private final SimulatedGroup group;
  private final Session session;
  private final LetterBox letters;
  private long lastArrival;
  private long extendAt;

  Connection(World world, SimulatedBroker broker, SimulatedGroup group, Session session) {
    this.world = world;
    this.broker = broker;
    this.group = group;
    this.session = session;
    this.letters = new LetterBox(world);
    group.join(session);
  }

  private void send(Runnable message) {
    boolean late = world.strikes(world.scenario.rates().detours());
    long arrival = world.now() + world.chance.around(late ? 50 * MILLIS : 20 * MICROS);
    lastArrival = Math.max(lastArrival + 1, arrival);
    world.schedule.at(lastArrival, message);
  }

  private boolean isLost(double rate) {
    return broker.out || world.strikes(rate);
  }

  List<HandOver> lost() {
    return broker.out ? List.of() : session.takeLost();
  }

  List<HandOver> poll(int max) {
    return max == 0 || broker.out ? List.of() : group.poll(session, max);
  }

  void ack(List<HandOver> done) {
    if (isLost(world.scenario.rates().lostAcks())) {
      done.forEach(handOver -> handOver.fate.excuses++);
    } else {
      send(() -> done.forEach(group::ack));
    }
  }

  void release(List<HandOver> untouched) {
    if (!isLost(world.scenario.rates().lostAcks())) {
      send(() -> untouched.forEach(group::release));
    }
  }

  void retryLater(HandOver handOver, int attempts, long due) {
    if (world.scenario.retries().durable() && !broker.out) {
      send(() -> group.retryLater(handOver, attempts, due));
    }
  }

  /** Between two polls, as the consumer itself does it. */
  void defer(HandOver handOver, int attempts, long due) {
    group.defer(handOver, attempts, due);
  }

  void resume(String key) {
    group.resume(session, key);
  }

  void extend(Supplier<List<HandOver>> held) {
    if (world.now() >= extendAt) {
      extendAt = world.now() + world.scenario.leaseNanos() / 3;
      List<HandOver> extended = held.get();
      if (!broker.out) {
        send(() -> group.extend(session, extended));
      }
    }
  }

  void storeLetter(Fate fate, Consumer<Boolean> answer) {
    letters.store(fate, !broker.out, answer);
  }

  /** Ends the session after what was sent. */
  void close() {
    send(() -> group.leave(session));
  }

  /** Ends without a word: the broker notices at once, or when leases run out. */
  void cut() {
    if (world.chance.of(0.5)) {
      world.schedule.in(world.chance.around(5 * MILLIS), () -> group.leave(session));
    }
  }
}
