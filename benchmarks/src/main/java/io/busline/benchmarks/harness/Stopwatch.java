package io.busline.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Times what is done for many events, and what it costs this process; the broker is another. */
public final class Stopwatch {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long cpu = PROCESS.getProcessCpuTime();
  private final long allocated = Allocation.now();
  private final long start = System.nanoTime();

  public long nanos() {
    return System.nanoTime() - start;
  }

  /** What was seen since this was made. */
  public Sample rate(long events) {
    long elapsed = nanos();
    return Sample.of(events * 1e9 / elapsed)
        .with(Sample.CPU, (PROCESS.getProcessCpuTime() - cpu) / (double) events)
        .with(Sample.ALLOCATED, (Allocation.now() - allocated) / (double) events);
  }
}
