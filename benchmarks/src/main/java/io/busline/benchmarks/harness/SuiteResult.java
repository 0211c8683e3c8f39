package io.busline.benchmarks.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a suite found.
 *
 * @param name the suite
 * @param title what it asked
 * @param rows a row for each scenario
 * @param disturbed how many samples stand although others used the machine
 */
public record SuiteResult(String name, String title, List<Row> rows, int disturbed) {

  /**
   * What a scenario found.
   *
   * @param name the scenario
   * @param unit of its value
   * @param value over all rounds
   * @param versus what it is compared with, or null
   * @param ratio of this to that, each within a round; null if there is nothing to compare with
   * @param also medians of what else was seen
   * @param samples the value of each round
   */
  public record Row(
      String name,
      Unit unit,
      Spread value,
      @Nullable String versus,
      @Nullable Spread ratio,
      Map<String, Double> also,
      List<Double> samples) {}

  public static SuiteResult of(Suite suite, Map<Scenario, List<Sample>> samples, int disturbed) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    samples.forEach(
        (scenario, taken) ->
            values.put(scenario.name(), taken.stream().map(Sample::value).toList()));
    List<Row> rows = new ArrayList<>();
    samples.forEach((scenario, taken) -> rows.add(row(scenario, taken, values)));
    return new SuiteResult(suite.name(), suite.title(), rows, disturbed);
  }

  private static Row row(
      Scenario scenario, List<Sample> taken, Map<String, List<Double>> valuesByName) {
    List<Double> values = taken.stream().map(Sample::value).toList();
    List<Double> others = valuesByName.get(scenario.versus() == null ? "" : scenario.versus());
    return new Row(
        scenario.name(),
        scenario.unit(),
        Spread.of(values),
        scenario.versus(),
        others == null ? null : Spread.of(ratios(values, others)),
        also(taken),
        values);
  }

  private static List<Double> ratios(List<Double> values, List<Double> others) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / others.get(i));
    }
    return ratios;
  }

  private static Map<String, Double> also(List<Sample> taken) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String name : taken.get(0).also().keySet()) {
      medians.put(name, Spread.of(taken.stream().map(s -> s.also().get(name)).toList()).median());
    }
    return medians;
  }
}
