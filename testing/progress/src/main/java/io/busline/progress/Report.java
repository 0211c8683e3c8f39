package io.busline.progress;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What is written of one class: lines of words separated by tabs, the first of which says what it
 * is. For all threads.
 */
final class Report {
  private final Path file;
  private final String name;
  private final long beganAt = System.nanoTime();
  private final long processorAtBegin = processor();
  private int passed;
  private int failed;
  private int skipped;

  private Report(Path file, String name) {
    this.file = file;
    this.name = name;
  }

  static Report begin(Path folder, String name) {
    Report report =
        new Report(folder.resolve(ProcessHandle.current().pid() + "-" + name + ".tsv"), name);
    report.write(
        "begin",
        name,
        Path.of("").toAbsolutePath().toString(),
        Long.toString(System.currentTimeMillis()));
    return report;
  }

  synchronized void passed() {
    passed++;
  }

  synchronized void skipped(String test, String reason) {
    skipped++;
    write("skipped", name, test, reason);
  }

  synchronized void failed(String method, String test, Optional<Throwable> failure) {
    failed++;
    write("failed", name, method, test, failure.map(Report::trace).orElse("no reason given"));
  }

  /** How many of each kind, and how many milliseconds it took by the clock and of processors. */
  synchronized void end() {
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganAt);
    long worked = TimeUnit.NANOSECONDS.toMillis(processor() - processorAtBegin);
    write(
        "end",
        name,
        Integer.toString(passed),
        Integer.toString(failed),
        Integer.toString(skipped),
        Long.toString(took),
        Long.toString(worked));
  }

  /** Processor time of this JVM so far, in nanoseconds; that of servers is not in it. */
  private static long processor() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** One line at once, so that whoever reads meanwhile sees whole ones. */
  private void write(String... words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.isEmpty() ? "" : "\t").append(escaped(word));
    }
    try {
      Files.writeString(
          file,
          line.append('\n'),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("writing progress to " + file, e);
    }
  }

  private static String escaped(String word) {
    return word.replace("\\", "\\\\").replace("\t", "\\t").replace("\r", "").replace("\n", "\\n");
  }
}
