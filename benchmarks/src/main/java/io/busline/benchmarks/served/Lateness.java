package io.busline.benchmarks.served;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.kafka.KafkaPipe;
import io.busline.benchmarks.kafka.KafkaWay;
import io.busline.benchmarks.load.Arrivals;
import io.busline.benchmarks.load.BuslinePipe;
import io.busline.benchmarks.load.Pipe;
import io.busline.benchmarks.load.SeenOrders;
import io.busline.benchmarks.load.SharedServer;
import io.busline.benchmarks.load.SteadyRate;
import io.busline.benchmarks.nats.RawJetStream;
import io.busline.benchmarks.rabbitmq.RawRabbit;
import io.busline.benchmarks.rabbitmq.RawRabbitQueue;
import io.busline.servers.NatsServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.util.ArrayList;
import java.util.List;

/**
 * How late events are at a rate that leaves every broker time, over Busline and over the broker's
 * own client, with the promises of the suites that ask how many events there can be.
 *
 * @param effort how much to measure
 * @param rabbit the RabbitMQ server
 */
public record Lateness(Effort effort, SharedServer<RabbitServer> rabbit) {
  private static final int PARTITIONS = 4;

  /** Times a sample's usual length: one in a thousand events has to be some events. */
  private static final int LONGER = 3;

  public static List<Scenario> scenarios(Effort effort) {
    Lateness suite = new Lateness(effort, SharedServer.rabbit());
    List<Scenario> rows = new ArrayList<>();
    suite.jetStream(rows);
    suite.rabbit(rows);
    suite.kafka(rows);
    return rows;
  }

  /** Opens a pipe whose handler tells the arrivals. */
  private interface Piping {
    Pipe open(Arrivals arrivals) throws Exception;
  }

  private void pair(List<Scenario> rows, String client, Piping raw, String bus, Piping busline) {
    Scenario own = row(client + ", p99", raw);
    rows.add(own);
    rows.add(row("Busline " + bus + ", p99", busline).versus(own.name()));
  }

  private Scenario row(String name, Piping piping) {
    return Scenario.of(
        name,
        Unit.MICROS,
        () -> {
          Arrivals arrivals = new Arrivals();
          return new SteadyRate(piping.open(arrivals), arrivals, LONGER * effort.nanos());
        });
  }

  private void jetStream(List<Scenario> rows) {
    pair(
        rows,
        "jnats, tuned: JetStream",
        arrivals -> {
          NatsServer server = NatsServer.start(Release.CURRENT);
          return new RawJetStream(server, "nats://127.0.0.1:" + server.port(), arrivals);
        },
        "jetstream:",
        arrivals -> {
          NatsServer server = NatsServer.start(Release.CURRENT);
          String url = "jetstream://127.0.0.1:" + server.port();
          return new BuslinePipe(url, arrivals, server::close);
        });
  }

  private void rabbit(List<Scenario> rows) {
    pair(
        rows,
        "amqp-client, tuned: quorum",
        arrivals -> new RawRabbit(queue("late-raw"), arrivals, rabbit::leave),
        "amqp: quorum",
        arrivals -> new BuslinePipe(queue("late-bus").url(), arrivals, rabbit::leave));
  }

  private RawRabbitQueue queue(String exchange) {
    return new RawRabbitQueue(rabbit.enter().port(), "quorum", exchange);
  }

  private void kafka(List<Scenario> rows) {
    pair(
        rows,
        KafkaWay.PROMPT.words,
        arrivals -> KafkaPipe.open(KafkaWay.PROMPT, PARTITIONS, 1, new SeenOrders(arrivals)),
        "kafka:",
        arrivals -> KafkaPipe.open(KafkaWay.BUSLINE, PARTITIONS, 1, new SeenOrders(arrivals)));
  }
}
