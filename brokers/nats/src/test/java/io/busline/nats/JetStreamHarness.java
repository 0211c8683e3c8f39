package io.busline.nats;

import io.busline.servers.NatsServer;
import io.busline.servers.TcpProxy;
import io.busline.spi.Capability;
import io.busline.tck.BrokerHarness;
import io.busline.tck.Fault;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A server that several tests use, one after another, each through a proxy of its own. */
final class JetStreamHarness implements BrokerHarness {
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final NatsServer server;
  private final TcpProxy proxy;

  JetStreamHarness(NatsServer server) {
    this.server = server;
    this.proxy = TcpProxy.to(server.port());
  }

  @Override
  public String url() {
    return "jetstream://" + proxy.address() + "?lease=3s";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.TRANSACTIONS));
  }

  @Override
  public void restart() {
    server.stop();
    server.restart();
  }

  @Override
  public Optional<Runnable> outage() {
    server.kill();
    return Optional.of(this::comeBack);
  }

  private void comeBack() {
    if (!server.isRunning()) {
      server.restart();
    }
  }

  @Override
  public Optional<Runnable> deletion(String topic) {
    return Optional.of(
        () -> plainly(nats -> nats.jetStreamManagement().deleteStream(StreamNames.ofTopic(topic))));
  }

  @Override
  public Optional<Runnable> foreignMessage(String type, byte[] body) {
    Headers headers = new Headers().add("content-type", "application/cloudevents+json");
    return Optional.of(() -> plainly(nats -> nats.jetStream().publish(type, headers, body)));
  }

  @Override
  public Optional<Runnable> foreignLetter() {
    return Optional.of(
        () ->
            plainly(
                nats -> nats.jetStream().publish("$BUSLINE.dead-letter.g.t.foreign", new byte[0])));
  }

  @Override
  public Optional<Runnable> letterLimit(int bytes) {
    return changed(letters -> letters.maximumMessageSize(bytes), l -> l.maximumMessageSize(-1));
  }

  @Override
  public Optional<Runnable> refusedLetters() {
    return changed(letters -> letters.maxBytes(1), letters -> letters.maxBytes(-1));
  }

  private Optional<Runnable> changed(
      UnaryOperator<StreamConfiguration.Builder> change,
      UnaryOperator<StreamConfiguration.Builder> back) {
    letters(change);
    return Optional.of(() -> letters(back));
  }

  private void letters(UnaryOperator<StreamConfiguration.Builder> change) {
    plainly(
        nats -> {
          JetStreamManagement management = nats.jetStreamManagement();
          StreamConfiguration there =
              management.getStreamInfo(StreamNames.DEAD_LETTERS).getConfiguration();
          management.updateStream(change.apply(StreamConfiguration.builder(there)).build());
        });
  }

  @Override
  public Optional<Runnable> slowness() {
    proxy.delay(Duration.ofMillis(150));
    return Optional.of(() -> proxy.delay(Duration.ZERO));
  }

  private interface Deed {
    void accept(Connection nats) throws Exception;
  }

  @SuppressWarnings("try") // Nobody interrupts the kit's thread.
  private void plainly(Deed deed) {
    try (Connection nats = PlainClient.connect(server)) {
      deed.accept(nats);
    } catch (Exception e) {
      throw new AssertionError("what a plain client does failed", e);
    }
  }

  @Override
  public List<Fault> faults() {
    return NatsFaults.of(server, proxy);
  }

  @Override
  public Optional<Duration> lease() {
    return Optional.of(LEASE);
  }

  @Override
  public void close() {
    proxy.close();
  }
}
