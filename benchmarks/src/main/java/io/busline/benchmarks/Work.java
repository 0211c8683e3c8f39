package io.busline.benchmarks;

import java.lang.management.ManagementFactory;

/** Something that is done for a number of events and timed. */
@FunctionalInterface
interface Work {

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
}
