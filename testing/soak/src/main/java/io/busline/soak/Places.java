package io.busline.soak;

import io.busline.servers.Release;
import java.util.List;
import java.util.Locale;

/** Which broker is meant by what the command was given. */
final class Places {
  static final List<String> KINDS =
      List.of("sqlite", "postgres", "nats", "jetstream", "rabbitmq", "kafka");

  private Places() {}

  /** Whether there is no host and no file: a server of the soak's own is to be started. */
  static boolean isBare(String url) {
    return KINDS.contains(kind(url)) && address(url).isEmpty();
  }

  /** The part before the colon, or all of it, with the schemes of RabbitMQ under one name. */
  static String kind(String url) {
    String scheme = url.split("[:?]", 2)[0].toLowerCase(Locale.ROOT);
    return scheme.equals("amqp") || scheme.equals("amqps") ? "rabbitmq" : scheme;
  }

  private static String address(String url) {
    String[] parts = withoutOptions(url).split(":", 2);
    return parts.length < 2 ? "" : parts[1];
  }

  private static String withoutOptions(String url) {
    return url.split("\\?", 2)[0];
  }

  /** The options, without the question mark. */
  static String options(String url) {
    String[] parts = url.split("\\?", 2);
    return parts.length < 2 ? "" : parts[1];
  }

  /** A URL with options of ours before those that were asked for, which may not name them too. */
  static String with(String url, String ours, String asked) {
    String options = ours.isEmpty() || asked.isEmpty() ? ours + asked : ours + "&" + asked;
    return options.isEmpty() ? url : url + "?" + options;
  }

  /**
   * Opens it, which starts a server if none is named.
   *
   * @param url as the command was given it
   * @param run what the names of everything begin with
   * @param release which release of a server to start
   */
  static Target open(String url, String run, Release release) {
    boolean own = isBare(url);
    String asked = options(url);
    return switch (kind(url)) {
      case "sqlite" -> own ? SqliteTarget.own(asked) : SqliteTarget.at(url);
      case "postgres" ->
          own
              ? PostgresTarget.own(run, release, asked)
              : PostgresTarget.at(with(withoutOptions(url), "schema=" + run, asked), run);
      case "nats" -> own ? NatsTarget.own(false, run, release, asked) : NatsTarget.at(url, run);
      case "jetstream" -> own ? NatsTarget.own(true, run, release, asked) : NatsTarget.at(url, run);
      case "rabbitmq" ->
          own
              ? RabbitTarget.own(run, release, asked)
              : RabbitTarget.at(with(withoutOptions(url), "exchange=" + run, asked), run);
      case "kafka" -> own ? KafkaTarget.own(run, release, asked) : KafkaTarget.at(url, run);
      default ->
          throw new IllegalArgumentException(
              "'%s' names no broker that several processes share. Valid are %s, alone or as a URL"
                  .formatted(url, String.join(", ", KINDS)));
    };
  }
}
