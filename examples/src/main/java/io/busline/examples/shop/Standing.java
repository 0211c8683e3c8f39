package io.busline.examples.shop;

import java.util.Set;

/** How an order stands, by what is known about it. */
enum Standing {
  OPEN,
  PAID,
  CANCELLED,
  DEAD_LETTERED,
  CONTRADICTORY;

  /** What the bus says about an order. */
  enum Fact {
    CREATED,
    PAID,
    CANCELLED,
    CUSTOMER_TOLD,
    DEAD_LETTER
  }

  static Standing of(Set<Fact> facts) {
    boolean paid = facts.contains(Fact.PAID);
    boolean cancelled = facts.contains(Fact.CANCELLED);
    if (paid && cancelled) {
      return CONTRADICTORY;
    }
    if ((paid || cancelled) && facts.contains(Fact.CUSTOMER_TOLD)) {
      return paid ? PAID : CANCELLED;
    }
    return facts.contains(Fact.DEAD_LETTER) ? DEAD_LETTERED : OPEN;
  }
}
