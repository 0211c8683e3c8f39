package io.busline.benchmarks.sqlite;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Blocking;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Folder;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.Busline;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Events on the disk before they are confirmed. Each sample is taken on a new file.
 *
 * @param effort how much
 */
public record SqliteBus(Effort effort) {
  private static final int READ = 500;

  public static List<Scenario> scenarios(Effort effort) {
    SqliteBus suite = new SqliteBus(effort);
    List<Scenario> rows = new ArrayList<>();
    for (int group : new int[] {1, 10, 100, 1_000}) {
      Scenario bare = suite.jdbc(group);
      rows.add(bare);
      rows.add(suite.busline(group).versus(bare.name()));
    }
    Scenario bare = suite.jdbc(Blocking.COUNT);
    rows.add(bare);
    rows.add(suite.threads().versus(bare.name()));
    Scenario bareBoth = suite.jdbcEndToEnd(100);
    rows.add(bareBoth);
    rows.add(suite.endToEnd(100).versus(bareBoth.name()));
    return rows;
  }

  private static Scenario row(String name, Subject subject) {
    return Scenario.of(name, Unit.EVENTS_PER_SECOND, () -> subject);
  }

  /** Does something again and again; it returns how many events it was. */
  private Sample steadily(Callable<Integer> step) throws Exception {
    long events = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < effort.nanos()) {
      events += step.call();
    }
    return Sample.of(events * 1e9 / (System.nanoTime() - start));
  }

  private Scenario jdbc(int group) {
    byte[] data = Order.bytes();
    return row(
        "JDBC, commits of %,d".formatted(group),
        () -> {
          try (Folder folder = new Folder(effort.folder());
              JdbcLog log = new JdbcLog(folder.file())) {
            return steadily(
                () -> {
                  log.write(group, data);
                  return group;
                });
          }
        });
  }

  private Scenario busline(int group) {
    byte[] data = Order.bytes();
    String name = group == 1 ? "Busline publish" : "Busline publishAll(%,d)".formatted(group);
    return row(
        name,
        () -> {
          try (Folder folder = new Folder(effort.folder());
              EventBus bus = folder.bus()) {
            return steadily(
                () -> {
                  if (group > 1) {
                    return Busline.batch(bus, data, group);
                  }
                  bus.publish(Order.TYPE, data);
                  return 1;
                });
          }
        });
  }

  private Scenario threads() {
    return row(
        "Busline publish on " + Blocking.THREADS.words,
        () -> {
          try (Folder folder = new Folder(effort.folder());
              EventBus bus = folder.bus()) {
            byte[] data = Order.bytes();
            return Blocking.THREADS.sample(() -> bus.publish(Order.TYPE, data), effort.nanos());
          }
        });
  }

  private Scenario jdbcEndToEnd(int group) {
    byte[] data = Order.bytes();
    return row(
        "JDBC, commits of %,d, read and marked".formatted(group),
        () -> {
          try (Folder folder = new Folder(effort.folder());
              JdbcLog log = new JdbcLog(folder.file())) {
            // One connection: SQLite has one writer, and two would wait for one another.
            return steadily(
                () -> {
                  log.write(group, data);
                  return log.read(READ);
                });
          }
        });
  }

  private Scenario endToEnd(int group) {
    byte[] data = Order.bytes();
    return row(
        "Busline publishAll(%,d), handled".formatted(group),
        () -> {
          try (Folder folder = new Folder(effort.folder());
              EventBus bus = folder.bus()) {
            Reader reader = new Reader(bus, "g", Order.TYPE);
            long start = System.nanoTime();
            long events = 0;
            while (System.nanoTime() - start < effort.nanos()) {
              events += Busline.batch(bus, data, group);
            }
            reader.await(events);
            return Sample.of(events * 1e9 / (System.nanoTime() - start));
          }
        });
  }
}
