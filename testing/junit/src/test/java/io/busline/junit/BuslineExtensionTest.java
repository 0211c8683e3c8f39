package io.busline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MayWarn("is a dead letter (HANDLER_FAILED) after 1 attempts")
class BuslineExtensionTest {

  @Test
  void a_test_that_forgets_a_dead_letter_or_a_bus_fails_and_says_which() {
    Map<String, String> failures = Running.failuresOf(PlantedTests.LeavesThings.class);

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
    Map<String, String> failures = Running.failuresOf(PlantedTests.SeesOtherThings.class);

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
    Map<String, String> failures = Running.failuresOf(PlantedTests.AsksForTheImpossible.class);

    assertThat(failures.get("a_recorder_of_bytes")).contains("Recorder<byte[]>", "create a");
    assertThat(failures.get("a_recorder_of_anything")).contains("does not say which events");
    assertThat(failures.get("a_recorder_of_text")).contains("java.lang.String has no @EventType");
    assertThat(Running.failuresOf(PlantedTests.AsksBeforeAll.class).values())
        .singleElement()
        .asString()
        .contains("EventBus belongs to one test", "@BeforeEach");
    assertThat(Running.failuresOf(PlantedTests.HasAFinalField.class).get("passes"))
        .contains("published is static or final");
    assertThat(Running.failuresOf(PlantedTests.SharesAField.class).get("passes"))
        .contains("would be shared by tests that run at the same time");
    assertThat(Running.failuresOf(PlantedTests.HasAFieldOfAnotherType.class).get("passes"))
        .contains("a type that is not injected");
  }

  @Test
  void a_service_that_connects_by_itself_has_a_url_of_the_test_s_own() {
    Map<String, String> failures = Running.failuresOf(PlantedTests.ConnectsByItself.class);

    assertThat(failures).containsOnlyKeys("and_leaves_a_bus_open", "and_leaves_a_letter");
    assertThat(failures.get("and_leaves_a_bus_open"))
        .contains("left a bus open on memory:ConnectsByItself.and_leaves_a_bus_open-");
    assertThat(failures.get("and_leaves_a_letter")).contains("left dead letters", "negative");
  }

  @Test
  void a_registered_extension_opens_the_bus_with_its_options() {
    assertThat(Running.failuresOf(PlantedTests.HasOptions.class)).isEmpty();
  }

  /** In a JVM of its own, with the last release of JUnit 5 in the place of this one. */
  @Test
  void it_works_with_junit_5(@TempDir Path folder) throws Exception {
    Path result = folder.resolve("result.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPathWithJunit5(),
                Running.class.getName(),
                BillingTest.class.getName(),
                result.toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();

    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(result).hasContent("JUnit 5: 7 tests, failures: {}");
  }

  private static String classPathWithJunit5() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "junit-5"))) {
      return Stream.concat(
              jars.map(Path::toString),
              Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                  .filter(entry -> !entry.contains("junit-platform-"))
                  .filter(entry -> !entry.contains("junit-jupiter-")))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  @Test
  void tests_run_side_by_side() {
    assertThat(Running.failuresOf(PlantedTests.RunsSideBySide.class)).isEmpty();
  }
}
