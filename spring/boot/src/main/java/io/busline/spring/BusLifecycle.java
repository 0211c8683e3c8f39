package io.busline.spring;

import io.busline.Subscription;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Subscribes after everything else has started, and drains before anything else stops: a handler
 * finds what it needs. A bus itself closes with its bean, after the web server.
 */
final class BusLifecycle implements SmartLifecycle {
  /** Above the phases of the web server, which begin 1,024 below the highest. */
  static final int PHASE = DEFAULT_PHASE - 512;

  private final BusStarts starts;
  private final Duration drainTimeout;
  private volatile boolean running;

  BusLifecycle(BusStarts starts, Duration drainTimeout) {
    this.starts = starts;
    this.drainTimeout = drainTimeout;
  }

  @Override
  public synchronized void start() {
    starts.all().forEach(BusStart::begin);
    running = true;
  }

  @Override
  public synchronized void stop() {
    starts.all().forEach(BusStart::end);
    running = false;
    List<Subscription> subscriptions =
        starts.all().stream().flatMap(each -> each.bus().subscriptions().stream()).toList();
    subscriptions.forEach(Subscription::pause);
    long end = System.nanoTime() + drainTimeout.toNanos();
    for (Subscription subscription : subscriptions) {
      subscription.drain(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    // A context may be started again, as Spring does with those that tests share.
    starts.all().forEach(BusStart::reset);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
