package io.busline.benchmarks.startup;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.Order;
import io.busline.servers.Server;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long it takes from nothing to the first confirmed event, over Busline and over the broker's
 * own client, in a process that has done it before. Closing is not counted.
 *
 * @param connector connects, over Busline or not
 * @param server the server to connect to
 */
public record Connecting(Connector connector, Server server) implements Subject {

  /** The median of so many, for one that is late by chance says nothing. */
  private static final int TIMES = 5;

  public static List<Scenario> scenarios(Effort effort) {
    return Stream.of(Connector.values()).map(Connecting::row).toList();
  }

  private static Scenario row(Connector connector) {
    Scenario row =
        Scenario.of(
            connector.words, Unit.MILLIS, () -> new Connecting(connector, connector.start()));
    return connector.beside == null ? row : row.versus(connector.beside.words);
  }

  @Override
  public Sample sample() throws Exception {
    double[] millis = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      Order order = Order.number(i);
      long start = System.nanoTime();
      AutoCloseable open = connector.connect(server.port(), order);
      millis[i] = (System.nanoTime() - start) / 1e6;
      open.close();
    }
    Arrays.sort(millis);
    return Sample.of(millis[TIMES / 2]);
  }

  @Override
  public void close() {
    server.close();
  }
}
