package io.busline.benchmarks.nats;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.BuslinePipe;
import io.busline.benchmarks.load.EndToEnd;
import io.busline.benchmarks.load.Pipe;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import java.util.List;

/**
 * Over NATS, from object to object: JSON both ways, confirmed and handled.
 *
 * @param effort how much to measure
 */
public record NatsBus(Effort effort) {

  public static List<Scenario> scenarios(Effort effort) {
    NatsBus suite = new NatsBus(effort);
    Scenario core = suite.row("jnats, tuned: core", "nats", RawCoreNats::new);
    Scenario stream = suite.row("jnats, tuned: JetStream", "nats", RawJetStream::new);
    return List.of(
        core,
        suite.row("Busline nats:", "nats", NatsBus::busline).versus(core.name()),
        stream,
        suite.row("Busline jetstream:", "jetstream", NatsBus::busline).versus(stream.name()),
        suite
            .row("jnats, one by one: JetStream", "nats", NaiveJetStream::new)
            .versus(stream.name()));
  }

  /** Opens a pipe that owns the server from then on. */
  private interface Piping {
    Pipe open(NatsServer server, String url) throws Exception;
  }

  private static Pipe busline(NatsServer server, String url) {
    return new BuslinePipe(url, server::close);
  }

  private Scenario row(String name, String scheme, Piping piping) {
    return Scenario.of(
        name,
        Unit.EVENTS_PER_SECOND,
        () -> {
          NatsServer server = NatsServer.start(Release.CURRENT);
          String url = scheme + "://127.0.0.1:" + server.port();
          return new EndToEnd(piping.open(server, url), effort.nanos());
        });
  }
}
