package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import io.busline.servers.Endpoint;
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

/**
 * A server that several tests use, through a proxy of a test's own. It may be one that all tests
 * share; then it cannot be restarted, and has no faults.
 */
final class RabbitHarness implements BrokerHarness {

  /** One is the default, and then one instance works at a time; the kit wants several to. */
  private static final int PARTITIONS = 3;

  private final Endpoint server;
  private final String exchange;
  private final String options;
  private final TcpProxy proxy;
  private final Leftovers leftovers;

  /** A harness on the exchange that all tests of a server share. */
  RabbitHarness(Endpoint server) {
    this(server, "busline", "");
  }

  private RabbitHarness(Endpoint server, String exchange, String options) {
    this.server = server;
    this.exchange = exchange;
    this.options = options;
    this.proxy = TcpProxy.to(server.port());
    this.leftovers = new Leftovers(server.port(), exchange);
  }

  /** Retains events, on an exchange of its own: else each group would begin with all tests'. */
  static RabbitHarness retaining(Endpoint server) {
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
  public void restart() {
    own().stop();
    own().restart();
  }

  @Override
  public Optional<Runnable> outage() {
    proxy.mode(Mode.CLOSE);
    proxy.cut();
    return Optional.of(() -> proxy.mode(Mode.PASS));
  }

  /** The exchange, which all topics share: only one that no other test has. */
  @Override
  public Optional<Runnable> deletion(String topic) {
    return exchange.equals("busline")
        ? Optional.empty()
        : Optional.of(() -> leftovers.plainly(channel -> channel.exchangeDelete(exchange)));
  }

  @Override
  public Optional<Runnable> foreignMessage(String type, byte[] body) {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().contentType("application/cloudevents+json").build();
    return Optional.of(
        () -> leftovers.plainly(c -> c.basicPublish(exchange, type, properties, body)));
  }

  @Override
  public Optional<Runnable> foreignLetter() {
    return Optional.of(
        () ->
            leftovers.plainly(
                c -> c.basicPublish("", exchange + ":dead-letters", null, new byte[] {'x'})));
  }

  @Override
  public Optional<Runnable> slowness() {
    proxy.delay(Duration.ofMillis(150));
    return Optional.of(() -> proxy.delay(Duration.ZERO));
  }

  @Override
  public List<Fault> faults() {
    Mishaps mishaps = new Mishaps(own(), proxy);
    return List.of(
        new Fault(
            "the server is restarted in good order", Duration.ofMillis(100), mishaps::stopped),
        new Fault("the server freezes", Duration.ofSeconds(2), mishaps::frozen),
        new Fault("connections are cut", Duration.ofMillis(10), mishaps::cut),
        new Fault("no byte passes", Duration.ofSeconds(2), () -> mishaps.swallowing(Mode.SWALLOW)),
        new Fault("everything is late", Duration.ofSeconds(2), mishaps::late),
        new Fault(
            "the server is killed and started again",
            Duration.ofMillis(500),
            () -> killed(mishaps)));
  }

  private Runnable killed(Mishaps mishaps) {
    Queues.secure(own());
    return mishaps.killed();
  }

  private RabbitServer own() {
    if (server instanceof RabbitServer own) {
      return own;
    }
    throw new IllegalStateException("other tests use this server, too: it must not be broken");
  }

  @Override
  public void close() {
    proxy.close();
    leftovers.remove();
  }
}
