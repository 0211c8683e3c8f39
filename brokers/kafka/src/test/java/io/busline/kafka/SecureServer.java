package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A server that also listens where it asks who connects, and where it encrypts too. The user {@code
 * shop} has the password that the tests look for.
 */
final class SecureServer implements AutoCloseable {
  private final KafkaServer server;
  private final int plain;
  private final int encrypted;

  private SecureServer(KafkaServer server, int plain, int encrypted) {
    this.server = server;
    this.plain = plain;
    this.encrypted = encrypted;
  }

  /**
   * Starts one.
   *
   * @param password the password of {@code shop}
   * @param keys a file with key and certificate
   */
  static SecureServer start(String password, Path keys) {
    int plain = freePort();
    int encrypted = freePort();
    int controller = freePort();
    KafkaServer server =
        KafkaServer.start(
            Release.CURRENT,
            port -> {
              String clients =
                  "PLAINTEXT://127.0.0.1:%d,KNOWN://127.0.0.1:%d,SECRET://localhost:%d"
                      .formatted(port, plain, encrypted);
              Map<String, String> properties = new LinkedHashMap<>();
              properties.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
              properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controller);
              properties.put("advertised.listeners", clients);
              properties.put(
                  "listener.security.protocol.map",
                  "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,KNOWN:SASL_PLAINTEXT,SECRET:SASL_SSL");
              for (String listener : new String[] {"known", "secret"}) {
                properties.put("listener.name." + listener + ".sasl.enabled.mechanisms", "PLAIN");
                properties.put(
                    "listener.name." + listener + ".plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required user_shop=\"%s\";"
                        .formatted(escaped(password)));
              }
              properties.put("listener.name.secret.ssl.keystore.type", "PEM");
              properties.put("listener.name.secret.ssl.keystore.location", keys.toString());
              return properties;
            });
    return new SecureServer(server, plain, encrypted);
  }

  /** Once for the login module's quotes, and once more for the file of properties. */
  private static String escaped(String password) {
    return password.replace("\"", "\\\\\"");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("looking for a free port", e);
    }
  }

  KafkaServer server() {
    return server;
  }

  /** Where it asks who connects. */
  String plainAddress() {
    return "127.0.0.1:" + plain;
  }

  /** Where it also encrypts. */
  String encryptedAddress() {
    return "localhost:" + encrypted;
  }

  @Override
  public void close() {
    server.close();
  }
}
