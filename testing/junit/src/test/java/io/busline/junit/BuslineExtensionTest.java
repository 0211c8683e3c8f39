package io.busline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.busline.logs.MayWarn;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

@MayWarn("is a dead letter (HANDLER_FAILED) after 1 attempts")
class BuslineExtensionTest {

  @Test
  void a_test_that_forgets_a_dead_letter_or_a_bus_fails_and_says_which() {
    Map<String, String> failures = failuresOf(PlantedTests.LeavesThings.class);

    assertThat(failures)
        .containsOnlyKeys(
            "a_letter", "no_letter_though_one_is_expected", "a_bus", "a_letter_and_fails_itself");
    assertThat(failures.get("a_letter"))
        .contains(
            "LeavesThings.a_letter: the test left dead letters",
            "order.created",
            "group billing.orders",
            "HANDLER_FAILED",
            "negative amount",
            "@ExpectsDeadLetters");
    assertThat(failures.get("no_letter_though_one_is_expected"))
        .contains("there are none", "order.created", "by billing.orders");
    assertThat(failures.get("a_bus"))
        .contains("left a bus open", "shop", "a_bus(PlantedTests.java:", "try-with-resources");
    assertThat(failures.get("a_letter_and_fails_itself")).isEqualTo("its own failure");
  }

  @Test
  void an_assertion_that_fails_says_what_was_seen_instead() {
    Map<String, String> failures = failuresOf(PlantedTests.SeesOtherThings.class);

    assertThat(failures.get("published"))
        .contains("expected a published OrderPaid", "OrderCreated[orderId=o-1, amount=100]");
    assertThat(failures.get("not_published"))
        .contains("expected no published OrderCreated", "amount=100");
    assertThat(failures.get("handled"))
        .contains("handled is: nothing", "amount=-1", "Dead letters:", "negative amount");
    assertThat(failures.get("letters")).contains("expected no dead letters", "negative amount");
    assertThat(failures.get("a_bus_of_another_broker")).contains("TestBroker.connect");
  }

  @Test
  void what_cannot_be_injected_is_refused_with_what_to_do() {
    Map<String, String> failures = failuresOf(PlantedTests.AsksForTheImpossible.class);

    assertThat(failures.get("a_recorder_of_bytes")).contains("Recorder<byte[]>", "create a");
    assertThat(failures.get("a_recorder_of_anything")).contains("does not say which events");
    assertThat(failures.get("a_recorder_of_text")).contains("java.lang.String has no @EventType");
    assertThat(failuresOf(PlantedTests.AsksBeforeAll.class).values())
        .singleElement()
        .asString()
        .contains("EventBus belongs to one test", "@BeforeEach");
    assertThat(failuresOf(PlantedTests.HasAFinalField.class).get("passes"))
        .contains("published is static or final");
    assertThat(failuresOf(PlantedTests.HasAFieldOfAnotherType.class).get("passes"))
        .contains("a type that is not injected");
  }

  @Test
  void a_registered_extension_opens_the_bus_with_its_options() {
    assertThat(failuresOf(PlantedTests.HasOptions.class)).isEmpty();
  }

  @Test
  void tests_run_side_by_side() {
    assertThat(failuresOf(PlantedTests.RunsSideBySide.class)).isEmpty();
  }

  /** Runs a class with the extension, four tests at a time; failures by the tests' names. */
  private static Map<String, String> failuresOf(Class<?> tests) {
    Map<String, String> failures = new TreeMap<>();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
            .build();
    var launcher =
        LauncherFactory.create(
            LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build());
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
