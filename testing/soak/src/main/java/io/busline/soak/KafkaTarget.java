package io.busline.soak;

import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import io.busline.spi.BusUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Kafka. The soak's own server knows the processes as a user with rights, on a second port; on the
 * first nobody is asked who they are, and may do everything.
 */
final class KafkaTarget implements Target {
  private static final String PARTITIONS = "partitions=4";
  private static final String NAMES = "*";

  private final String url;
  private final String run;
  private final String admin;
  private final @Nullable KafkaServer server;

  private KafkaTarget(String url, String run, String admin, @Nullable KafkaServer server) {
    this.url = url;
    this.run = run;
    this.admin = admin;
    this.server = server;
  }

  static KafkaTarget own(String run, Release release, String asked) {
    int known = freePort();
    int controller = freePort();
    KafkaServer server = KafkaServer.start(release, port -> properties(port, known, controller));
    String url = "kafka://soak:soak@127.0.0.1:" + known;
    String ours = asked.contains("partitions=") ? "" : PARTITIONS;
    KafkaTarget target =
        new KafkaTarget(Places.with(url, ours, asked), run, server.address(), server);
    try {
      target.admin(
          client -> client.createAcls(rights(AclPermissionType.ALLOW, AclOperation.ALL)).all());
    } catch (MishapFailedException e) {
      target.close();
      throw new IllegalStateException("giving the processes their rights", e);
    }
    return target;
  }

  static KafkaTarget at(String url, String run) {
    String hosts =
        BusUrl.parse(url).hosts().stream()
            .map(host -> host.host() + ":" + host.port().orElse(9092))
            .collect(Collectors.joining(","));
    return new KafkaTarget(url, run, hosts, null);
  }

  private static Map<String, String> properties(int port, int known, int controller) {
    String clients = "PLAINTEXT://127.0.0.1:%d,KNOWN://127.0.0.1:%d".formatted(port, known);
    Map<String, String> properties = new LinkedHashMap<>(KafkaServer.QUICK);
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
    properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controller);
    properties.put("advertised.listeners", clients);
    properties.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,KNOWN:SASL_PLAINTEXT");
    properties.put("listener.name.known.sasl.enabled.mechanisms", "PLAIN");
    properties.put(
        "listener.name.known.plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_soak=\"soak\";");
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("super.users", "User:ANONYMOUS");
    return properties;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("looking for a free port", e);
    }
  }

  private static List<AclBinding> rights(AclPermissionType type, AclOperation operation) {
    List<AclBinding> rights = new ArrayList<>();
    for (ResourceType resource :
        List.of(
            ResourceType.TOPIC,
            ResourceType.GROUP,
            ResourceType.TRANSACTIONAL_ID,
            ResourceType.CLUSTER)) {
      String name = resource == ResourceType.CLUSTER ? "kafka-cluster" : NAMES;
      rights.add(right(resource, name, operation, type));
    }
    return rights;
  }

  private static AclBinding right(
      ResourceType resource, String name, AclOperation operation, AclPermissionType type) {
    return new AclBinding(
        new ResourcePattern(resource, name, PatternType.LITERAL),
        new AccessControlEntry("User:soak", "*", operation, type));
  }

  /** What is denied is denied whatever else is allowed. */
  private List<AclBinding> denial(int choice) {
    AclPermissionType deny = AclPermissionType.DENY;
    String topic = Cast.topic(run);
    return List.of(
            List.of(right(ResourceType.TOPIC, topic, AclOperation.WRITE, deny)),
            List.of(right(ResourceType.TOPIC, topic, AclOperation.READ, deny)),
            List.of(right(ResourceType.TOPIC, topic, AclOperation.DESCRIBE, deny)),
            List.of(right(ResourceType.GROUP, NAMES, AclOperation.READ, deny)),
            List.of(right(ResourceType.TRANSACTIONAL_ID, NAMES, AclOperation.WRITE, deny)),
            rights(deny, AclOperation.ALL))
        .get(choice % 6);
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public String adminUrl() {
    return server == null ? url : "kafka://" + admin + "?" + Places.options(url);
  }

  @Override
  public Optional<Server> server() {
    return Optional.ofNullable(server);
  }

  @Override
  public Set<Mishap> allowed() {
    if (server != null) {
      return EnumSet.of(Mishap.PERMISSION, Mishap.DELETE_TOPIC);
    }
    return isPlain() ? EnumSet.of(Mishap.DELETE_TOPIC) : EnumSet.noneOf(Mishap.class);
  }

  /** How to connect to others is the bus's to know. */
  private boolean isPlain() {
    return server != null || !(url.contains("@") || url.contains("tls="));
  }

  @Override
  public Victim victim(Mishap mishap, int choice, List<Group> groups) {
    return Victim.of(
        mishap == Mishap.PERMISSION
            ? denial(choice).get(0).pattern().resourceType()
                + " "
                + denial(choice).get(0).entry().operation()
            : Cast.topic(run));
  }

  @Override
  public void begin(Mishap mishap, int choice, List<Group> groups) throws MishapFailedException {
    if (mishap == Mishap.PERMISSION) {
      admin(client -> client.createAcls(denial(choice)).all());
    } else {
      admin(client -> client.deleteTopics(List.of(Cast.topic(run))).all());
    }
  }

  @Override
  public void end(Mishap mishap) throws MishapFailedException {
    if (mishap == Mishap.PERMISSION) {
      for (int choice = 0; choice < 6; choice++) {
        List<AclBinding> denied = denial(choice);
        admin(
            client -> client.deleteAcls(denied.stream().map(AclBinding::toFilter).toList()).all());
      }
    }
  }

  /** What is done with a client of its own, so that nothing of it can be out of date. */
  private interface Work {
    KafkaFuture<?> with(Admin client);
  }

  private void admin(Work work) throws MishapFailedException {
    try (Admin client =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                admin,
                "request.timeout.ms",
                "10000",
                "default.api.timeout.ms",
                "15000"))) {
      work.with(client).get();
    } catch (ExecutionException e) {
      throw new MishapFailedException(
          "asking the cluster", e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MishapFailedException("asking the cluster", e);
    }
  }

  /** The server of others misses an instance after its session time-out of 45 s. */
  @Override
  public Duration healthBound() {
    return Duration.ofSeconds(server == null ? 75 : 30);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    } else if (isPlain()) {
      try {
        admin(client -> client.deleteTopics(List.of(run, run + "-copies")).all());
      } catch (MishapFailedException e) {
        System.err.println("soak: topics are left behind: " + e.getMessage());
      }
    }
  }
}
