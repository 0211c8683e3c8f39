package io.busline.nats;

import io.busline.spi.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.SecureRandom;
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

/**
 * TLS that looks at the name in a certificate. The client checks only who signed it, so any
 * certificate of the same authority would do for any server; it offers no place to say otherwise
 * but the sockets themselves.
 */
final class VerifiedTls {

  private VerifiedTls() {}

  /** A context that trusts the certificates of a PEM file, or those that the JVM trusts. */
  static SSLContext context(Optional<Path> trust) {
    return new Context(Trust.context(trust));
  }

  /** A context whose sockets verify names. */
  private static final class Context extends SSLContext {
    Context(SSLContext context) {
      super(new Verifying(context), context.getProvider(), context.getProtocol());
    }
  }

  private static final class Verifying extends SSLContextSpi {
    private final SSLContext context;

    Verifying(SSLContext context) {
      this.context = context;
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it is set up already");
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

    /** RFC 2818 is what "HTTPS" asks for: the name must be in the certificate. */
    private static Socket verifying(Socket socket) {
      SSLSocket secure = (SSLSocket) socket;
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      return secure;
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
    public Socket createSocket(Socket socket, String host, int port, boolean closing)
        throws IOException {
      return verifying(factory.createSocket(socket, host, port, closing));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return verifying(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return verifying(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return verifying(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return verifying(factory.createSocket(host, port, local, localPort));
    }
  }
}
