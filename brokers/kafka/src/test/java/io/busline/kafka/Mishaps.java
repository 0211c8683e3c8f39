package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.List;

/**
 * What befalls a server and the line to it. No answer comes for a moment only: nobody can tell
 * whether what is done meanwhile was noted, and a member that the server puts out repeats it.
 */
record Mishaps(KafkaServer server, TcpProxy proxy) {
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final Duration WHILE = Duration.ofSeconds(2);

  List<Fault> all() {
    return List.of(
        new Fault("the server is killed and started again", MOMENT, this::killed),
        new Fault("the server is restarted in good order", Duration.ofMillis(100), this::stopped),
        new Fault("the server freezes", WHILE, this::frozen),
        new Fault("connections are cut", Duration.ofMillis(10), this::cut),
        new Fault("no byte passes", WHILE, () -> swallowing(Mode.SWALLOW)),
        new Fault("no byte reaches the server", WHILE, () -> swallowing(Mode.SWALLOW_REQUESTS)),
        new Fault("no byte comes from the server", MOMENT, () -> swallowing(Mode.SWALLOW_ANSWERS)),
        new Fault("everything is late", WHILE, this::late),
        new Fault("the line is narrow", WHILE, this::narrow),
        new Fault("connections are closed as they open", MOMENT, () -> refusing(Mode.CLOSE)),
        new Fault("the server talks nonsense", MOMENT, () -> refusing(Mode.BABBLE)));
  }

  private Runnable killed() {
    server.kill();
    return server::restart;
  }

  private Runnable stopped() {
    server.stop();
    return server::restart;
  }

  private Runnable frozen() {
    server.pause();
    return server::resume;
  }

  private Runnable cut() {
    proxy.cut();
    return proxy::cut;
  }

  /** The connection is of no use afterwards: what was swallowed is missing in the stream. */
  private Runnable swallowing(Mode mode) {
    proxy.mode(mode);
    return () -> {
      proxy.mode(Mode.PASS);
      proxy.cut();
    };
  }

  private Runnable late() {
    proxy.delay(Duration.ofMillis(20));
    return () -> proxy.delay(Duration.ZERO);
  }

  private Runnable narrow() {
    proxy.limit(64 * 1024);
    return () -> proxy.limit(Integer.MAX_VALUE);
  }

  private Runnable refusing(Mode mode) {
    proxy.mode(mode);
    proxy.cut();
    return () -> proxy.mode(Mode.PASS);
  }
}
