package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** TLS that also looks whether a certificate is the host's: the client library does not. */
final class Tls {

  private static final byte[] PEM = "-----BEGIN".getBytes(StandardCharsets.US_ASCII);

  private Tls() {}

  static void use(Options.Builder options, Optional<Path> trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.isEmpty() ? null : trusting(trust.get()), null);
      options.sslContext(new NamedHosts(context));
      // Otherwise the library hands an address to TLS, which is in no certificate.
      options.hostnameResolveMode(Options.HostnameResolveMode.HappyEyeballs);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigurationException(
          "the certificates to trust cannot be read from %s: %s. Give a PEM file, or a PKCS12 store without a password"
              .formatted(trust.map(Path::toString).orElse("the JVM"), e.getMessage()),
          e);
    }
  }

  private static TrustManager[] trusting(Path file) throws GeneralSecurityException, IOException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(
        isPem(file) ? certificates(file) : KeyStore.getInstance(file.toFile(), new char[0]));
    return factory.getTrustManagers();
  }

  private static boolean isPem(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    return text.contains(new String(PEM, StandardCharsets.US_ASCII));
  }

  private static KeyStore certificates(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(file)) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + number++, each);
      }
    }
    return store;
  }

  /** A context whose sockets check the name in the server's certificate. */
  private static final class NamedHosts extends SSLContext {
    NamedHosts(SSLContext context) {
      super(new Spi(context), context.getProvider(), context.getProtocol());
    }
  }

  private static final class Spi extends SSLContextSpi {
    private final SSLContext context;

    Spi(SSLContext context) {
      this.context = context;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
      throw new IllegalStateException("it is initialised");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new Sockets(context.getSocketFactory());
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return context.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return context.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return context.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return context.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return context.getClientSessionContext();
    }
  }

  private static final class Sockets extends SSLSocketFactory {
    private final SSLSocketFactory factory;

    Sockets(SSLSocketFactory factory) {
      this.factory = factory;
    }

    private static Socket checking(Socket socket) {
      if (socket instanceof SSLSocket secure) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
      }
      return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket under, String host, int port, boolean close)
        throws IOException {
      return checking(factory.createSocket(under, host, port, close));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return checking(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return checking(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return checking(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return checking(factory.createSocket(host, port, local, localPort));
    }
  }
}
