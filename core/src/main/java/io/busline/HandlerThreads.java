package io.busline;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a bus: virtual where the JVM has them, a pool otherwise. The one class that knows
 * the difference. How many run at once is bounded by the subscriptions' concurrency, not here. All
 * are daemons: a process that has nothing else to do ends.
 */
final class HandlerThreads {

  /** How long a pooled thread waits for the next batch before it ends. */
  private static final long IDLE_SECONDS = 10;

  private final ExecutorService handlers;

  HandlerThreads(String service) {
    ThreadFactory factory = factory("busline-" + service + "-handler-");
    this.handlers =
        factory instanceof PlatformFactory
            ? new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                factory)
            : perTask(factory);
  }

  void run(Runnable handling) {
    handlers.execute(handling);
  }

  /** Starts the thread that owns a subscription; a platform thread, for it lives long. */
  static Thread startOwner(String subscription, Runnable loop) {
    Thread thread = new Thread(loop, "busline-" + subscription);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  void close() {
    handlers.shutdownNow();
  }

  /** Virtual threads came with Java 21 and this is compiled for 17, so they are looked up once. */
  private static ThreadFactory factory(String prefix) {
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> api = Class.forName("java.lang.Thread$Builder");
      Object named = api.getMethod("name", String.class, long.class).invoke(builder, prefix, 0L);
      return (ThreadFactory) api.getMethod("factory").invoke(named);
    } catch (ReflectiveOperationException e) {
      return new PlatformFactory(prefix, new AtomicInteger());
    }
  }

  private static ExecutorService perTask(ThreadFactory factory) {
    try {
      return (ExecutorService)
          Executors.class
              .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
              .invoke(null, factory);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a JVM with virtual threads has an executor for them", e);
    }
  }

  private record PlatformFactory(String prefix, AtomicInteger count) implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      Thread thread = new Thread(task, prefix + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    }
  }
}
