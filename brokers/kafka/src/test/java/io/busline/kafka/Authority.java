package io.busline.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Signs certificates for servers, with the JDK's own tool. */
final class Authority {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private int issued;

  Authority(Path folder) {
    this.folder = folder;
    keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=Test CA", "-ext", "bc:c");
    keytool("-exportcert", "-alias", "ca", "-rfc", "-file", certificate().toString());
  }

  /** What a client trusts. */
  Path certificate() {
    return folder.resolve("ca.pem");
  }

  /**
   * A key and a certificate for one host.
   *
   * @param host the host
   * @param begin when it begins to be valid, as {@code keytool} takes it, such as {@code -1d}
   * @param days for how long
   * @return a file with both, as Kafka takes it
   */
  Path serverFor(String host, String begin, int days) {
    String validity = Integer.toString(days);
    String alias = "server-" + issued++;
    Path request = folder.resolve(alias + ".csr");
    Path certificate = folder.resolve(alias + ".pem");
    Path key = folder.resolve(alias + ".key");
    keytool("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=server");
    keytool("-certreq", "-alias", alias, "-file", request.toString());
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-startdate",
        begin,
        "-validity",
        validity,
        "-ext",
        "san=dns:" + host,
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString());
    writeKey(alias, key);
    return together(folder.resolve(alias + ".both"), key, certificate);
  }

  private void writeKey(String alias, Path file) {
    try (InputStream in = Files.newInputStream(store())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
      Files.writeString(
          file,
          "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
              .formatted(Base64.getMimeEncoder().encodeToString(key)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("writing the key of " + alias, e);
    }
  }

  private static Path together(Path both, Path key, Path certificate) {
    try {
      return Files.writeString(both, Files.readString(key) + Files.readString(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException("writing " + both, e);
    }
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }

  private void keytool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("running keytool", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keytool ran", e);
    }
  }
}
