package io.busline.benchmarks;

import io.busline.benchmarks.harness.Chart;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Forked;
import io.busline.benchmarks.harness.Jvm;
import io.busline.benchmarks.harness.Machine;
import io.busline.benchmarks.harness.Options;
import io.busline.benchmarks.harness.Report;
import io.busline.benchmarks.harness.Rounds;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Suite;
import io.busline.benchmarks.harness.SuiteResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Runs the suites, each in a JVM of its own, and reports. See {@code benchmarks/run --help}. */
public final class Benchmarks {

  /**
   * One collector and one heap for all; a heap that does not grow and is in memory from the start,
   * so that no sample pays for it.
   */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseG1GC", "-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch");

  /** Until the compiler is done with a client of some size, on two cores that it has to share. */
  private static final Duration WARM_UP = Duration.ofSeconds(8);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Benchmarks() {}

  /**
   * Runs what the options ask for.
   *
   * @param arguments see {@code --help}
   * @throws Exception if a scenario fails
   */
  public static void main(String... arguments) throws Exception {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (options.help) {
      System.out.print(Options.USAGE);
    } else if (options.list) {
      list(options);
    } else if (options.child != null) {
      runHere(options, options.child, arguments);
    } else {
      report(options, arguments);
    }
  }

  private static void list(Options options) {
    for (Suite suite : Suites.ALL) {
      System.out.printf("%s: %s%n", suite.name(), suite.title());
      for (Scenario scenario : suite.scenarios().apply(effort(options))) {
        System.out.printf("    %s%n", scenario.name());
      }
    }
  }

  private static Effort effort(Options options) {
    return new Effort(options.sample, 1, options.folder);
  }

  private static void report(Options options, String... arguments) throws Exception {
    Report report =
        options.from == null
            ? measure(options, arguments)
            : JSON.readValue(Files.readString(options.from), Report.class);
    System.out.print(report.markdown());
    if (options.markdown != null) {
      Files.writeString(options.markdown, report.markdown());
    }
    if (options.json != null) {
      Files.writeString(
          options.json, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
    }
    if (options.chart != null) {
      Files.writeString(options.chart, Chart.of(report).svg());
    }
  }

  private static Report measure(Options options, String... arguments) throws Exception {
    List<Suite> chosen = Suites.ALL.stream().filter(options::chooses).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("no suite is named " + options.only + "; see --list");
    }
    Files.createDirectories(options.folder);
    Machine machine = Machine.of(options.folder, JVM_OPTIONS);
    List<SuiteResult> results = new ArrayList<>();
    for (Suite suite : chosen) {
      results.add(inOwnJvm(suite, options.folder, arguments));
    }
    return new Report(machine, options.rounds, results);
  }

  private static SuiteResult inOwnJvm(Suite suite, Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path result = folder.resolve(suite.name() + ".json");
    Jvm.run(command(suite, arguments), List.of("--child", result.toString()));
    return JSON.readValue(Files.readString(result), SuiteResult.class);
  }

  /** Starts a JVM that measures something of a suite. */
  private static List<String> command(Suite suite, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Jvm.command()));
    command.addAll(JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Benchmarks.class.getName());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--only", suite.name()));
    return command;
  }

  private static void runHere(Options options, Path result, String... arguments) throws Exception {
    Suite suite = Suites.ALL.stream().filter(options::chooses).findFirst().orElseThrow();
    List<Scenario> scenarios = suite.scenarios().apply(effort(options));
    if (options.scenario != null) {
      Forked.answer(named(options.scenario, scenarios), result);
    } else if (suite.apart()) {
      List<String> command = command(suite, arguments);
      List<Scenario> forked =
          scenarios.stream().map(one -> Forked.of(one, command, options.folder)).toList();
      write(new Rounds(options.rounds, options.patience, Duration.ZERO).run(suite, forked), result);
    } else {
      write(new Rounds(options.rounds, options.patience, WARM_UP).run(suite, scenarios), result);
    }
    // Peers leave threads behind.
    System.exit(0);
  }

  private static Scenario named(String name, List<Scenario> scenarios) {
    return scenarios.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static void write(SuiteResult found, Path result) throws IOException {
    Files.writeString(result, JSON.writeValueAsString(found));
  }
}
