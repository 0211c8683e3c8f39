package io.busline.benchmarks.sqlite;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Folder;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Work;
import io.busline.benchmarks.load.Busline;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * What an event costs on the disk, as the file grows.
 *
 * @param effort how much
 */
public record SqliteGrowth(Effort effort) {
  private static final int EVENTS = 20_000;
  private static final int BATCH = 1_000;

  public static List<Scenario> scenarios(Effort effort) {
    SqliteGrowth growth = new SqliteGrowth(effort);
    int[] sizes = {10_000, 100_000, 1_000_000};
    List<Scenario> rows = new ArrayList<>();
    rows.addAll(
        Scenario.growing(
            "publish into a file of %,d events", size -> () -> growth.publish(size), sizes));
    rows.addAll(
        Scenario.growing("consume %,d waiting events", size -> () -> growth.consume(size), sizes));
    return rows;
  }

  private void fill(EventBus bus, int events) {
    byte[] data = Order.bytes();
    for (int left = events; left > 0; ) {
      left -= Busline.batch(bus, data, Math.min(left, BATCH));
    }
  }

  private Subject publish(int stored) {
    int events = effort.events(EVENTS);
    return () -> {
      try (Folder folder = new Folder(effort.folder());
          EventBus bus = folder.bus()) {
        fill(bus, effort.events(stored));
        return Work.perEvent(events, () -> fill(bus, events));
      }
    };
  }

  private Subject consume(int waiting) {
    int events = effort.events(waiting);
    return () -> {
      try (Folder folder = new Folder(effort.folder());
          EventBus bus = folder.bus()) {
        fill(bus, events);
        return Work.perEvent(events, () -> new Reader(bus, "g", Order.TYPE).await(events));
      }
    };
  }
}
