package io.busline.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What everybody else does with this machine's processors, as Linux counts it; nothing on a system
 * that does not tell.
 */
final class Neighbours {

  /** The share of the whole machine beyond which a sample does not count. */
  static final double TOLERATED = 0.10;

  private static final Path ALL = Path.of("/proc/stat");
  private static final Path PROCESSES = Path.of("/proc");
  private static final int IDLE = 3;
  private static final int WAITING_FOR_DISK = 4;
  private static final int STEAL = 7;

  /** Where in a process's stat, after name and state, its time begins. */
  private static final int OWN_TIME = 10;

  /** User and system, and both of the children that have ended. */
  private static final int OWN_TIMES = 4;

  private Neighbours() {}

  /**
   * Ticks of all processors so far: in all, busy, and busy for this process and its children, which
   * brokers are.
   */
  record Ticks(long all, long busy, long own) {

    static Ticks now() {
      try {
        if (!Files.exists(ALL)) {
          return new Ticks(0, 0, 0);
        }
        String stat = Files.readString(ALL);
        long[] cpu = numbers(stat.substring("cpu".length()), 0, STEAL + 1);
        long own = ticks(ProcessHandle.current());
        long all = LongStream.of(cpu).sum();
        return new Ticks(all, all - cpu[IDLE] - cpu[WAITING_FOR_DISK], own);
      } catch (IOException e) {
        return new Ticks(0, 0, 0);
      }
    }

    private static long ticks(ProcessHandle process) throws IOException {
      Path stat = PROCESSES.resolve(Long.toString(process.pid())).resolve("stat");
      if (!Files.exists(stat)) {
        return 0;
      }
      String text = Files.readString(stat);
      long ticks =
          LongStream.of(numbers(text.substring(text.lastIndexOf(')') + 3), OWN_TIME, OWN_TIMES))
              .sum();
      for (ProcessHandle child : process.children().toList()) {
        ticks += ticks(child);
      }
      return ticks;
    }

    private static long[] numbers(String text, int first, int count) {
      return Stream.of(text.trim().split("\\s+"))
          .skip(first)
          .limit(count)
          .mapToLong(Long::parseLong)
          .toArray();
    }

    /** The others' share of the machine since then. */
    double othersShareSince(Ticks then) {
      long passed = all - then.all;
      long others = (busy - then.busy) - (own - then.own);
      return passed <= 0 ? 0 : Math.max(0, (double) others / passed);
    }
  }

  /** Waits until the machine is ours, or the time is up; tells which. */
  static boolean awaitQuiet(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    do {
      Ticks before = Ticks.now();
      Thread.sleep(500);
      if (Ticks.now().othersShareSince(before) <= TOLERATED) {
        return true;
      }
    } while (System.nanoTime() < end);
    return false;
  }
}
