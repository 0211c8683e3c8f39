package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.examples.shop.Standing.Fact;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the bus from its beginning and keeps account of every order on it, whoever placed it and
 * when. It trusts nothing but events and dead letters. On a bus that has no past it can follow only
 * the orders of this run, from the first to the last. Safe for use by several threads.
 */
final class Audit {
  private static final int SHOWN = 5;
  private static final List<String> GROUPS =
      List.of(
          OrderService.GROUP,
          InventoryService.GROUP,
          BillingService.GROUP,
          NotificationService.GROUP);

  private final EventBus bus;
  private final String run;
  private final boolean hasPast;
  private final Map<String, Set<Fact>> orders = new LinkedHashMap<>();
  private final Map<Standing, Integer> standings = new EnumMap<>(Standing.class);
  private long facts;
  private int ofThisRun;

  /** The numbers of the orders of one run, which is counted by itself, have one beginning. */
  Audit(EventBus bus, String run) {
    this.bus = bus;
    this.run = run;
    this.hasPast = bus.can(Capability.START_POSITIONS);
  }

  void start() {
    bus.broadcast()
        .on("order.created", byte[].class, event -> note(event, Fact.CREATED))
        .on("order.paid", byte[].class, event -> note(event, Fact.PAID))
        .on("order.cancelled", byte[].class, event -> note(event, Fact.CANCELLED))
        .on(CustomerNotified.class, this::told)
        .from(hasPast ? StartPosition.earliest() : StartPosition.latest())
        .subscribe();
  }

  private void told(Event<CustomerNotified> event) {
    if (!event.data().about().equals("order.created")) {
      note(event, Fact.CUSTOMER_TOLD);
    }
  }

  /** Notes a fact about the order of an event; one without a number is known by its event. */
  private synchronized void note(Event<?> event, Fact fact) {
    String order = event.key().orElse(event.id());
    if (!hasPast && !order.startsWith(run)) {
      return;
    }
    Set<Fact> known = orders.get(order);
    if (known == null) {
      known = EnumSet.noneOf(Fact.class);
      orders.put(order, known);
      standings.merge(Standing.OPEN, 1, Integer::sum);
    }
    Standing before = Standing.of(known);
    if (known.add(fact)) {
      standings.merge(before, -1, Integer::sum);
      standings.merge(Standing.of(known), 1, Integer::sum);
      facts++;
      ofThisRun += fact == Fact.CREATED && order.startsWith(run) ? 1 : 0;
      notifyAll();
    }
  }

  /** A service gave up an event, on a bus that keeps no dead letters. */
  void gone(Event<?> event) {
    note(event, Fact.DEAD_LETTER);
  }

  /** Looks through the dead letters, if the bus keeps any. Blocks. */
  void readDeadLetters() {
    if (!bus.can(Capability.DEAD_LETTERS)) {
      return;
    }
    for (String group : GROUPS) {
      for (DeadLetter letter :
          bus.deadLetters().list(DeadLetterQuery.ofGroup(group), Integer.MAX_VALUE)) {
        note(letter.event(), Fact.DEAD_LETTER);
      }
    }
  }

  /** Waits until something new is known, but not for long; returns how much is known. */
  synchronized long awaitNews(long seen, Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toMillis(); facts == seen && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return facts;
  }

  synchronized int ofThisRun() {
    return ofThisRun;
  }

  synchronized Accounts accounts() {
    return new Accounts(
        orders.size(),
        count(Standing.PAID),
        count(Standing.CANCELLED),
        count(Standing.DEAD_LETTERED),
        count(Standing.CONTRADICTORY),
        count(Standing.OPEN));
  }

  /** Everything that is known, as it is now. */
  synchronized Map<String, Set<Fact>> facts() {
    Map<String, Set<Fact>> copy = new HashMap<>();
    orders.forEach((order, known) -> copy.put(order, EnumSet.copyOf(known)));
    return copy;
  }

  private int count(Standing standing) {
    return standings.getOrDefault(standing, 0);
  }

  /** Some of the orders that have not come to one end. */
  synchronized List<String> unaccounted() {
    return orders.entrySet().stream()
        .filter(
            order ->
                switch (Standing.of(order.getValue())) {
                  case OPEN, CONTRADICTORY -> true;
                  default -> false;
                })
        .map(order -> order.getKey() + " " + order.getValue())
        .limit(SHOWN)
        .toList();
  }
}
