package io.busline.soak;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import io.busline.spi.BusUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** RabbitMQ. Everything begins with the name of the soak's own exchange, on others' servers too. */
final class RabbitTarget implements Target {
  private static final int PARTITIONS = 2;
  private static final int DEFAULT_PORT = 5672;

  /** Configure, write and read, as the server's control has them. */
  private static final List<List<String>> DENIALS =
      List.of(
          List.of(".*", "^$", ".*"),
          List.of(".*", ".*", "^$"),
          List.of("^$", ".*", ".*"),
          List.of("^$", "^$", "^$"));

  private static final List<String> ALL = List.of(".*", ".*", ".*");

  private final String url;
  private final String run;
  private final int partitions;
  private final @Nullable RabbitServer server;

  private RabbitTarget(String url, String run, int partitions, @Nullable RabbitServer server) {
    this.url = url;
    this.run = run;
    this.partitions = partitions;
    this.server = server;
  }

  static RabbitTarget own(String run, Release release, String asked) {
    RabbitServer server = RabbitServer.start(release);
    server.control("add_user", "soak", "soak");
    permit(server, ALL);
    String partitions = asked.contains("partitions=") ? "" : "&partitions=" + PARTITIONS;
    String url = "amqp://soak:soak@" + server.address();
    return of(Places.with(url, "exchange=" + run + partitions, asked), run, server);
  }

  static RabbitTarget at(String url, String run) {
    return of(url, run, null);
  }

  private static RabbitTarget of(String url, String run, @Nullable RabbitServer server) {
    String partitions = url.replaceFirst(".*[?&]partitions=([0-9]+).*", "$1");
    return new RabbitTarget(
        url, run, partitions.equals(url) ? 1 : Integer.parseInt(partitions), server);
  }

  private static void permit(RabbitServer server, List<String> rights) {
    server.control(
        "set_permissions", "-p", "/", "soak", rights.get(0), rights.get(1), rights.get(2));
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String adminUrl() {
    return server == null ? url : url.replace("soak:soak@", "guest:guest@");
  }

  @Override
  public Optional<Server> server() {
    return Optional.ofNullable(server);
  }

  @Override
  public Set<Mishap> allowed() {
    Set<Mishap> allowed = EnumSet.noneOf(Mishap.class);
    if (server != null) {
      allowed.add(Mishap.PERMISSION);
    }
    if (url.startsWith("amqp:")) {
      allowed.add(Mishap.DELETE_EXCHANGE);
      allowed.add(Mishap.DELETE_BINDING);
      allowed.add(Mishap.DELETE_QUEUE);
      allowed.add(Mishap.DELETE_DIRECTORY);
    }
    if (url.startsWith("amqp:") && partitions > 1) {
      allowed.add(Mishap.DELETE_GROUP_EXCHANGE);
    }
    return allowed;
  }

  @Override
  public Victim victim(Mishap mishap, int choice, List<Group> groups) {
    String group = groups.get(choice % groups.size()).name();
    return switch (mishap) {
      case PERMISSION -> Victim.of("rights " + denial(choice));
      case DELETE_EXCHANGE -> Victim.of(run);
      case DELETE_DIRECTORY -> Victim.of(directory());
      case DELETE_QUEUE -> new Victim(queue(group, choice), Optional.of(group));
      case DELETE_BINDING -> new Victim("to " + bound(group), Optional.of(group));
      default -> new Victim(exchange(group), Optional.of(group));
    };
  }

  private static List<String> denial(int choice) {
    return DENIALS.get(choice % DENIALS.size());
  }

  private String exchange(String group) {
    return run + ":" + group;
  }

  private String queue(String group, int choice) {
    return exchange(group) + ":" + choice % partitions;
  }

  private String directory() {
    return run + ":directory";
  }

  private String bound(String group) {
    return partitions > 1 ? exchange(group) : queue(group, 0);
  }

  @Override
  public void begin(Mishap mishap, int choice, List<Group> groups) throws MishapFailedException {
    String group = groups.get(choice % groups.size()).name();
    try {
      switch (mishap) {
        case PERMISSION -> withdraw(choice);
        case DELETE_EXCHANGE -> on(channel -> channel.exchangeDelete(run));
        case DELETE_DIRECTORY -> on(channel -> channel.queueDelete(directory()));
        case DELETE_QUEUE -> on(channel -> channel.queueDelete(queue(group, choice)));
        case DELETE_BINDING -> on(channel -> unbind(channel, group));
        default -> on(channel -> channel.exchangeDelete(exchange(group)));
      }
    } catch (IOException | TimeoutException | IllegalStateException e) {
      throw new MishapFailedException(mishap.text, e);
    }
  }

  private AMQP.@Nullable Queue unbind(Channel channel, String group) throws IOException {
    String type = Cast.type(run);
    if (partitions > 1) {
      channel.exchangeUnbind(bound(group), run, type);
    } else {
      channel.queueUnbind(bound(group), run, type);
    }
    return null;
  }

  private void withdraw(int choice) {
    if (server != null) {
      permit(server, denial(choice));
    }
  }

  /** What is done on a channel of its own, so that nothing of it can be out of date. */
  private interface Work {
    @Nullable Object with(Channel channel) throws IOException;
  }

  private void on(Work work) throws IOException, TimeoutException {
    BusUrl to = BusUrl.parse(adminUrl());
    ConnectionFactory factory = new ConnectionFactory();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setHost(to.hosts().get(0).host());
    factory.setPort(to.hosts().get(0).port().orElse(DEFAULT_PORT));
    to.credentials()
        .ifPresent(
            known -> {
              factory.setUsername(known.user());
              factory.setPassword(known.password().reveal());
            });
    if (!to.path().isEmpty()) {
      factory.setVirtualHost(to.path());
    }
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      work.with(channel);
    }
  }

  @Override
  public void end(Mishap mishap) {
    if (mishap == Mishap.PERMISSION && server != null) {
      permit(server, ALL);
    }
  }

  /** A frozen instance is missed after two of the bus's heartbeats of 15 s. */
  @Override
  public Duration healthBound() {
    return Duration.ofSeconds(40);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    } else {
      System.err.printf(
          "soak: what is on the server under names that begin with %s is left behind%n", run);
    }
  }
}
