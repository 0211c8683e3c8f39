package io.busline.spi;

import io.busline.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose signature on a server's certificate counts: what a URL's option {@code trust} says. */
public final class Trust {

  private Trust() {}

  /**
   * A context for TLS. It says nothing of the names in certificates: whoever connects has to see to
   * it that they are checked.
   *
   * @param trust a file of certificates in PEM to trust; if there is none, those that the JVM
   *     trusts
   * @return the context
   * @throws ConfigurationException if the file holds no certificates
   */
  public static SSLContext context(Optional<Path> trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.isPresent() ? managers(trust.get()) : null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] managers(Path file) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + store.size(), certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          "the file %s of option trust holds no certificates in PEM".formatted(file), e);
    }
  }
}
