package io.busline.benchmarks.harness;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where something was measured.
 *
 * @param processor its name and how many there are
 * @param memory in GiB
 * @param system kernel and its version
 * @param disk the file system of the benchmarks' folder
 * @param syncMicros what a synced append of 120 bytes to a file takes there, in microseconds
 * @param java the JVM
 * @param options the options of the JVM that ran the scenarios
 */
public record Machine(
    String processor,
    long memory,
    String system,
    String disk,
    double syncMicros,
    String java,
    List<String> options) {

  private static final int SYNCS = 101;
  private static final int RECORD_BYTES = 120;

  public static Machine of(Path folder, List<String> options) throws IOException {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        "%d × %s".formatted(os.getAvailableProcessors(), processorName()),
        Math.round(os.getTotalMemorySize() / (double) (1 << 30)),
        "%s %s, %s".formatted(os.getName(), os.getVersion(), os.getArch()),
        Files.getFileStore(folder).type(),
        syncMicros(folder),
        "%s %s"
            .formatted(System.getProperty("java.vm.name"), System.getProperty("java.vm.version")),
        options);
  }

  private static String processorName() throws IOException {
    Path description = Path.of("/proc/cpuinfo");
    if (!Files.exists(description)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(description)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  private static double syncMicros(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "sync", ".log");
    List<Double> taken = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < SYNCS; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(RECORD_BYTES));
        channel.force(false);
        taken.add((System.nanoTime() - start) / 1e3);
      }
    } finally {
      Files.delete(file);
    }
    return Spread.of(taken).median();
  }

  public String markdown() {
    return "%s, %d GiB, %s; %s, a synced append of %d bytes takes %.0f µs; %s%s"
        .formatted(
            processor,
            memory,
            system,
            disk,
            RECORD_BYTES,
            syncMicros,
            java,
            options.isEmpty() ? "" : options.stream().collect(Collectors.joining(" ", ", ", "")));
  }
}
