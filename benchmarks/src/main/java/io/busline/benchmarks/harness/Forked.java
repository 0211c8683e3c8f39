package io.busline.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A scenario that has a JVM of its own for each sample, as it would have in a service. In one JVM,
 * whoever came before decides how the code is compiled that all of them call, and a queue of the
 * JDK is twice as quick for one bus as for the next.
 *
 * @param name of the scenario
 * @param command starts such a JVM; what it measures is to be appended
 * @param folder where it writes its sample
 */
public record Forked(String name, List<String> command, Path folder) implements Subject {

  /** So many samples pass before one counts: until the compiler is done with what there is. */
  private static final int WARM_UP = 10;

  /** The median of so many is taken, for two threads on two cores fall into one step or another. */
  private static final int TIMES = 5;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public static Scenario of(Scenario scenario, List<String> command, Path folder) {
    Subject forked = new Forked(scenario.name(), command, folder);
    return new Scenario(scenario.name(), scenario.unit(), scenario.versus(), () -> forked);
  }

  @Override
  public Sample sample() throws IOException, InterruptedException {
    Path result = folder.resolve("sample.json");
    Jvm.run(command, List.of("--scenario", name, "--child", result.toString()));
    return JSON.readValue(Files.readString(result), Sample.class);
  }

  /** In the JVM that was started: measures, and writes it down. */
  public static void answer(Scenario scenario, Path result) throws Exception {
    // What others print is no part of the report.
    System.setOut(System.err);
    try (Subject subject = scenario.opening().open()) {
      for (int i = 0; i < WARM_UP; i++) {
        subject.sample();
      }
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        System.gc();
        samples.add(subject.sample());
      }
      samples.sort(Comparator.comparing(Sample::value));
      Files.writeString(result, JSON.writeValueAsString(samples.get(TIMES / 2)));
    }
  }
}
