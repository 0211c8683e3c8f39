package io.busline.examples.shop;

import io.busline.examples.shop.OrderTable.State;
import io.busline.examples.shop.Standing.Fact;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Compares the table of orders with what the bus says about them. */
final class TableAudit {

  private TableAudit() {}

  /**
   * Compares.
   *
   * @param table how orders stand there
   * @param bus what is known of orders from their events
   * @param prefix how the numbers of the orders begin that are compared
   */
  static TableReport compare(Map<String, State> table, Map<String, Set<Fact>> bus, String prefix) {
    int notOnBus = 0;
    int different = 0;
    Map<String, State> rows = new HashMap<>(table);
    rows.keySet().removeIf(order -> !order.startsWith(prefix));
    for (Map.Entry<String, State> row : rows.entrySet()) {
      Set<Fact> facts = bus.getOrDefault(row.getKey(), Set.of());
      if (!facts.contains(Fact.CREATED)) {
        notOnBus++;
      } else if (row.getValue() != state(facts)) {
        different++;
      }
    }
    int notInTable =
        (int)
            bus.keySet().stream()
                .filter(order -> order.startsWith(prefix) && !rows.containsKey(order))
                .count();
    return new TableReport(
        rows.size(),
        count(rows, State.PAID),
        count(rows, State.CANCELLED),
        notOnBus,
        notInTable,
        different);
  }

  private static State state(Set<Fact> facts) {
    if (facts.contains(Fact.PAID)) {
      return State.PAID;
    }
    return facts.contains(Fact.CANCELLED) ? State.CANCELLED : State.PLACED;
  }

  private static int count(Map<String, State> table, State state) {
    return (int) table.values().stream().filter(state::equals).count();
  }
}
