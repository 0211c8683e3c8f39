package io.busline.spi.log;

import static io.busline.simulation.Schedule.MILLIS;

import io.busline.error.BrokerException;

/** The way of one member to the servers. */
final class SimulatedConnection {
  private final LogWorld world;
  private final SimulatedMember member;
  private int epoch;
  private boolean isOut;

  SimulatedConnection(LogWorld world, SimulatedMember member) {
    this.world = world;
    this.member = member;
  }

  int epoch() {
    return epoch;
  }

  boolean isOut() {
    return isOut;
  }

  void breaks() {
    isOut = true;
  }

  /** Is there again, and nothing that was known may be relied on. */
  void renewed() {
    isOut = false;
    epoch++;
  }

  void requireReachable() {
    if (isOut) {
      throw new BrokerException(member + " cannot reach the servers");
    }
  }

  /** The servers are asked; time may pass, and there may be no answer. */
  void asks(String what) {
    member.requireAlive();
    var rates = world.scenario.rates();
    if (world.strikes(rates.crashes())) {
      member.crash("before " + what);
      throw new Crashed();
    }
    requireReachable();
    if (world.strikes(rates.refused() / 4)) {
      throw unanswered(what);
    }
    if (world.strikes(rates.late() / 4)) {
      member.waits(world.chance.around(100 * MILLIS));
    }
  }

  /** Something was done; nobody may hear of it. */
  void hears(String what) {
    var rates = world.scenario.rates();
    if (world.strikes(rates.crashes())) {
      member.crash("after " + what);
      throw new Crashed();
    }
    if (world.strikes(rates.unheard())) {
      throw unanswered(what);
    }
  }

  BrokerException unanswered(String what) {
    world.note("%s gets no answer: %s", member, what);
    return new BrokerException("%s failed: there was no answer".formatted(what));
  }
}
