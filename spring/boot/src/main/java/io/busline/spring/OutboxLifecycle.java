package io.busline.spring;

import org.springframework.context.SmartLifecycle;

/**
 * Opens outboxes before the web server takes requests, which publish to them, and closes them after
 * it, while their bus and database are alive.
 */
final class OutboxLifecycle implements SmartLifecycle {
  /** Below the phases of the web server, which begin 2,048 below the highest. */
  private static final int PHASE = DEFAULT_PHASE - 4_096;

  private final BusStarts starts;
  private final OutboxConnection outbox;
  private volatile boolean running;

  OutboxLifecycle(BusStarts starts, OutboxConnection outbox) {
    this.starts = starts;
    this.outbox = outbox;
  }

  @Override
  public void start() {
    starts.all().forEach(BusStart::open);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    outbox.close();
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
