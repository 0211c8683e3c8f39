package io.busline.spring.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.busline.logs.Warns;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class SliceRulesTest {
  private final SummaryGeneratingListener summary = new SummaryGeneratingListener();

  @Test
  @Warns("dead letter")
  void a_test_that_forgets_a_dead_letter_fails_and_the_next_one_has_a_clean_bus() {
    Map<String, String> failures = failuresOf(PlantedTests.ForgottenDeadLetter.class);

    assertThat(failures).containsOnlyKeys("fails");
    assertThat(failures.get("fails"))
        .contains("the test left dead letters", "order.created", "@ExpectsDeadLetters");
    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(1);
  }

  @Test
  void classes_and_their_tests_may_be_run_side_by_side() {
    Map<String, String> failures = failuresOf(PlantedTests.One.class, PlantedTests.Other.class);

    assertThat(failures).isEmpty();
    assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(15);
  }

  /** Runs classes, four tests at a time; failures by the tests' names. */
  private Map<String, String> failuresOf(Class<?>... classes) {
    Map<String, String> failures = new TreeMap<>();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Stream.of(classes).map(tests -> selectClass(tests)).toList())
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
            .build();
    var launcher =
        LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());
    launcher.registerTestExecutionListeners(summary);
    launcher.execute(
        request,
        new TestExecutionListener() {
          @Override
          public synchronized void executionFinished(
              TestIdentifier test, TestExecutionResult result) {
            result
                .getThrowable()
                .ifPresent(
                    thrown ->
                        failures.put(
                            test.getLegacyReportingName().replaceAll("\\(.*", ""),
                            String.valueOf(thrown.getMessage())));
          }
        });
    return failures;
  }
}
