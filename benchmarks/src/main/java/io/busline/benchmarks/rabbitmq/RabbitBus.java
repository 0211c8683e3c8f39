package io.busline.benchmarks.rabbitmq;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.BuslinePipe;
import io.busline.benchmarks.load.BuslinePublishing;
import io.busline.benchmarks.load.EndToEnd;
import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Pipe;
import io.busline.benchmarks.load.PublishOnly;
import io.busline.benchmarks.load.Publishing;
import io.busline.benchmarks.load.SeenOrders;
import io.busline.benchmarks.load.SeenPipe;
import io.busline.benchmarks.load.SharedServer;
import io.busline.servers.RabbitServer;
import java.util.ArrayList;
import java.util.List;

/**
 * Over RabbitMQ, beside its own client, with the same promise: published persistently, mandatory
 * and confirmed, and acknowledged when handled.
 *
 * @param effort how much to measure
 * @param server the server of the suite
 */
public record RabbitBus(Effort effort, SharedServer<RabbitServer> server) {
  public static List<Scenario> scenarios(Effort effort) {
    RabbitBus suite = new RabbitBus(effort, SharedServer.rabbit());
    List<Scenario> scenarios = new ArrayList<>();
    for (String kind : List.of("quorum", "classic")) {
      suite.publishing(kind, scenarios);
      suite.endToEnd(kind, scenarios);
    }
    return scenarios;
  }

  /** Beside what others have built on the client; each of them is divided by the bus. */
  public static List<Scenario> peers(Effort effort) {
    RabbitBus suite = new RabbitBus(effort, SharedServer.rabbit());
    Scenario raw =
        suite.peer(
            "amqp-client, tuned",
            (queue, handling, close) -> new RawRabbit(queue, handling::handle, close));
    Scenario busline =
        suite.peer(
            "Busline amqp",
            (queue, handling, close) -> new BuslinePipe(queue.url(), handling::handle, close));
    return List.of(
        raw,
        busline.versus(raw.name()),
        suite.peer("Spring AMQP", SpringAmqp::open).versus(busline.name()),
        suite.peer("Spring Cloud Stream", SpringCloudStreamRabbit::open).versus(busline.name()));
  }

  /** Opens what publishes, and has what is published be handled. */
  private interface Peer {
    Publishing open(RawRabbitQueue queue, Handling handling, Runnable whenClosed) throws Exception;
  }

  private Scenario peer(String words, Peer peer) {
    return endToEnd(
        words + ": end to end, quorum",
        "quorum",
        (queue, close) -> {
          SeenOrders seen = new SeenOrders();
          return new SeenPipe(peer.open(queue, seen, close), seen);
        });
  }

  private void publishing(String kind, List<Scenario> scenarios) {
    Scenario raw = publishing("amqp-client, tuned: publish, " + kind, kind, this::raw);
    scenarios.add(raw);
    scenarios.add(
        publishing("Busline amqp: publish, " + kind, kind, this::busline).versus(raw.name()));
  }

  private void endToEnd(String kind, List<Scenario> scenarios) {
    Scenario raw = endToEnd("amqp-client, tuned: end to end, " + kind, kind, RawRabbit::new);
    scenarios.add(raw);
    scenarios.add(
        endToEnd(
                "Busline amqp: end to end, " + kind,
                kind,
                (queue, close) -> new BuslinePipe(queue.url(), close))
            .versus(raw.name()));
    scenarios.add(
        endToEnd("amqp-client, one by one: end to end, " + kind, kind, NaiveRabbit::new)
            .versus(raw.name()));
  }

  /** Opens a pipe of its own on the server. */
  private interface Piping {
    Pipe open(RawRabbitQueue queue, Runnable whenClosed) throws Exception;
  }

  private Scenario endToEnd(String name, String kind, Piping piping) {
    return Scenario.of(
        name,
        Unit.EVENTS_PER_SECOND,
        () -> new EndToEnd(piping.open(queue(kind, name), server::leave), effort.nanos()));
  }

  /** Opens what publishes. */
  private interface Opening {
    Subject open(RawRabbitQueue queue) throws Exception;
  }

  private Scenario publishing(String name, String kind, Opening opening) {
    return Scenario.of(name, Unit.EVENTS_PER_SECOND, () -> opening.open(queue(kind, name)));
  }

  private Subject raw(RawRabbitQueue queue) throws Exception {
    return publishing(new RawRabbitPublisher(queue, server::leave), queue, List.of(queue.name()));
  }

  private Subject busline(RawRabbitQueue queue) {
    new BuslinePipe(queue.url(), () -> {}).close();
    return publishing(
        new BuslinePublishing(queue.url(), server::leave),
        queue,
        List.of(queue.exchange() + ":benchmarks:0"));
  }

  private Subject publishing(Publishing publishing, RawRabbitQueue queue, List<String> queues) {
    return new PublishOnly(publishing, () -> queue.purge(queues), effort.nanos());
  }

  private RawRabbitQueue queue(String kind, String row) {
    return new RawRabbitQueue(
        server.enter().port(), kind, "row-" + Integer.toHexString(row.hashCode()));
  }
}
