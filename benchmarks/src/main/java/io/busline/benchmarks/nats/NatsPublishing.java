package io.busline.benchmarks.nats;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Blocking;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Publishing alone, confirmed by JetStream; nobody subscribes.
 *
 * @param effort how much to measure
 */
public record NatsPublishing(Effort effort) {

  public List<Scenario> scenarios() {
    Scenario async =
        scenario("Busline publishAsync", (server, url) -> asynchronously(url, new Outstanding()));
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(async);
    // As many on their way as there are threads that block below: what is left is their waking.
    scenarios.add(
        scenario(
                "Busline publishAsync, " + Blocking.COUNT + " on their way",
                (server, url) -> asynchronously(url, new Outstanding(Blocking.COUNT)))
            .versus(async.name()));
    for (Blocking how : Blocking.values()) {
      if (how.isThere()) {
        scenarios.add(
            scenario("jnats publish on " + how.words, (server, url) -> jnats(how, url))
                .versus(async.name()));
        scenarios.add(
            scenario("Busline publish on " + how.words, (server, url) -> blocking(how, url))
                .versus(async.name()));
      }
    }
    return scenarios;
  }

  /** Opens what publishes. */
  private interface Opening {
    Subject open(NatsServer server, String url) throws Exception;
  }

  private static Scenario scenario(String name, Opening opening) {
    return Scenario.of(
        name + ": JetStream",
        Unit.EVENTS_PER_SECOND,
        () -> {
          NatsServer server = NatsServer.start(Release.CURRENT);
          Subject subject = opening.open(server, "127.0.0.1:" + server.port());
          return closing(subject, server);
        });
  }

  private static Subject closing(Subject subject, NatsServer server) {
    return new Subject() {
      @Override
      public Sample sample() throws Exception {
        return subject.sample();
      }

      @Override
      public void close() {
        subject.close();
        server.close();
      }
    };
  }

  private static EventBus bus(String address) {
    return EventBus.connect("jetstream://" + address, "benchmarks");
  }

  private Subject asynchronously(String address, Outstanding outstanding) {
    return new OnBus(bus(address)) {
      @Override
      public Sample sample() throws Exception {
        byte[] data = Order.bytes();
        long events = 0;
        long start = System.nanoTime();
        for (; System.nanoTime() - start < effort.nanos(); events++) {
          outstanding.add(bus.publishAsync(Order.TYPE, data));
        }
        outstanding.await();
        return Sample.of(events * 1e9 / (System.nanoTime() - start));
      }
    };
  }

  private Subject blocking(Blocking how, String address) {
    return new OnBus(bus(address)) {
      @Override
      public Sample sample() throws Exception {
        byte[] data = Order.bytes();
        return how.sample(() -> bus.publish(Order.TYPE, data), effort.nanos());
      }
    };
  }

  private abstract static class OnBus implements Subject {
    final EventBus bus;

    OnBus(EventBus bus) {
      this.bus = bus;
    }

    @Override
    public void close() {
      bus.close();
    }
  }

  /** The client's own blocking publish, with the same promise: a message id. */
  private Subject jnats(Blocking how, String address) throws Exception {
    Connection connection =
        Nats.connect(
            Options.builder().server("nats://" + address).dontForceFlushOnRequest().build());
    NatsClients.makeStream(connection);
    JetStream stream = connection.jetStream();
    byte[] data = Order.bytes();
    return new Subject() {
      @Override
      public Sample sample() throws Exception {
        return how.sample(
            () ->
                stream.publish(
                    Order.TYPE,
                    data,
                    PublishOptions.builder().messageId(UUID.randomUUID().toString()).build()),
            effort.nanos());
      }

      @Override
      public void close() {
        NatsClients.close(connection);
      }
    };
  }
}
