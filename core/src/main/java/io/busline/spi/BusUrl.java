package io.busline.spi;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a bus is: {@code scheme:path} for a broker on this machine, {@code
 * scheme://user:password@host:port,host:port/path} for one on a network, either with {@code
 * ?name=value&…}. The password is kept apart from everything that is ever shown.
 */
public final class BusUrl {

  private static final Pattern SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+-]*):(.*)", Pattern.DOTALL);

  private final String scheme;
  private final List<HostPort> hosts;
  private final String path;
  private final Parameters parameters;
  private final @Nullable Credentials credentials;

  private BusUrl(
      String scheme,
      List<HostPort> hosts,
      String path,
      Parameters parameters,
      @Nullable Credentials credentials) {
    this.scheme = scheme;
    this.hosts = List.copyOf(hosts);
    this.path = path;
    this.parameters = parameters;
    this.credentials = credentials;
  }

  /**
   * Reads a URL.
   *
   * @param text the URL
   * @return its parts
   * @throws ConfigurationException if it is not a URL; the message does not hold what may be secret
   */
  public static BusUrl parse(String text) {
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      throw new ConfigurationException(
          "the bus URL has no scheme. Write one such as memory:, sqlite:orders.db or jetstream://localhost:4222");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String rest = matcher.group(2);
    int question = rest.indexOf('?');
    Parameters parameters =
        Parameters.parse(scheme, question < 0 ? "" : rest.substring(question + 1));
    String location = question < 0 ? rest : rest.substring(0, question);
    if (!location.startsWith("//")) {
      return new BusUrl(scheme, List.of(), location, parameters, null);
    }
    return network(scheme, location.substring(2), parameters);
  }

  private static BusUrl network(String scheme, String location, Parameters parameters) {
    int at = location.lastIndexOf('@');
    Credentials credentials = at < 0 ? null : credentials(scheme, location.substring(0, at));
    String afterUser = location.substring(at + 1);
    int slash = afterUser.indexOf('/');
    String authority = slash < 0 ? afterUser : afterUser.substring(0, slash);
    List<HostPort> hosts = new ArrayList<>();
    for (String host : authority.split(",", -1)) {
      hosts.add(HostPort.parse(scheme, host));
    }
    String path = slash < 0 ? "" : decode(scheme, "path", afterUser.substring(slash + 1));
    return new BusUrl(scheme, hosts, path, parameters, credentials);
  }

  private static Credentials credentials(String scheme, String userInfo) {
    int colon = userInfo.indexOf(':');
    String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    String password = colon < 0 ? "" : userInfo.substring(colon + 1);
    return new Credentials(
        decode(scheme, "user", user), new Secret(decode(scheme, "password", password)));
  }

  static String decode(String scheme, String part, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "the %s of the %s: URL is not percent-encoded correctly: write '%%' as %%25"
              .formatted(part, scheme));
    }
  }

  /**
   * The scheme, which chooses the broker.
   *
   * @return the scheme in lower case
   */
  public String scheme() {
    return scheme;
  }

  /**
   * The servers to connect to.
   *
   * @return the hosts in the order given; empty for a broker on this machine
   */
  public List<HostPort> hosts() {
    return hosts;
  }

  /**
   * What follows the scheme, or the hosts.
   *
   * @return the path without its leading slash, as the user wrote it for a local broker and
   *     percent-decoded otherwise; may be empty
   */
  public String path() {
    return path;
  }

  /**
   * The options after the question mark.
   *
   * @return the parameters
   */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Who connects.
   *
   * @return user and password, if the URL has them
   */
  public Optional<Credentials> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** The URL without its credentials. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':');
    if (!hosts.isEmpty()) {
      text.append("//");
      text.append(String.join(",", hosts.stream().map(HostPort::toString).toList()));
      text.append(path.isEmpty() ? "" : "/");
    }
    return text.append(path).append(parameters).toString();
  }

  /**
   * A server.
   *
   * @param host its name or address
   * @param port its port, or empty for the technology's usual one
   */
  public record HostPort(String host, Optional<Integer> port) {

    private static final Pattern SHAPE =
        Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?");

    static HostPort parse(String scheme, String text) {
      Matcher matcher = SHAPE.matcher(text);
      if (!matcher.matches()) {
        throw new ConfigurationException(
            "%s in the %s: URL is not a server: write host or host:port"
                .formatted(text.isEmpty() ? "an empty part" : Quoted.of(text), scheme));
      }
      if (matcher.group(2) == null) {
        return new HostPort(matcher.group(1), Optional.empty());
      }
      int port = Integer.parseInt(matcher.group(2));
      if (port < 1 || port > 65535) {
        throw new ConfigurationException(
            "port %d in the %s: URL does not exist: ports are 1 to 65535".formatted(port, scheme));
      }
      return new HostPort(matcher.group(1), Optional.of(port));
    }

    @Override
    public String toString() {
      return host + port.map(p -> ":" + p).orElse("");
    }
  }

  /**
   * Who connects.
   *
   * @param user the user's name
   * @param password the password, empty if there is none
   */
  public record Credentials(String user, Secret password) {
    @Override
    public String toString() {
      return "Credentials[***]";
    }
  }
}
