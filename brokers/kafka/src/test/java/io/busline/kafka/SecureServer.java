package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A server that also listens where it asks who connects, and where it encrypts too. The user {@code
 * shop} has the password that the tests look for. It takes the password as it is, by SCRAM with 256
 * bits (512 where it encrypts), and tokens that nobody has signed.
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
    return start(password, keys, Map.of());
  }

  /** As above, where a user may do what is listed for him, and one who is not asked everything. */
  static SecureServer startStrict(String password, Path keys) {
    Map<String, String> strict = new LinkedHashMap<>(KafkaServer.QUICK);
    strict.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    strict.put("super.users", "User:ANONYMOUS");
    return start(password, keys, strict);
  }

  private static SecureServer start(String password, Path keys, Map<String, String> more) {
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
              Map<String, String> properties = new LinkedHashMap<>(more);
              properties.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
              properties.put("listeners", clients + ",CONTROLLER://127.0.0.1:" + controller);
              properties.put("advertised.listeners", clients);
              properties.put(
                  "listener.security.protocol.map",
                  "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,KNOWN:SASL_PLAINTEXT,SECRET:SASL_SSL");
              String plainLogin = "plain.PlainLoginModule required user_shop=\"%s\"";
              ask(properties, "known", "PLAIN", plainLogin.formatted(escaped(password)));
              ask(properties, "known", "SCRAM-SHA-256", "scram.ScramLoginModule required");
              ask(
                  properties,
                  "known",
                  "OAUTHBEARER",
                  "oauthbearer.OAuthBearerLoginModule required");
              ask(properties, "secret", "PLAIN", plainLogin.formatted(escaped(password)));
              ask(properties, "secret", "SCRAM-SHA-512", "scram.ScramLoginModule required");
              properties.put("listener.name.secret.ssl.keystore.type", "PEM");
              properties.put("listener.name.secret.ssl.keystore.location", keys.toString());
              return properties;
            });
    let(server, password);
    return new SecureServer(server, plain, encrypted);
  }

  private static void ask(
      Map<String, String> properties, String listener, String mechanism, String login) {
    String prefix = "listener.name." + listener + ".";
    properties.merge(prefix + "sasl.enabled.mechanisms", mechanism, (a, b) -> a + "," + b);
    properties.put(
        prefix + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
        "org.apache.kafka.common.security." + login + ";");
  }

  /** For SCRAM the server keeps what only who knows the password can compute. */
  private static void let(KafkaServer server, String password) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.address()))) {
      for (ScramMechanism mechanism :
          List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
        ScramCredentialInfo info = new ScramCredentialInfo(mechanism, 4096);
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion("shop", info, password)))
            .all()
            .get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError("making the user", e);
    }
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
