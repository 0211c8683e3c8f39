package io.busline.benchmarks;

import io.busline.EventBus;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;

/** Publishing alone, confirmed by JetStream; nobody subscribes. */
final class NatsPublishing implements Subject {
  private final NatsServer server = NatsServer.start(Release.CURRENT);
  private final EventBus bus =
      EventBus.connect("jetstream://127.0.0.1:" + server.port(), "benchmarks");
  private final boolean blocking;
  private final long nanos;

  NatsPublishing(boolean blocking, long nanos) {
    this.blocking = blocking;
    this.nanos = nanos;
  }

  @Override
  public Sample sample() throws Exception {
    return blocking ? Blocking.sample(bus, nanos) : asynchronously();
  }

  private Sample asynchronously() throws Exception {
    byte[] data = Order.bytes();
    Outstanding outstanding = new Outstanding();
    long events = 0;
    long start = System.nanoTime();
    for (; System.nanoTime() - start < nanos; events++) {
      outstanding.add(bus.publishAsync(Order.TYPE, data));
    }
    outstanding.await();
    return Sample.of(events * 1e9 / (System.nanoTime() - start));
  }

  @Override
  public void close() {
    bus.close();
    server.close();
  }
}
