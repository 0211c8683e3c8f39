package io.busline.kafka;

import io.busline.servers.KafkaServer;
import io.busline.servers.Mishaps;
import io.busline.servers.Release;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

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
    return EnumSet.complementOf(EnumSet.of(Capability.DEDUPLICATION, Capability.KEY_DEFERRAL));
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

  @Override
  public Optional<Runnable> deletion(String topic) {
    return Optional.of(() -> delete(List.of(topic)));
  }

  @Override
  public Optional<Runnable> foreignMessage(String type, byte[] body) {
    String topic = type.substring(0, type.lastIndexOf('.'));
    ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, body);
    message
        .headers()
        .add("content-type", "application/cloudevents+json".getBytes(StandardCharsets.UTF_8));
    return Optional.of(() -> send(message));
  }

  @Override
  public Optional<Runnable> foreignLetter() {
    return Optional.of(
        () ->
            send(
                // A compacted topic takes nothing without a key.
                new ProducerRecord<>(
                    Topics.DEAD_LETTERS,
                    "foreign".getBytes(StandardCharsets.UTF_8),
                    "foreign".getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public Optional<Runnable> letterLimit(int bytes) {
    largestLetter(bytes);
    return Optional.of(() -> largestLetter(1 << 20));
  }

  private void largestLetter(int bytes) {
    ConfigResource letters = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEAD_LETTERS);
    ConfigEntry size = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
    try {
      admin
          .incrementalAlterConfigs(
              Map.of(letters, List.of(new AlterConfigOp(size, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    } catch (Exception e) {
      throw new AssertionError("the topic of dead letters could not be changed", e);
    }
  }

  @Override
  public Optional<Runnable> slowness() {
    proxy.delay(Duration.ofMillis(150));
    return Optional.of(() -> proxy.delay(Duration.ZERO));
  }

  private void send(ProducerRecord<byte[], byte[]> message) {
    Map<String, Object> options = Map.of("bootstrap.servers", server.address());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(options, bytes, bytes)) {
      producer.send(message).get();
    } catch (Exception e) {
      throw new AssertionError("what a plain client sends was not stored", e);
    }
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
      delete(admin.listTopics().names().get());
    } catch (Exception e) {
      throw new AssertionError("the topics could not be listed", e);
    }
  }

  private void delete(Collection<String> topics) {
    try {
      admin.deleteTopics(topics).all().get();
    } catch (Exception e) {
      throw new AssertionError("the topics could not be deleted", e);
    }
  }
}
