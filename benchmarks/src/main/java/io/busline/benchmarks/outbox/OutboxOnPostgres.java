package io.busline.benchmarks.outbox;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Unit;
import java.util.List;

/**
 * An outbox in PostgreSQL before JetStream: how fast, how late, and what it costs a transaction.
 */
public final class OutboxOnPostgres {

  private OutboxOnPostgres() {}

  public static List<Scenario> scenarios(Effort effort) {
    Scenario without =
        Scenario.of(
            "a transaction of one change, 8 threads",
            Unit.EVENTS_PER_SECOND,
            () -> new BusinessTransactions(effort, false));
    return List.of(
        without,
        Scenario.of(
                "the same with one event in the outbox",
                Unit.EVENTS_PER_SECOND,
                () -> new BusinessTransactions(effort, true))
            .versus(without.name()),
        Scenario.of(
            "events that wait in the outbox, to JetStream",
            Unit.EVENTS_PER_SECOND,
            () -> new OutboxDrain(effort)),
        Scenario.of(
            "from commit to handler at 1,000/s, p99",
            Unit.MICROS,
            () -> new OutboxLateness(effort)));
  }
}
