package io.busline.benchmarks.inprocess;

import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.InProcessBus;
import io.busline.benchmarks.load.Order;
import java.util.ArrayList;
import java.util.List;
import net.engio.mbassy.bus.MBassador;
import net.engio.mbassy.bus.config.BusConfiguration;
import net.engio.mbassy.bus.config.Feature;
import net.engio.mbassy.listener.Handler;

/** MBassador, calling subscribers on the publisher's thread, or on one of its own. */
final class Mbassador implements InProcessBus {
  private final MBassador<Payload> bus;
  private final boolean async;
  private final Payload payload = new Payload(Order.bytes());

  /** It refers to its subscribers weakly. */
  private final List<Subscriber> subscribers = new ArrayList<>();

  Mbassador(boolean async, List<Counter> counters) {
    this.async = async;
    bus =
        new MBassador<>(
            new BusConfiguration()
                .addFeature(Feature.SyncPubSub.Default())
                .addFeature(Feature.AsynchronousHandlerInvocation.Default(1, 1))
                .addFeature(
                    Feature.AsynchronousMessageDispatch.Default()
                        .setNumberOfMessageDispatchers(1)));
    for (Counter counter : counters) {
      Subscriber subscriber = new Subscriber(counter);
      subscribers.add(subscriber);
      bus.subscribe(subscriber);
    }
  }

  @Override
  public int publish() {
    if (async) {
      bus.publishAsync(payload);
    } else {
      bus.publish(payload);
    }
    return 1;
  }

  @Override
  public void close() {
    subscribers.forEach(bus::unsubscribe);
    bus.shutdown();
  }

  static final class Subscriber {
    private final Counter counter;

    Subscriber(Counter counter) {
      this.counter = counter;
    }

    @Handler
    public void on(Payload payload) {
      counter.increment();
    }
  }
}
