package io.busline.rabbitmq;

import io.busline.cloudevents.HeaderBinding;
import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import io.busline.event.Names;
import io.busline.event.Quoted;
import io.busline.spi.BusUrl;
import io.busline.spi.BusUrl.HostPort;
import io.busline.spi.Parameters;
import io.busline.spi.Provisioning;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a URL says.
 *
 * @param url the URL, for messages
 * @param trust certificates to trust instead of the JVM's
 * @param exchange the bus's exchange, with which the names of everything else begin
 * @param queues the kind of a group's queues
 * @param partitions how many queues a group has
 * @param topology what to do about exchanges and queues
 * @param binding how attributes are written as headers
 * @param options what other brokers do not have
 */
record RabbitSettings(
    BusUrl url,
    Optional<Path> trust,
    String exchange,
    Queues queues,
    int partitions,
    Provisioning topology,
    HeaderBinding binding,
    NativeOptions options) {

  private static final List<String> NAMES =
      List.of(
          "exchange",
          "queue",
          "partitions",
          "topology",
          "prefix",
          "content-mode",
          "trust",
          "insecure");

  private static final int PORT = 5672;
  private static final int TLS_PORT = 5671;

  /** A queue's name ends at 255 bytes, and holds the name of a group, which may have 200. */
  private static final int LONGEST_EXCHANGE = 40;

  /** Every partition is a queue with processes of its own on the server. */
  private static final int MOST_PARTITIONS = 64;

  /** What a group's queues are. */
  enum Queues {
    /** Replicated where there are several servers, and synced to the disk before a confirm. */
    QUORUM,
    /** On one server, and confirmed before they are synced. */
    CLASSIC
  }

  static RabbitSettings read(BusUrl url) {
    Parameters parameters = url.parameters();
    parameters.allow(
        Stream.concat(NAMES.stream(), NativeOptions.NAMES.stream()).toArray(String[]::new));
    RabbitSettings settings =
        new RabbitSettings(
            url,
            parameters.file("trust"),
            parameters.text("exchange").map(RabbitSettings::exchange).orElse("busline"),
            parameters.constant("queue", Queues.QUORUM),
            parameters.integer("partitions", 1, MOST_PARTITIONS, 1),
            parameters.constant("topology", Provisioning.CREATE),
            parameters.choice("prefix", List.of("ce", "cloudevents"), "ce").equals("ce")
                ? HeaderBinding.AMQP
                : HeaderBinding.AMQP_CLOUDEVENTS,
            NativeOptions.read(parameters));
    settings.check(parameters.flag("insecure", false));
    return settings;
  }

  private static String exchange(String name) {
    try {
      Names.require("exchange", name);
    } catch (InvalidEventException e) {
      throw new ConfigurationException("option exchange is not valid: " + e.getMessage(), e);
    }
    if (name.length() > LONGEST_EXCHANGE) {
      throw new ConfigurationException(
          "option exchange is %s, which has %d characters and may have %d"
              .formatted(Quoted.of(name), name.length(), LONGEST_EXCHANGE));
    }
    return name;
  }

  private void check(boolean insecure) {
    String scheme = url.scheme();
    if (url.hosts().isEmpty()) {
      throw new ConfigurationException(
          "%s: needs a server. Write %s://localhost".formatted(scheme, scheme));
    }
    if (trust.isPresent() && !isEncrypted()) {
      throw new ConfigurationException(
          "option trust is for encrypted connections only. Write amqps://, or leave it out");
    }
    boolean secrets = url.credentials().isPresent();
    if (secrets && !isEncrypted() && !insecure && !url.hosts().stream().allMatch(this::isLocal)) {
      throw new ConfigurationException(
          "amqp: would send the password unencrypted to another machine. Write amqps://, or add insecure=true if the network is trusted");
    }
  }

  private boolean isLocal(HostPort host) {
    String name = host.host();
    return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
  }

  boolean isEncrypted() {
    return url.scheme().equals("amqps");
  }

  int port(HostPort host) {
    return host.port().orElse(isEncrypted() ? TLS_PORT : PORT);
  }

  /** A path that is empty is the server's default, which is called so. */
  String virtualHost() {
    return url.path().isEmpty() ? "/" : url.path();
  }

  /** The servers in words. */
  String place() {
    return String.join(", ", url.hosts().stream().map(HostPort::toString).toList());
  }

  @Override
  public String toString() {
    return "RabbitSettings[" + place() + "]";
  }
}
