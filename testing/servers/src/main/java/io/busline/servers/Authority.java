package io.busline.servers;

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
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority of a test's own, which signs certificates for servers with the JDK's
 * {@code keytool}. For one thread at a time.
 */
public final class Authority {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private int issued;

  /**
   * Founds one; blocks for about a second, as everything does that makes a key.
   *
   * @param folder where it keeps its keys, and nobody else; it is the caller's to remove
   * @throws IllegalStateException if {@code keytool} fails, with what it has written
   */
  public Authority(Path folder) {
    this.folder = folder;
    make("ca", "-dname", "CN=Test CA", "-ext", "bc:c");
    keytool("-exportcert", "-alias", "ca", "-rfc", "-file", certificate().toString());
  }

  /**
   * What a client trusts that is to trust all whom this authority has signed.
   *
   * @return a file with the authority's own certificate, as PEM
   */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /**
   * Makes a key and signs a certificate for a server.
   *
   * @param host the one host that the certificate is for
   * @param begin when it begins to be valid, as {@code keytool} takes it, such as {@code -1d}
   * @param days for how long
   * @return a file with both, as PEM
   * @throws IllegalStateException if {@code keytool} fails, with what it has written
   */
  public Path serverFor(String host, String begin, int days) {
    String alias = sign(host, begin, days);
    try {
      KeyStore keys = keys();
      return Files.writeString(
          folder.resolve(alias + ".pem"),
          pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded())
              + pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("writing key and certificate of " + alias, e);
    }
  }

  /**
   * Makes a key and signs a certificate for a server in this JVM. It is valid now.
   *
   * @param host the one host that the certificate is for
   * @return what that server opens its sockets with
   * @throws IllegalStateException if {@code keytool} fails, with what it has written
   */
  public SSLContext contextFor(String host) {
    String alias = sign(host, "-1d", 30);
    try {
      KeyStore keys = keys();
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          alias,
          keys.getKey(alias, PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          keys.getCertificateChain(alias));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(own, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("reading key and certificate of " + alias, e);
    }
  }

  /** Makes a key with a certificate; returns under which name they are kept. */
  private String sign(String host, String begin, int days) {
    String alias = "server-" + issued++;
    make(
        alias,
        "-dname",
        "CN=server",
        "-signer",
        "ca",
        "-startdate",
        begin,
        "-validity",
        Integer.toString(days),
        "-ext",
        "san=dns:" + host);
    return alias;
  }

  private void make(String alias, String... more) {
    List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias));
    arguments.addAll(List.of("-keyalg", "EC"));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(content));
  }

  private KeyStore keys() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store())) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
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
