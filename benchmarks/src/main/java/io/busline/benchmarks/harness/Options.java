package io.busline.benchmarks.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The command line. */
public final class Options {
  public static final String USAGE =
      """
      Usage: benchmarks/run [OPTION...]

      Measures Busline beside what one would use without it, and prints a report in Markdown.

        --list             print the suites and their scenarios
        --only NAME,...    only the suites of these names
        --rounds N         how often to measure each scenario; 9 by default, which a ratio needs
        --seconds S        how long a sample of a steady flow takes; 0.7 by default
        --wait MINUTES     how long to wait for an idle machine before a sample that others
                           disturbed is taken again; 10 by default, 0 takes what comes
        --folder FOLDER    where files are made; benchmarks/target/data by default
        --json FILE        write every sample there, too
        --markdown FILE    write the report there, too
        --chart FILE       draw the rates beside the tuned clients' there, too, as SVG
        --from FILE        measure nothing; report what an earlier run wrote with --json
        --help             print this

      A full run takes hours on an idle machine of two cores.

      Examples:
        benchmarks/run --only in-process --rounds 15
        benchmarks/run --json results.json --markdown results.md
        benchmarks/run --from results.json --chart results.svg
      """;

  public boolean help;
  public boolean list;
  public List<String> only = List.of();
  public int rounds = 9;
  public Duration sample = Duration.ofMillis(700);
  public Duration patience = Duration.ofMinutes(10);
  public Path folder = Path.of("benchmarks/target/data");
  public @Nullable Path json;
  public @Nullable Path markdown;
  public @Nullable Path chart;
  public @Nullable Path from;

  /** For a JVM that runs one suite: where to write what it found. */
  public @Nullable Path child;

  /** For a JVM that measures one scenario of that suite once: which. */
  public @Nullable String scenario;

  private Options() {}

  public static Options parse(String... arguments) {
    Options options = new Options();
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      String name = rest.next();
      switch (name) {
        case "--help", "-h" -> options.help = true;
        case "--list" -> options.list = true;
        case "--only" -> options.only = List.of(value(name, rest, v -> v.split(",")));
        case "--rounds" -> options.rounds = Math.max(1, value(name, rest, Integer::valueOf));
        case "--seconds" ->
            options.sample = Duration.ofNanos((long) (1e9 * value(name, rest, Double::valueOf)));
        case "--wait" -> options.patience = Duration.ofMinutes(value(name, rest, Long::valueOf));
        case "--folder" -> options.folder = value(name, rest, Path::of);
        case "--json" -> options.json = value(name, rest, Path::of);
        case "--markdown" -> options.markdown = value(name, rest, Path::of);
        case "--chart" -> options.chart = value(name, rest, Path::of);
        case "--from" -> options.from = value(name, rest, Path::of);
        case "--scenario" -> options.scenario = value(name, rest, v -> v);
        case "--child" -> options.child = value(name, rest, Path::of);
        default -> throw new IllegalArgumentException("unknown option " + name + "; see --help");
      }
    }
    return options;
  }

  private static <T> T value(String name, Iterator<String> rest, Function<String, T> reading) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value; see --help");
    }
    String text = rest.next();
    try {
      return reading.apply(text);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(name + " cannot be " + text + "; see --help", e);
    }
  }

  public boolean chooses(Suite suite) {
    return only.isEmpty() || only.contains(suite.name());
  }
}
