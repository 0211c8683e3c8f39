package io.busline.benchmarks.served;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.kafka.KafkaPipe;
import io.busline.benchmarks.kafka.KafkaWay;
import io.busline.benchmarks.load.BuslinePipe;
import io.busline.benchmarks.load.EndToEnd;
import io.busline.benchmarks.load.LargeOrders;
import io.busline.benchmarks.load.Pipe;
import io.busline.benchmarks.load.SeenOrders;
import io.busline.benchmarks.load.SharedServer;
import io.busline.benchmarks.nats.EmptiedStream;
import io.busline.benchmarks.nats.RawJetStream;
import io.busline.benchmarks.rabbitmq.RawRabbit;
import io.busline.benchmarks.rabbitmq.RawRabbitQueue;
import io.busline.servers.NatsServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import java.util.ArrayList;
import java.util.List;

/**
 * How many larger events there can be, over Busline and over the broker's own client, with the
 * promises of the suites that ask it of small ones.
 *
 * @param effort how long to measure
 * @param rabbit for all sizes
 * @param orders of one size
 */
public record Sizes(Effort effort, SharedServer<RabbitServer> rabbit, LargeOrders orders) {
  private static final int PARTITIONS = 4;

  /**
   * As much may be published and not handled, on both sides. It bounds what is not confirmed, too,
   * since a broker confirms before long what it has delivered; the clients' own windows are counts
   * that would let more bytes through.
   */
  private static final int MOST_BYTES_ON_THE_WAY = 16 << 20;

  public static List<Scenario> scenarios(Effort effort) {
    SharedServer<RabbitServer> rabbit = SharedServer.rabbit();
    List<Scenario> rows = new ArrayList<>();
    for (int kibibytes : List.of(1, 16)) {
      Sizes suite = new Sizes(effort, rabbit, LargeOrders.of(kibibytes << 10));
      suite.jetStream(rows);
      suite.rabbit(rows);
      suite.kafka(rows);
    }
    return rows;
  }

  private void pair(
      List<Scenario> rows,
      String client,
      Scenario.Opening raw,
      String bus,
      Scenario.Opening busline) {
    Scenario own = row(client, raw);
    rows.add(own);
    rows.add(row(bus, busline).versus(own.name()));
  }

  private Scenario row(String who, Scenario.Opening opening) {
    String name = "%s, %d KiB".formatted(who, orders.bytes() >> 10);
    return Scenario.of(name, Unit.EVENTS_PER_SECOND, opening);
  }

  private Subject endToEnd(Pipe pipe) {
    return new EndToEnd(pipe, effort.nanos(), orders, MOST_BYTES_ON_THE_WAY / orders.bytes());
  }

  private void jetStream(List<Scenario> rows) {
    pair(
        rows,
        "jnats, tuned: JetStream",
        () -> {
          NatsServer server = NatsServer.start(Release.CURRENT);
          return emptied(server, new RawJetStream(server, url("nats", server)));
        },
        "Busline jetstream:",
        () -> {
          NatsServer server = NatsServer.start(Release.CURRENT);
          return emptied(server, new BuslinePipe(url("jetstream", server), server::close));
        });
  }

  private Subject emptied(NatsServer server, Pipe pipe) throws Exception {
    return new EmptiedStream(endToEnd(pipe), url("nats", server));
  }

  private static String url(String scheme, NatsServer server) {
    return scheme + "://127.0.0.1:" + server.port();
  }

  private void rabbit(List<Scenario> rows) {
    pair(
        rows,
        "amqp-client, tuned: quorum",
        () -> endToEnd(new RawRabbit(queue("raw"), rabbit::leave)),
        "Busline amqp: quorum",
        () -> endToEnd(new BuslinePipe(queue("bus").url(), rabbit::leave)));
  }

  private RawRabbitQueue queue(String whose) {
    return new RawRabbitQueue(rabbit.enter().port(), "quorum", whose + "-" + orders.bytes());
  }

  private void kafka(List<Scenario> rows) {
    pair(
        rows,
        KafkaWay.RAW.words,
        () -> endToEnd(KafkaPipe.open(KafkaWay.RAW, PARTITIONS, 1, new SeenOrders())),
        KafkaWay.BUSLINE.words,
        () -> endToEnd(KafkaPipe.open(KafkaWay.BUSLINE, PARTITIONS, 1, new SeenOrders())));
  }
}
