package io.busline.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A Kafka server: one node, which is broker and controller, and creates no topic unasked. */
public final class KafkaServer extends Server {
  /** Settings with which nobody waits for what is a matter of some time only. */
  public static final Map<String, String> QUICK = quick();

  /** On a machine that may be busy building. */
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  /** The number, in the protocol, of the request for who is in the cluster. */
  private static final short METADATA = 3;

  /** Its version that all releases understand and that takes no topic to ask about. */
  private static final short METADATA_VERSION = 4;

  private final Release release;
  private final IntFunction<Map<String, String>> properties;

  private static Map<String, String> quick() {
    Map<String, String> settings = new HashMap<>();
    // Members hear of a new share with their next heartbeat.
    settings.put("group.consumer.min.heartbeat.interval.ms", "50");
    settings.put("group.consumer.heartbeat.interval.ms", "50");
    settings.put("group.share.min.heartbeat.interval.ms", "100");
    settings.put("group.share.heartbeat.interval.ms", "100");
    // Shares are worked out when a member comes or goes, and not once a second in a background.
    settings.put("group.consumer.assignment.interval.ms", "0");
    settings.put("group.consumer.assignor.offload.enable", "false");
    settings.put("group.share.assignment.interval.ms", "0");
    settings.put("group.share.assignor.offload.enable", "false");
    // A member that dies is missed soon, but not one on a busy machine.
    settings.put("group.consumer.min.session.timeout.ms", "5000");
    settings.put("group.consumer.session.timeout.ms", "6000");
    settings.put("group.min.session.timeout.ms", "5000");
    // The transactions of one that dies are ended as soon as their time is over.
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
    settings.put("group.share.min.record.lock.duration.ms", "1000");
    return Map.copyOf(settings);
  }

  /**
   * A server that is not started.
   *
   * @param release which
   * @param properties what to override of {@code server.properties}, given the port
   * @param life when it ends at the latest
   */
  KafkaServer(Release release, IntFunction<Map<String, String>> properties, Life life) {
    super("kafka", STARTS_WITHIN, life);
    this.release = release;
    this.properties = properties;
  }

  /**
   * Starts a server on a free port; blocks until it answers.
   *
   * @param release which
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static KafkaServer start(Release release) {
    return start(release, Map.of());
  }

  /**
   * Starts a server with a configuration; blocks until it answers.
   *
   * @param release which
   * @param properties what to override of {@code server.properties}
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static KafkaServer start(Release release, Map<String, String> properties) {
    return start(release, port -> properties);
  }

  /**
   * Starts a server with a configuration that holds its port; blocks until it answers there,
   * without encryption or credentials. The configuration is asked for again if a port was taken.
   *
   * @param release which
   * @param properties what to override of {@code server.properties}, given the port
   * @return the server
   * @throws IllegalStateException if it does not start, with its log
   */
  public static KafkaServer start(Release release, IntFunction<Map<String, String>> properties) {
    KafkaServer server = new KafkaServer(release, properties, Life.ofJvm());
    server.startOrClose(() -> {});
    return server;
  }

  @Override
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("kafka", release.word()));
    arguments.addAll(List.of(store().toString(), Integer.toString(port())));
    properties.apply(port()).forEach((name, value) -> arguments.add(name + "=" + value));
    return arguments;
  }

  @Override
  Path store() {
    return folder().resolve("store");
  }

  /** It listens before it is ready; once it is, it counts itself among the brokers. */
  @Override
  boolean greets(Socket socket) throws IOException {
    int correlation = 1;
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeInt(Short.BYTES * 3 + Integer.BYTES * 2 + 1);
    out.writeShort(METADATA);
    out.writeShort(METADATA_VERSION);
    out.writeInt(correlation);
    // No name of the client, no topics, and create none.
    out.writeShort(-1);
    out.writeInt(0);
    out.writeByte(0);
    out.flush();
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = in.readInt();
    int answered = in.readInt();
    int throttled = in.readInt();
    int brokers = in.readInt();
    return length > 0 && answered == correlation && throttled == 0 && brokers > 0;
  }

  @Override
  public String toString() {
    return "Kafka server on port " + port();
  }
}
