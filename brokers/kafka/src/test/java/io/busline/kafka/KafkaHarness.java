package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.Mishaps;
import io.busline.servers.Release;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;

/** A server that several tests use, one after another, through a proxy that it advertises. */
final class KafkaHarness implements BrokerHarness {
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final Duration WHILE = Duration.ofSeconds(2);

  private final KafkaServer server;
  private final TcpProxy proxy;
  private final Mishaps mishaps;
  private final AtomicBoolean restarted;
  private final Admin admin;

  private KafkaHarness(Site site) {
    this.server = site.server();
    this.proxy = site.proxy();
    this.mishaps = new Mishaps(server, proxy);
    this.restarted = site.restarted();
    this.admin = site.admin();
  }

  /**
   * A server and the proxy before it.
   *
   * @param restarted whether a test had it restarted, which takes longer than most tests and shows
   *     the same each time; its log is the same for all, and the faults restart it, too
   * @param admin removes the topics of each test
   */
  record Site(KafkaServer server, TcpProxy proxy, AtomicBoolean restarted, Admin admin)
      implements AutoCloseable {

    /** Groups settle in tenths of a second, and members that die are missed soon. */
    static Site open(Release release) {
      TcpProxy proxy = TcpProxy.to(1);
      Map<String, String> properties = new HashMap<>(KafkaServer.QUICK);
      properties.put("advertised.listeners", "PLAINTEXT://" + proxy.address());
      properties.put("broker.heartbeat.interval.ms", "200");
      properties.put("broker.session.timeout.ms", "1000");
      KafkaServer server = KafkaServer.start(release, properties);
      proxy.retarget(server.port());
      Admin admin =
          Admin.create(
              Map.of("bootstrap.servers", server.address(), "reconnect.backoff.max.ms", "100"));
      return new Site(server, proxy, new AtomicBoolean(), admin);
    }

    BrokerHarness harness() {
      return new KafkaHarness(this);
    }

    @Override
    public void close() {
      admin.close();
      proxy.close();
      server.close();
    }
  }

  @Override
  public String url() {
    return "kafka://" + proxy.address() + "?partitions=4";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.DEDUPLICATION));
  }

  @Override
  public Duration patience() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void restart() {
    if (!restarted.getAndSet(true)) {
      server.stop();
      server.restart();
    }
  }

  @Override
  public Optional<Runnable> outage() {
    return Optional.of(mishaps.refusing(Mode.CLOSE));
  }

  /**
   * No answer comes for a moment only: nobody can tell whether what is done meanwhile was noted,
   * and a member that the server puts out repeats it.
   */
  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault("the server is killed and started again", MOMENT, mishaps::killed),
        new Fault(
            "the server is restarted in good order", Duration.ofMillis(100), mishaps::stopped),
        new Fault("the server freezes", WHILE, mishaps::frozen),
        new Fault("connections are cut", Duration.ofMillis(10), mishaps::cut),
        new Fault("no byte passes", WHILE, () -> mishaps.swallowing(Mode.SWALLOW)),
        new Fault(
            "no byte reaches the server", WHILE, () -> mishaps.swallowing(Mode.SWALLOW_REQUESTS)),
        new Fault(
            "no byte comes from the server",
            MOMENT,
            () -> mishaps.swallowing(Mode.SWALLOW_ANSWERS)),
        new Fault("everything is late", WHILE, mishaps::late),
        new Fault("the line is narrow", WHILE, mishaps::narrow),
        new Fault(
            "connections are closed as they open", MOMENT, () -> mishaps.refusing(Mode.CLOSE)),
        new Fault("the server talks nonsense", MOMENT, () -> mishaps.refusing(Mode.BABBLE)));
  }

  @Override
  public boolean keepsNearNamesApart() {
    return false;
  }

  /** Who reads a pattern reads every topic, so none may be left. */
  @Override
  public void close() {
    try {
      admin.deleteTopics(admin.listTopics().names().get()).all().get();
    } catch (Exception e) {
      throw new AssertionError("the topics could not be deleted", e);
    }
  }
}
