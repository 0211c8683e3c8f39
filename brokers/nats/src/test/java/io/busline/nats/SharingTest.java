package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.Interests;
import io.busline.spi.TimeSource;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The instances of a group divide the slots among them, as often as their number changes. */
class SharingTest {
  private NatsServer server;
  private Shop shop;
  private JetStreamBroker inspector;

  @BeforeEach
  void open() {
    server = NatsServer.start(Release.CURRENT);
    shop = new Shop(server);
    inspector =
        (JetStreamBroker)
            new NatsBrokerProvider()
                .open(
                    BusUrl.parse("jetstream://" + server.address()),
                    new BrokerContext("inspector", TimeSource.system(), new SplittableRandom(1)));
  }

  @AfterEach
  void close() {
    inspector.close();
    shop.close();
    server.close();
  }

  @Test
  void slots_are_shared_fairly_when_instances_come_and_go() {
    EventBus first = shop.subscribe("a", "order.created");
    awaitShares(32);

    EventBus second = shop.subscribe("a", "order.created");
    awaitShares(16, 16);

    shop.subscribe("a", "order.created");
    awaitShares(10, 11, 11);

    second.close();
    awaitShares(16, 16);
    first.close();
    awaitShares(32);
  }

  @Test
  void groups_and_their_lag_are_known_without_a_member() {
    EventBus member = shop.subscribe("a", "order.created");
    shop.publish(member, "order.created", "k", "1");
    shop.awaitReceived("1");
    member.close();

    EventBus other = shop.bus();
    shop.publish(other, "order.created", "k", "2");
    shop.publish(other, "order.created", "l", "3");

    assertThat(other.groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.name()).isEqualTo(shop.name + "a");
              assertThat(group.members()).isZero();
              assertThat(group.lag()).hasValue(2);
              assertThat(group.patterns()).containsExactly(shop.type("order.created"));
            });
  }

  private void awaitShares(Integer... expected) {
    shop.await("shares of " + List.of(expected), () -> shares().equals(List.of(expected)));
  }

  private List<Integer> shares() {
    return inspector
        .logs()
        .require(shop.stream("order"), new Interests(List.of()))
        .map(log -> inspector.consumers().shares(shop.name + "a", log))
        .orElse(List.of())
        .stream()
        .sorted()
        .toList();
  }
}
