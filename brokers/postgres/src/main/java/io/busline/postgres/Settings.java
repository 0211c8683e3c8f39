package io.busline.postgres;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.BusUrl;
import io.busline.spi.BusUrl.HostPort;
import io.busline.spi.Parameters;
import io.busline.spi.Provisioning;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What a URL says.
 *
 * @param url the URL, with user and password
 * @param tls whether to encrypt, and to check that the certificate is the host's
 * @param trust the certificates to trust; those of the JVM if empty
 * @param insecure whether a password may be given to another machine without encryption
 * @param schema the schema that holds the tables
 * @param topology whether to make the tables
 * @param retention how long events are kept that every live group has handled
 * @param lease how long an instance that gives no sign of life keeps its slots
 * @param pooled whether a pooler between gives a connection to each transaction, so that nothing
 *     stays with a session
 */
record Settings(
    BusUrl url,
    boolean tls,
    Optional<Path> trust,
    boolean insecure,
    String schema,
    Provisioning topology,
    Duration retention,
    Duration lease,
    boolean pooled) {

  private static final int DEFAULT_PORT = 5432;

  /** How long to wait for an answer, in seconds. No statement of ours takes long. */
  private static final String PATIENCE = "10";

  private static final String CONNECT_PATIENCE = "5";

  /**
   * A lock of another instance's is waited for some seconds. An instance that hangs in a
   * transaction loses it as soon, so that it holds up nobody.
   */
  private static final String LIMITS =
      "-c lock_timeout=4s -c idle_in_transaction_session_timeout=3s";

  /** Below, a busy server or a short pause would look like a death. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  /** What needs no quotes; the server cuts longer names. */
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,50}");

  static Settings read(BusUrl url) {
    Parameters parameters = url.parameters();
    parameters.allow(
        "tls", "trust", "insecure", "schema", "topology", "retention", "lease", "pooled");
    Settings settings =
        new Settings(
            url,
            parameters.flag("tls", false),
            parameters.file("trust"),
            parameters.flag("insecure", false),
            parameters.text("schema").orElse("busline"),
            parameters.constant("topology", Provisioning.CREATE),
            parameters.duration("retention", Duration.ofDays(7)),
            parameters.duration("lease", Duration.ofSeconds(10)),
            parameters.flag("pooled", false));
    settings.check();
    return settings;
  }

  private void check() {
    if (url.hosts().isEmpty() || url.path().isBlank()) {
      throw new ConfigurationException(
          "postgres: needs a server and a database. Write postgres://user@localhost/orders");
    }
    if (!NAME.matcher(schema).matches()) {
      throw new ConfigurationException(
          "option schema is %s. Write a name of lower-case letters, digits and underscores, of at most 51 characters"
              .formatted(Quoted.of(schema)));
    }
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new ConfigurationException(
          "option lease must be at least 1s, so that a short pause does not look like a death");
    }
    if (trust.isPresent() && !tls) {
      throw new ConfigurationException(
          "option trust says whose certificates count, and without tls=true none is looked at. Add tls=true");
    }
    boolean secret =
        url.credentials().filter(user -> !user.password().reveal().isEmpty()).isPresent();
    if (secret && !tls && !insecure && url.hosts().stream().anyMatch(host -> !isLocal(host))) {
      throw new ConfigurationException(
          "postgres: would give a password to another machine without encryption. Add tls=true, or insecure=true if the network is trusted");
    }
  }

  private static boolean isLocal(HostPort host) {
    String name = host.host();
    return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
  }

  /** The address as the driver takes it, without any credentials. */
  String address() {
    List<String> servers =
        url.hosts().stream().map(h -> h.host() + ":" + h.port().orElse(DEFAULT_PORT)).toList();
    return "jdbc:postgresql://"
        + String.join(",", servers)
        + "/"
        + URLEncoder.encode(url.path(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What the driver needs beside the address. Holds the password. */
  Properties properties() {
    Properties properties = new Properties();
    url.credentials()
        .ifPresent(
            user -> {
              properties.setProperty("user", user.user());
              if (!user.password().reveal().isEmpty()) {
                properties.setProperty("password", user.password().reveal());
              }
            });
    properties.setProperty("ApplicationName", "busline");
    properties.setProperty("connectTimeout", CONNECT_PATIENCE);
    properties.setProperty("socketTimeout", PATIENCE);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("targetServerType", "primary");
    // A detail repeats what an event holds.
    properties.setProperty("logServerErrorDetail", "false");
    if (pooled) {
      // The next transaction may be on a connection that knows no statement of ours.
      properties.setProperty("prepareThreshold", "0");
    } else {
      properties.setProperty("options", LIMITS);
    }
    properties.setProperty("sslmode", tls ? "verify-full" : "prefer");
    if (tls && trust.isEmpty()) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    trust.ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    return properties;
  }

  /** Database, schema and servers in words. */
  String place() {
    return "database %s on %s"
        .formatted(
            url.path(), String.join(", ", url.hosts().stream().map(HostPort::toString).toList()));
  }

  /** The URL may hold a password. */
  @Override
  public String toString() {
    return "Settings[" + place() + "]";
  }
}
