package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.BusUrl;
import io.busline.spi.BusUrl.Credentials;
import io.busline.spi.BusUrl.HostPort;
import io.busline.spi.Durations;
import io.busline.spi.Parameters;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a URL says.
 *
 * @param servers the servers to try, in this order
 * @param user who connects; without a password, the name is a token, as in NATS's own URLs
 * @param credentials a file with an NKey or a JWT, as {@code nsc} makes it
 * @param tls whether to connect with TLS
 * @param trust a file with the certificates to trust, instead of the JVM's
 * @param insecure whether secrets may go over a connection that is not encrypted
 * @param topology what to do about streams that are not there, or not as they should be
 * @param retention how long events are kept
 * @param duplicates how long an event published twice is recognised
 * @param replicas how many servers keep each stream
 * @param lease how long an instance that gives no sign of life keeps its slots
 */
record NatsSettings(
    List<HostPort> servers,
    Optional<Credentials> user,
    Optional<Path> credentials,
    boolean tls,
    Optional<Path> trust,
    boolean insecure,
    Topology topology,
    Duration retention,
    Duration duplicates,
    int replicas,
    Duration lease) {

  static final int DEFAULT_PORT = 4222;

  private static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  /** JetStream's own default. */
  private static final Duration DEFAULT_DUPLICATES = Duration.ofMinutes(2);

  /** Long against a pause of garbage collection, short against a user's patience. */
  private static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

  /** Below, a busy server or a short pause would look like a death. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /** JetStream takes nothing shorter. */
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private static final int MOST_REPLICAS = 5;

  /** What to do about streams. */
  enum Topology {
    /** Make what is missing, and tell what differs. */
    CREATE,
    /** Refuse what is missing or differs. */
    VERIFY,
    /** Use what is there. */
    NONE
  }

  static NatsSettings read(BusUrl url) {
    Parameters options = url.parameters();
    options.allow(
        "tls",
        "trust",
        "credentials",
        "insecure",
        "topology",
        "retention",
        "duplicates",
        "replicas",
        "lease");
    if (url.hosts().isEmpty()) {
      throw new ConfigurationException(
          "%s: takes a server. Write %s://localhost:4222".formatted(url.scheme(), url.scheme()));
    }
    if (!url.path().isEmpty()) {
      throw new ConfigurationException(
          "%s: takes servers and options, and %s is neither. Leave it out"
              .formatted(url.scheme(), Quoted.of("/" + url.path())));
    }
    String topology = options.choice("topology", List.of("create", "verify", "none"), "create");
    return new NatsSettings(
        url.hosts(),
        url.credentials(),
        file(options, "credentials"),
        options.flag("tls", false),
        file(options, "trust"),
        options.flag("insecure", false),
        Topology.valueOf(topology.toUpperCase(Locale.ROOT)),
        atLeast(options, "retention", DEFAULT_RETENTION, SHORTEST),
        atLeast(options, "duplicates", DEFAULT_DUPLICATES, SHORTEST),
        options.integer("replicas", 1, MOST_REPLICAS, 1),
        atLeast(options, "lease", DEFAULT_LEASE, SHORTEST_LEASE));
  }

  private static Duration atLeast(
      Parameters options, String name, Duration otherwise, Duration least) {
    Duration duration = options.duration(name, otherwise);
    if (duration.compareTo(least) < 0) {
      throw new ConfigurationException(
          "option %s must be at least %s".formatted(name, Durations.format(least)));
    }
    return duration;
  }

  private static Optional<Path> file(Parameters options, String name) {
    return options.text(name).map(text -> readable(name, text));
  }

  private static Path readable(String name, String text) {
    try {
      Path path = Path.of(text);
      if (Files.isReadable(path) && Files.isRegularFile(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Said below, like a file that is not there.
    }
    throw new ConfigurationException(
        "option %s names %s, which is not a file that can be read"
            .formatted(name, Quoted.of(text)));
  }

  /** Whether something secret would go to another machine in the clear. */
  boolean exposesSecret() {
    return (user.isPresent() || credentials.isPresent())
        && !tls
        && !insecure
        && !servers.stream().allMatch(NatsSettings::isThisMachine);
  }

  private static boolean isThisMachine(HostPort server) {
    String host = server.host();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
