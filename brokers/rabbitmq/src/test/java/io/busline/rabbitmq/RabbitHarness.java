package io.busline.rabbitmq;

import io.busline.servers.Mishaps;
import io.busline.servers.RabbitServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A server that several tests use, one after another, through a proxy of a test's own. */
final class RabbitHarness implements BrokerHarness {

  /** One is the default, and then one instance works at a time; the kit wants several to. */
  private static final int PARTITIONS = 3;

  private final RabbitServer server;
  private final String exchange;
  private final String options;
  private final TcpProxy proxy;
  private final Mishaps mishaps;
  private final Leftovers leftovers;

  /** A harness on the exchange that all tests of a server share. */
  RabbitHarness(RabbitServer server) {
    this(server, "busline", "");
  }

  private RabbitHarness(RabbitServer server, String exchange, String options) {
    this.server = server;
    this.exchange = exchange;
    this.options = options;
    this.proxy = TcpProxy.to(server.port());
    this.mishaps = new Mishaps(server, proxy);
    this.leftovers = new Leftovers(server.port(), exchange);
  }

  /** Retains events, on an exchange of its own: else each group would begin with all tests'. */
  static RabbitHarness retaining(RabbitServer server) {
    return new RabbitHarness(
        server, "kit-" + UUID.randomUUID().toString().substring(0, 8), "&retain=1h");
  }

  @Override
  public String url() {
    return "amqp://guest:guest@%s?partitions=%d&exchange=%s%s"
        .formatted(proxy.address(), PARTITIONS, exchange, options);
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities =
        EnumSet.of(
            Capability.DURABLE,
            Capability.GROUPS,
            Capability.REDELIVERY,
            Capability.ORDER_PER_KEY,
            Capability.DEAD_LETTERS,
            Capability.LISTING);
    if (options.contains("retain=")) {
      capabilities.add(Capability.START_POSITIONS);
    }
    return capabilities;
  }

  @Override
  public Broker connect(BrokerContext context) {
    return leftovers.of(new RabbitBrokerProvider().open(BusUrl.parse(url()), context));
  }

  @Override
  public Duration patience() {
    return Duration.ofSeconds(40);
  }

  @Override
  public void restart() {
    server.stop();
    server.restart();
  }

  @Override
  public Optional<Runnable> outage() {
    return Optional.of(mishaps.refusing(Mode.CLOSE));
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault(
            "the server is restarted in good order", Duration.ofMillis(100), mishaps::stopped),
        new Fault("the server freezes", Duration.ofSeconds(2), mishaps::frozen),
        new Fault("connections are cut", Duration.ofMillis(10), mishaps::cut),
        new Fault("no byte passes", Duration.ofSeconds(2), () -> mishaps.swallowing(Mode.SWALLOW)),
        new Fault("everything is late", Duration.ofSeconds(2), mishaps::late),
        new Fault("the server is killed and started again", Duration.ofMillis(500), this::killed));
  }

  private Runnable killed() {
    Queues.secure(server);
    return mishaps.killed();
  }

  @Override
  public void close() {
    proxy.close();
    leftovers.remove();
  }
}
