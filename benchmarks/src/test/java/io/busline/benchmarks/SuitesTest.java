package io.busline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Machine;
import io.busline.benchmarks.harness.Report;
import io.busline.benchmarks.harness.Rounds;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Suite;
import io.busline.benchmarks.harness.SuiteResult;
import io.busline.benchmarks.harness.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the benchmarks run; how fast, no test says. */
@Tag("slow")
class SuitesTest {
  @TempDir private Path folder;

  static List<Suite> suites() {
    return Suites.ALL;
  }

  /** Some start half a dozen servers, on a machine that may be busy. */
  @ParameterizedTest
  @MethodSource("suites")
  void every_scenario_of_every_suite_runs(Suite suite) throws Exception {
    Effort little = new Effort(Duration.ofMillis(5), 5_000, folder);
    List<Scenario> scenarios = suite.scenarios().apply(little);

    SuiteResult result = new Rounds(1, Duration.ZERO, Duration.ZERO).run(suite, scenarios);

    assertThat(result.rows())
        .extracting(SuiteResult.Row::name)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(scenarios.stream().map(Scenario::name).toList());
    assertThat(result.rows()).allSatisfy(row -> assertThat(row.value().median()).isNotNegative());
    assertThat(result.rows())
        .filteredOn(row -> row.versus() != null)
        .allSatisfy(row -> assertThat(row.ratio()).isNotNull());
  }

  @Test
  void a_report_has_a_row_for_each_scenario() throws Exception {
    Suite suite = new Suite("letters", "which letter is best", effort -> List.of());
    List<Scenario> scenarios =
        List.of(
            Scenario.of("a", Unit.NANOS, () -> () -> Sample.of(200).with(Sample.CPU, 17)),
            Scenario.of("b", Unit.NANOS, () -> () -> Sample.of(100).with(Sample.CPU, 12))
                .versus("a"));
    SuiteResult result = new Rounds(3, Duration.ZERO, Duration.ZERO).run(suite, scenarios);

    Report report = new Report(Machine.of(folder, List.of("-Xmx1g")), 3, List.of(result));

    assertThat(report.markdown())
        .contains("-Xmx1g", "### letters: which letter is best")
        .contains("| a | **200** ns/event [200–200] |  | 17.0 CPU ns/event |")
        .contains("| b | **100** ns/event [100–100] | 0.50 × a [0.50–0.50] | 12.0 CPU ns/event |");
  }
}
