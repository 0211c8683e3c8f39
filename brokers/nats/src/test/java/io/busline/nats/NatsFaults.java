package io.busline.nats;

import io.busline.servers.Mishaps;
import io.busline.servers.NatsServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.List;

/** What core NATS and JetStream have to survive. */
final class NatsFaults {
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final Duration WHILE = Duration.ofSeconds(2);

  private NatsFaults() {}

  static List<Fault> of(NatsServer server, TcpProxy proxy) {
    Mishaps mishaps = new Mishaps(server, proxy);
    return List.of(
        new Fault("the server is killed and started again", MOMENT, mishaps::killed),
        new Fault(
            "the server is restarted in good order", Duration.ofMillis(100), mishaps::stopped),
        new Fault("the server is frozen for a while", WHILE, mishaps::frozen),
        new Fault("connections are cut", Duration.ofMillis(10), mishaps::cut),
        new Fault("no byte passes", WHILE, () -> mishaps.swallowing(Mode.SWALLOW)),
        new Fault(
            "no byte reaches the server", WHILE, () -> mishaps.swallowing(Mode.SWALLOW_REQUESTS)),
        new Fault(
            "no byte comes from the server", WHILE, () -> mishaps.swallowing(Mode.SWALLOW_ANSWERS)),
        new Fault("everything is late", WHILE, mishaps::late),
        new Fault("the line is narrow", WHILE, mishaps::narrow),
        new Fault(
            "connections are closed as they open", MOMENT, () -> mishaps.refusing(Mode.CLOSE)),
        new Fault("the server talks nonsense", MOMENT, () -> mishaps.refusing(Mode.BABBLE)));
  }
}
