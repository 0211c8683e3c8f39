package io.busline.soak;

import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NATS, with or without JetStream. On a server of others, only streams of the soak's are deleted.
 */
final class NatsTarget implements Target {

  /** What holds the progress of all groups of a server, others' too. */
  private static final String BUCKET = "KV_busline-groups";

  /** Whom permissions are taken from, and whom they are not. */
  private static final String CONFIG =
      """
      authorization {
        users = [
          { user: admin, password: admin }
          { user: soak, password: soak%s }
        ]
      }
      """;

  private static final List<String> DENIALS =
      List.of(
          ", permissions: { publish: { deny: [\"%s.>\"] } }",
          ", permissions: { publish: { deny: [\"$JS.API.>\"] } }",
          ", permissions: { publish: { deny: [\"$KV.>\"] } }",
          ", permissions: { publish: { deny: [\">\"] } }",
          ", permissions: { subscribe: { deny: [\">\"] } }");

  private final String url;
  private final String run;
  private final boolean jetStream;
  private final @Nullable NatsServer server;

  private NatsTarget(String url, String run, boolean jetStream, @Nullable NatsServer server) {
    this.url = url;
    this.run = run;
    this.jetStream = jetStream;
    this.server = server;
  }

  static NatsTarget own(boolean jetStream, String run, Release release, String asked) {
    NatsServer server = NatsServer.start(release, CONFIG.formatted(""));
    String scheme = jetStream ? "jetstream" : "nats";
    String url = "%s://soak:soak@%s".formatted(scheme, server.address());
    return new NatsTarget(Places.with(url, "", asked), run, jetStream, server);
  }

  static NatsTarget at(String url, String run) {
    return new NatsTarget(url, run, url.startsWith("jetstream"), null);
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String adminUrl() {
    return server == null ? url : url.replace("soak:soak@", "admin:admin@");
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
    if (jetStream && (server != null || isPlain())) {
      allowed.add(Mishap.DELETE_STREAM);
      allowed.add(Mishap.DELETE_CONSUMERS);
    }
    if (jetStream && server != null) {
      allowed.add(Mishap.DELETE_BUCKET);
    }
    return allowed;
  }

  /** How to connect to others is the bus's to know. */
  private boolean isPlain() {
    return !Places.options(url).matches(".*(tls|credentials|trust)=.*");
  }

  /** As the binding names the stream of a topic without a dot. */
  private String stream() {
    return Cast.topic(run);
  }

  @Override
  public Victim victim(Mishap mishap, int choice, List<Group> groups) {
    return Victim.of(
        switch (mishap) {
          case PERMISSION -> denial(choice).replaceFirst(".*permissions: ", "");
          case DELETE_BUCKET -> BUCKET;
          default -> stream();
        });
  }

  private String denial(int choice) {
    // Without JetStream the second and third take nothing away.
    int count = DENIALS.size();
    int index = jetStream ? choice % count : choice % 3 == 0 ? 0 : count - 1 - choice % 2;
    return DENIALS.get(index).formatted(Cast.topic(run));
  }

  @Override
  public void begin(Mishap mishap, int choice, List<Group> groups) throws MishapFailedException {
    try {
      switch (mishap) {
        case PERMISSION -> configure(denial(choice));
        case DELETE_BUCKET -> manage(management -> management.deleteStream(BUCKET));
        case DELETE_STREAM -> manage(management -> management.deleteStream(stream()));
        default -> manage(this::deleteConsumers);
      }
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      throw new MishapFailedException(mishap.text, e);
    }
  }

  private void deleteConsumers(JetStreamManagement management)
      throws IOException, JetStreamApiException {
    for (String consumer : management.getConsumerNames(stream())) {
      management.deleteConsumer(stream(), consumer);
    }
  }

  private void configure(String denial) {
    if (server == null) {
      return;
    }
    try {
      server.reload(CONFIG.formatted(denial));
    } catch (AssertionError e) {
      throw new IllegalStateException("the server has not read its configuration", e);
    }
  }

  /** What is done with a connection of its own, so that nothing of it can be out of date. */
  private interface Work {
    void with(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  private void manage(Work work) throws IOException, JetStreamApiException {
    String address = adminUrl().replaceFirst("^jetstream", "nats").split("\\?", 2)[0];
    Options options = new Options.Builder().server(address).maxReconnects(0).build();
    try {
      Connection connection = Nats.connect(options);
      try {
        work.with(connection.jetStreamManagement());
      } finally {
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void end(Mishap mishap) {
    if (mishap == Mishap.PERMISSION) {
      configure("");
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    } else if (jetStream && isPlain()) {
      try {
        manage(management -> management.deleteStream(stream()));
      } catch (IOException | JetStreamApiException e) {
        System.err.println("soak: the stream " + stream() + " is left behind: " + e);
      }
    }
  }
}
