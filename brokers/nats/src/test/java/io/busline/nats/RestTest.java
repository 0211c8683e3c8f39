package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.BrokerException;
import io.busline.event.EventPattern;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.servers.Endpoint;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.servers.TcpProxy;
import io.busline.servers.TcpProxy.Mode;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A thread that has nothing to do rests. */
@MayWarn
class RestTest {

  /** A second of turns without a rest are hundreds of thousands of looks at the clock. */
  private static final long SOME = 5_000;

  /** Counts how often it is looked at, which each turn of a consumer does. */
  private static final class CountingTime implements TimeSource {
    private final TimeSource system = TimeSource.system();
    private final AtomicLong looks = new AtomicLong();

    @Override
    public long nanos() {
      looks.incrementAndGet();
      return system.nanos();
    }

    @Override
    public Instant now() {
      return system.now();
    }

    @Override
    public Registration onMove(Runnable listener) {
      return system.onMove(listener);
    }

    @Override
    public boolean isVirtual() {
      return false;
    }
  }

  private final List<InboundMessage> arrived = new ArrayList<>();

  private final Inbox inbox =
      new Inbox() {
        @Override
        public void arrived(InboundMessage message) {
          arrived.add(message);
        }

        @Override
        public void revoked(InboundMessage message) {
          arrived.remove(message);
        }
      };

  /** The lease is so long that nothing but the write has to be answered meanwhile. */
  @Test
  void a_consumer_rests_while_the_server_is_slow_to_store_what_it_did() {
    Endpoint server = SharedServer.nats(Release.CURRENT);
    CountingTime time = new CountingTime();
    try (Shop shop = new Shop(server);
        TcpProxy proxy = TcpProxy.to(server.port());
        Broker broker =
            new NatsBrokerProvider()
                .open(
                    BusUrl.parse("jetstream://" + proxy.address() + "?lease=10m"),
                    new BrokerContext("test", time, new SplittableRandom()));
        BrokerConsumer consumer = broker.open(spec(shop))) {
      for (String text : new String[] {"1", "2"}) {
        shop.plain.publish(shop.type("order.created"), text.getBytes(StandardCharsets.UTF_8));
      }
      shop.await("they arrive", () -> poll(consumer) == 2);
      proxy.mode(Mode.SWALLOW_ANSWERS);

      consumer.ack(List.of(arrived.get(0)));
      pollUnanswered(consumer);
      consumer.ack(List.of(arrived.get(1)));
      long before = time.looks.get();
      pollUnanswered(consumer);
      pollUnanswered(consumer);

      assertThat(time.looks.get() - before).isLessThan(SOME);
      proxy.mode(Mode.PASS);
    }
  }

  /** It may be time to look at who else is there, and that needs an answer. */
  private void pollUnanswered(BrokerConsumer consumer) {
    try {
      poll(consumer);
    } catch (BrokerException e) {
      assertThat(e).hasMessageContaining("did not answer within");
    }
  }

  private int poll(BrokerConsumer consumer) {
    consumer.poll(10, Duration.ofMillis(100).toNanos(), inbox);
    return arrived.size();
  }

  private static ConsumerSpec spec(Shop shop) {
    EventPattern type = new EventPattern(shop.type("order.created"));
    return new ConsumerSpec(
        shop.name + "a",
        List.of(new ConsumerSpec.Interest(type, shop.type("order"))),
        StartPosition.earliest(),
        Ordering.PER_KEY);
  }
}
