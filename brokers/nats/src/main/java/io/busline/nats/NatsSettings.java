package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.BusUrl;
import io.busline.spi.BusUrl.HostPort;
import io.busline.spi.Parameters;
import io.busline.spi.Provisioning;
import io.busline.spi.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a URL says, of either scheme.
 *
 * @param url the URL, for messages
 * @param credentials a file with a user's key, and maybe JWT, to connect with
 * @param tls whether to encrypt
 * @param trust certificates to trust instead of the JVM's
 * @param insecure whether secrets may travel in plain text to another machine
 * @param deadLetters the bus that keeps dead letters, for the core broker
 * @param topology what to do about streams, for JetStream, like all that follows
 * @param retention how long events are kept
 * @param duplicates how long a duplicate is recognised
 * @param replicas how many servers keep each event
 * @param maxBytes how large each stream may grow, or -1 without a limit
 * @param lease how long an instance that gives no sign of life keeps its keys
 */
record NatsSettings(
    BusUrl url,
    Optional<Path> credentials,
    boolean tls,
    Optional<Path> trust,
    boolean insecure,
    Optional<Secret> deadLetters,
    Provisioning topology,
    Duration retention,
    Duration duplicates,
    int replicas,
    int maxBytes,
    Duration lease) {

  static final int DEFAULT_PORT = 4222;

  /** Below, a busy server or a short pause would look like a death. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /** Below, a stream has no room for a single one of the largest events. */
  private static final int SMALLEST_STREAM = 2 << 20;

  private static final int NO_LIMIT = -1;

  static NatsSettings readCore(BusUrl url) {
    url.parameters()
        .allow("credentials", "tls", "trust", "insecure", "dead-letters", "content-mode");
    return read(url);
  }

  static NatsSettings readJetStream(BusUrl url) {
    url.parameters()
        .allow(
            "credentials",
            "tls",
            "trust",
            "insecure",
            "topology",
            "retention",
            "duplicates",
            "replicas",
            "max-bytes",
            "lease",
            "content-mode");
    return read(url);
  }

  private static NatsSettings read(BusUrl url) {
    Parameters parameters = url.parameters();
    NatsSettings settings =
        new NatsSettings(
            url,
            parameters.file("credentials"),
            parameters.flag("tls", false),
            parameters.file("trust"),
            parameters.flag("insecure", false),
            parameters.text("dead-letters").map(Secret::new),
            parameters.constant("topology", Provisioning.CREATE),
            parameters.duration("retention", Duration.ofDays(7)),
            parameters.duration("duplicates", Duration.ofMinutes(2)),
            parameters.integer("replicas", 1, 5, 1),
            parameters.integer("max-bytes", SMALLEST_STREAM, Integer.MAX_VALUE, NO_LIMIT),
            parameters.duration("lease", Duration.ofSeconds(10)));
    settings.check();
    return settings;
  }

  private void check() {
    String scheme = url.scheme();
    if (url.hosts().isEmpty()) {
      throw new ConfigurationException(
          "%s: needs a server. Write %s://localhost:4222".formatted(scheme, scheme));
    }
    if (!url.path().isEmpty()) {
      throw new ConfigurationException(
          "%s: has no path, but the URL has %s. Write %s://localhost:4222"
              .formatted(scheme, Quoted.of(url.path()), scheme));
    }
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new ConfigurationException(
          "option lease must be at least 1s, so that a short pause does not look like a death");
    }
    boolean named = url.credentials().isPresent();
    if (named && credentials.isPresent()) {
      throw new ConfigurationException(
          "the %s: URL says twice who connects. Give a user, a token or the file of credentials"
              .formatted(scheme));
    }
    requirePrivacy(named || credentials.isPresent());
  }

  /** A password or token travels as it is; a key only signs, but nothing else is private either. */
  private void requirePrivacy(boolean secrets) {
    if (secrets && !tls && !insecure && url.hosts().stream().anyMatch(host -> !isLocal(host))) {
      throw new ConfigurationException(
          "%s: would send credentials unencrypted to another machine. Add tls=true, or insecure=true if the network is trusted"
              .formatted(url.scheme()));
    }
  }

  private static boolean isLocal(HostPort host) {
    String name = host.host();
    return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
  }

  /** The servers as the client takes them, without any credentials. */
  List<String> servers() {
    return url.hosts().stream()
        .map(h -> "nats://" + h.host() + ":" + h.port().orElse(DEFAULT_PORT))
        .toList();
  }

  /** The servers in words. */
  String place() {
    return String.join(", ", url.hosts().stream().map(HostPort::toString).toList());
  }

  /** The URL may hold secrets among its options. */
  @Override
  public String toString() {
    return "NatsSettings[" + place() + "]";
  }
}
