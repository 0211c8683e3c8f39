package io.busline.servers;

/**
 * Where a server listens, on 127.0.0.1, and nothing that would break it: what a test takes that
 * shares its server with others.
 */
public sealed interface Endpoint permits Server, SharedServer {

  /**
   * Its port.
   *
   * @return the port
   */
  int port();

  /**
   * Host and port, as a URL has them.
   *
   * @return such as {@code 127.0.0.1:4222}
   */
  default String address() {
    return "127.0.0.1:" + port();
  }
}
