package io.busline.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Something that is done for a number of events and timed. */
@FunctionalInterface
public interface Work {

  void run() throws Exception;

  /** What it takes for each event. */
  static Sample perEvent(int events, Work work) throws Exception {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long own = threads.getCurrentThreadCpuTime();
    long cpu = process.getProcessCpuTime();
    long allocated = Allocation.now();
    long start = System.nanoTime();
    work.run();
    double elapsed = System.nanoTime() - start;
    return Sample.of(elapsed / events)
        .with(Sample.CPU, (process.getProcessCpuTime() - cpu) / (double) events)
        .with(Sample.PUBLISHER_CPU, (threads.getCurrentThreadCpuTime() - own) / (double) events)
        .with(Sample.ALLOCATED, (Allocation.now() - allocated) / (double) events);
  }

  /**
   * The same work for each event on several threads at once, each of which waits for one event
   * before it begins the next.
   *
   * @param number of threads
   * @param events by all of them together, give or take a few
   */
  static Sample perEventOnThreads(int number, int events, Work work) throws Exception {
    int share = Math.max(1, events / number);
    Callable<Void> each =
        () -> {
          for (int i = 0; i < share; i++) {
            work.run();
          }
          return null;
        };
    ExecutorService threads = Executors.newFixedThreadPool(number);
    try {
      return perEvent(
          number * share,
          () -> {
            for (Future<Void> done : threads.invokeAll(Collections.nCopies(number, each))) {
              done.get();
            }
          });
    } finally {
      threads.shutdown();
    }
  }
}
