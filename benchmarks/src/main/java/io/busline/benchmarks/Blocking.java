package io.busline.benchmarks;

import io.busline.EventBus;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Many threads that publish, and each waits for every confirmation, as most services do. */
final class Blocking {
  static final int THREADS = 64;

  private Blocking() {}

  /** The rate at which they publish for a while. */
  static Sample sample(EventBus bus, long nanos) throws Exception {
    byte[] data = Order.bytes();
    bus.publish(Order.TYPE, data);
    long start = System.nanoTime();
    long events = onThreads(() -> publishUntil(start + nanos, bus, data));
    return Sample.of(events * 1e9 / (System.nanoTime() - start));
  }

  private static long publishUntil(long end, EventBus bus, byte[] data) {
    long events = 0;
    for (; System.nanoTime() < end; events++) {
      bus.publish(Order.TYPE, data);
    }
    return events;
  }

  private static long onThreads(Callable<Long> publishing) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      long events = 0;
      List<Callable<Long>> all = Stream.generate(() -> publishing).limit(THREADS).toList();
      for (Future<Long> done : threads.invokeAll(all)) {
        events += done.get();
      }
      return events;
    } finally {
      threads.shutdown();
    }
  }
}
