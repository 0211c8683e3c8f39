package io.busline.benchmarks.harness;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Many threads that publish, and each waits for every confirmation, as most services do. */
public enum Blocking {
  /** Threads of the operating system. */
  THREADS("threads"),
  /** Virtual threads. */
  VIRTUAL("virtual threads");

  public static final int COUNT = 64;

  public final String words;

  Blocking(String words) {
    this.words = COUNT + " " + words;
  }

  /** Virtual threads came with Java 21. */
  public boolean isThere() {
    return this == THREADS || Runtime.version().feature() >= 21;
  }

  /** The rate at which something is done for a while. */
  public Sample sample(Work publish, long nanos) throws Exception {
    publish.run();
    long start = System.nanoTime();
    long events = onThreads(() -> publishUntil(start + nanos, publish));
    return Sample.of(events * 1e9 / (System.nanoTime() - start));
  }

  private static long publishUntil(long end, Work publish) throws Exception {
    long events = 0;
    for (; System.nanoTime() < end; events++) {
      publish.run();
    }
    return events;
  }

  private long onThreads(Callable<Long> publishing) throws Exception {
    ExecutorService threads = executor();
    try {
      long events = 0;
      List<Callable<Long>> all = Stream.generate(() -> publishing).limit(COUNT).toList();
      for (Future<Long> done : threads.invokeAll(all)) {
        events += done.get();
      }
      return events;
    } finally {
      threads.shutdown();
    }
  }

  /** This is compiled for Java 17, so what came later is looked up. */
  private ExecutorService executor() throws ReflectiveOperationException {
    return this == THREADS
        ? Executors.newFixedThreadPool(COUNT)
        : (ExecutorService)
            Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
