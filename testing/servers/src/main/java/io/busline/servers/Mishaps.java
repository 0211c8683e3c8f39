package io.busline.servers;

import io.busline.servers.TcpProxy.Mode;
import java.time.Duration;

/**
 * What befalls a server and the line to it. Each happens when its method is called, which blocks
 * until it has, and what is returned ends it.
 *
 * @param server the server
 * @param proxy the line, over which all clients go
 */
public record Mishaps(Server server, TcpProxy proxy) {

  /**
   * The server is killed.
   *
   * @return starts it again
   */
  public Runnable killed() {
    server.kill();
    return server::restart;
  }

  /**
   * The server is stopped in good order.
   *
   * @return starts it again
   */
  public Runnable stopped() {
    server.stop();
    return server::restart;
  }

  /**
   * The server freezes.
   *
   * @return has it go on
   */
  public Runnable frozen() {
    server.pause();
    return server::resume;
  }

  /**
   * Connections are cut.
   *
   * @return cuts them once more
   */
  public Runnable cut() {
    proxy.cut();
    return proxy::cut;
  }

  /**
   * Bytes vanish on their way. The connections are of no use afterwards: what was swallowed is
   * missing in the stream.
   *
   * @param mode which bytes
   * @return lets bytes pass, on new connections
   */
  public Runnable swallowing(Mode mode) {
    proxy.mode(mode);
    return () -> {
      proxy.mode(Mode.PASS);
      proxy.cut();
    };
  }

  /**
   * Every byte is 20 ms late.
   *
   * @return ends the delay
   */
  public Runnable late() {
    proxy.delay(Duration.ofMillis(20));
    return () -> proxy.delay(Duration.ZERO);
  }

  /**
   * The line takes 64 KiB a second.
   *
   * @return widens it
   */
  public Runnable narrow() {
    proxy.limit(64 * 1024);
    return () -> proxy.limit(Integer.MAX_VALUE);
  }

  /**
   * Connections are cut, and new ones are of no use.
   *
   * @param mode what becomes of new ones
   * @return lets them pass
   */
  public Runnable refusing(Mode mode) {
    proxy.mode(mode);
    proxy.cut();
    return () -> proxy.mode(Mode.PASS);
  }
}
