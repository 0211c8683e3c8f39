package io.busline.kafka;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.BusUrl;
import io.busline.spi.BusUrl.HostPort;
import io.busline.spi.Parameters;
import io.busline.spi.Provisioning;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a URL says.
 *
 * @param url the URL, for servers and credentials
 * @param tls whether to encrypt
 * @param trust certificates to trust instead of the JVM's
 * @param insecure whether secrets may travel in plain text to another machine
 * @param sasl how to prove who connects
 * @param topology what to do about topics
 * @param partitions how many a new topic gets
 * @param replicas how many servers keep each event of a new topic; empty for the cluster's default
 * @param retention how long a new topic keeps events
 * @param protocol by which protocol the instances of a group share
 */
record KafkaSettings(
    BusUrl url,
    boolean tls,
    Optional<Path> trust,
    boolean insecure,
    Sasl sasl,
    Optional<Path> token,
    Provisioning topology,
    int partitions,
    OptionalInt replicas,
    Duration retention,
    Protocol protocol) {

  static final int DEFAULT_PORT = 9092;

  /** So many instances of a group can share a topic. More cannot be had later in order by key. */
  private static final int DEFAULT_PARTITIONS = 12;

  private static final int MOST_PARTITIONS = 10_000;
  private static final int MOST_REPLICAS = 15;

  /** How to prove who connects. */
  enum Sasl {
    /** Not at all. */
    NONE,
    /** By the password itself. */
    PLAIN,
    /** By what only who knows the password can compute. */
    SCRAM_SHA_256,
    /** As above, with a longer digest. */
    SCRAM_SHA_512,
    /** By a token that somebody else has issued. */
    OAUTHBEARER;

    /** The name it has in Kafka and in the URL, but for the letter case. */
    String mechanism() {
      return name().replace('_', '-');
    }
  }

  /** By which protocol the instances of a group share its topics. */
  enum Protocol {
    /** The newest that the cluster has. */
    AUTO,
    /** The one in which an instance computes everybody's share. */
    CLASSIC,
    /** The one in which the server does, of Kafka 4.0 and later. */
    CONSUMER
  }

  static KafkaSettings read(BusUrl url) {
    Parameters parameters = url.parameters();
    parameters.allow(
        "tls",
        "trust",
        "insecure",
        "sasl",
        "token",
        "topology",
        "partitions",
        "replicas",
        "retention",
        "protocol",
        "content-mode");
    int replicas = parameters.integer("replicas", 1, MOST_REPLICAS, 0);
    KafkaSettings settings =
        new KafkaSettings(
            url,
            parameters.flag("tls", false),
            parameters.file("trust"),
            parameters.flag("insecure", false),
            sasl(url),
            parameters.file("token"),
            parameters.constant("topology", Provisioning.CREATE),
            parameters.integer("partitions", 1, MOST_PARTITIONS, DEFAULT_PARTITIONS),
            replicas == 0 ? OptionalInt.empty() : OptionalInt.of(replicas),
            parameters.duration("retention", Duration.ofDays(7)),
            parameters.constant("protocol", Protocol.AUTO));
    settings.check();
    return settings;
  }

  private static Sasl sasl(BusUrl url) {
    boolean named = url.credentials().isPresent();
    Sasl sasl = url.parameters().constant("sasl", named ? Sasl.PLAIN : Sasl.NONE);
    boolean needsUser = sasl != Sasl.NONE && sasl != Sasl.OAUTHBEARER;
    if (named != needsUser) {
      String word = sasl.mechanism().toLowerCase(Locale.ROOT);
      throw new ConfigurationException(
          named
              ? "kafka: has a user in its URL, and sasl=%s. Leave one of them out".formatted(word)
              : "option sasl is %s, but the kafka: URL has no user. Write kafka://USER:PASSWORD@HOST"
                  .formatted(word));
    }
    return sasl;
  }

  private void check() {
    if (url.hosts().isEmpty()) {
      throw new ConfigurationException("kafka: needs a server. Write kafka://localhost:9092");
    }
    if (!url.path().isEmpty()) {
      throw new ConfigurationException(
          "kafka: has no path, but the URL has %s. Write kafka://localhost:9092"
              .formatted(Quoted.of(url.path())));
    }
    if (trust.isPresent() && !tls) {
      throw new ConfigurationException(
          "option trust is of use with tls=true only. Add that, or leave trust out");
    }
    if (token.isPresent() != (sasl == Sasl.OAUTHBEARER)) {
      throw new ConfigurationException(
          token.isPresent()
              ? "option token is of use with sasl=oauthbearer only. Add that, or leave token out"
              : "sasl=oauthbearer needs a token. Add token=FILE, with the file that holds it");
    }
    boolean remote = url.hosts().stream().anyMatch(host -> !isLocal(host));
    if (sasl != Sasl.NONE && !tls && !insecure && remote) {
      throw new ConfigurationException(
          "kafka: would send credentials unencrypted to another machine. Add tls=true, or insecure=true if the network is trusted");
    }
  }

  private static boolean isLocal(HostPort host) {
    String name = host.host();
    return name.equals("localhost") || name.startsWith("127.") || name.equals("[::1]");
  }

  /** The servers as the client takes them. */
  List<String> servers() {
    return url.hosts().stream().map(h -> h.host() + ":" + h.port().orElse(DEFAULT_PORT)).toList();
  }

  /** The servers in words. */
  String place() {
    return String.join(", ", url.hosts().stream().map(HostPort::toString).toList());
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "KafkaSettings[" + place() + "]";
  }
}
