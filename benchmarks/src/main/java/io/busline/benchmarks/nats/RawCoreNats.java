package io.busline.benchmarks.nats;

import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Pipe;
import io.busline.servers.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;

/** Core NATS with its own client, tuned: one flush for many publishes, a dispatcher to receive. */
final class RawCoreNats implements Pipe {
  private static final int FLUSH_EVERY = 1_024;

  private final NatsServer server;
  private final Connection publisher;
  private final Connection subscriber;
  private final RawMessages messages = new RawMessages();
  private final Counter handled = new Counter();
  private int unflushed;

  RawCoreNats(NatsServer server, String url) throws Exception {
    this.server = server;
    publisher = Nats.connect(Options.builder().server(url).build());
    subscriber = Nats.connect(Options.builder().server(url).build());
    RawMessages reading = new RawMessages();
    Dispatcher dispatcher =
        subscriber.createDispatcher(
            message -> {
              if (reading.read(message).orderId() != null) {
                handled.increment();
              }
            });
    dispatcher.setPendingLimits(-1, -1);
    dispatcher.subscribe(Order.TYPE, "benchmarks");
    subscriber.flush(Duration.ofSeconds(5));
  }

  @Override
  public void publish(Order order) throws Exception {
    publisher.publish(messages.write(order));
    if (++unflushed == FLUSH_EVERY) {
      awaitConfirmed();
    }
  }

  @Override
  public void awaitConfirmed() throws Exception {
    publisher.flush(Duration.ofSeconds(5));
    unflushed = 0;
  }

  @Override
  public long handled() {
    return handled.count();
  }

  @Override
  public void close() {
    NatsClients.close(publisher, subscriber);
    server.close();
  }
}
