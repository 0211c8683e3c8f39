package io.busline.benchmarks.outbox;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.outbox.BusinessTransactions.Telling;
import io.busline.benchmarks.outbox.BusinessTransactions.Work;
import java.util.ArrayList;
import java.util.List;

/**
 * An outbox in PostgreSQL before JetStream: how fast, how late, and what it costs a transaction.
 */
public final class OutboxOnPostgres {

  private OutboxOnPostgres() {}

  public static List<Scenario> scenarios(Effort effort) {
    List<Scenario> all = new ArrayList<>();
    all.addAll(transactions(effort, Work.CHANGE, "one change"));
    all.addAll(transactions(effort, Work.ORDER, "an order of 3 lines"));
    all.add(
        Scenario.of(
            "events that wait in the outbox, to JetStream",
            Unit.EVENTS_PER_SECOND,
            () -> new OutboxDrain(effort)));
    all.add(
        Scenario.of(
            "from commit to handler at 1,000/s, p99",
            Unit.MICROS,
            () -> new OutboxLateness(effort)));
    return all;
  }

  /** Eight threads, and what the event of a transaction costs. */
  private static List<Scenario> transactions(Effort effort, Work work, String what) {
    String without = "transactions of " + what;
    List<Scenario> all = new ArrayList<>();
    all.add(transactions(effort, work, Telling.NOT, without));
    all.add(transactions(effort, work, Telling.ROW, what + " and a row beside it").versus(without));
    all.add(
        transactions(effort, work, Telling.STORED, what + " and an event, relayed elsewhere")
            .versus(without));
    all.add(
        transactions(effort, work, Telling.RELAYED, what + " and an event, relayed here")
            .versus(without));
    return all;
  }

  private static Scenario transactions(Effort effort, Work work, Telling telling, String name) {
    return Scenario.of(
        name, Unit.EVENTS_PER_SECOND, () -> new BusinessTransactions(effort, work, telling));
  }
}
