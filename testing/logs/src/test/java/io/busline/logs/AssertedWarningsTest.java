package io.busline.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What nobody asserts inside gets out, to the test that runs it: so all of them may warn. */
@MayWarn("planted")
class AssertedWarningsTest {

  @Test
  void a_test_that_logs_nothing_alarming_passes() {
    assertThat(failuresOf(Planted.Silent.class)).isEmpty();
  }

  @Test
  void a_warning_that_a_test_does_not_assert_fails_it() {
    Map<String, String> failures = failuresOf(Planted.Unasserted.class);

    assertThat(failures)
        .containsOnlyKeys("warns()", "errs()", "warns_of_other_things_too()", "warns_more_often()");
    assertThat(failures.get("warns()"))
        .contains("nobody expects the warning 'planted: leak'", "@Warns");
    assertThat(failures.get("errs()")).contains("planted: explosion");
    assertThat(failures.get("warns_of_other_things_too()"))
        .contains("planted: flood")
        .doesNotContain("leak");
    assertThat(failures.get("warns_more_often()")).contains("planted: leak again");
  }

  @Test
  void a_warning_while_a_test_cleans_up_fails_it() {
    assertThat(failuresOf(Planted.WarnsWhileItCloses.class)).containsOnlyKeys("is_quiet()");
  }

  @Test
  void a_warning_that_does_not_come_fails_the_test_that_asserts_it() {
    assertThat(failuresOf(Planted.Missing.class))
        .containsOnlyKeys("is_quiet()", "warns_too_seldom()", "warns_once_of_two()")
        .hasEntrySatisfying(
            "is_quiet()", text -> assertThat(text).contains("'leak' is in 0 warnings, not in 1"))
        .hasEntrySatisfying(
            "warns_too_seldom()",
            text -> assertThat(text).contains("'leak' is in 1 warnings, not in 2 or more"));
  }

  @Test
  void a_warning_may_come_a_moment_after_the_test_has_seen_its_cause() {
    assertThat(failuresOf(Planted.Late.class, "20000")).isEmpty();
  }

  @Test
  void warnings_that_a_test_asserts_pass_and_are_not_shown() {
    try (Screen screen = new Screen()) {
      assertThat(failuresOf(Planted.Asserted.class)).isEmpty();
      assertThat(screen.text()).isEmpty();
    }
  }

  @Test
  void warnings_that_are_possible_may_come_or_not() {
    assertThat(failuresOf(Planted.Allowed.class)).isEmpty();
  }

  @Test
  void where_any_warning_is_possible_those_that_are_asserted_must_still_come() {
    assertThat(failuresOf(Planted.AllowedAnything.class))
        .containsOnlyKeys("lacks_what_it_asserts()");
  }

  @Test
  void what_a_class_asserts_holds_for_each_of_its_tests() {
    assertThat(failuresOf(Planted.OfAClass.class)).containsOnlyKeys("is_quiet()");
  }

  @Test
  void a_warning_outside_of_tests_fails_their_class() {
    assertThat(failuresOf(Planted.AroundTests.class))
        .containsOnlyKeys("Planted$AroundTests")
        .hasEntrySatisfying(
            "Planted$AroundTests", text -> assertThat(text).contains("planted: between"));
  }

  @Test
  @MayWarn("subscription planted is DOWN")
  void a_slow_machine_fails_no_test_and_an_outage_does() {
    assertThat(failuresOf(Planted.Slow.class)).containsOnlyKeys("is_down()");
  }

  @Test
  void a_test_that_fails_for_another_reason_says_only_that_and_shows_what_it_logged() {
    try (Screen screen = new Screen()) {
      assertThat(failuresOf(Planted.Failing.class))
          .containsExactly(entry("fails()", "java.lang.IllegalStateException: for another reason"));
      assertThat(screen.text()).contains("planted: leak");
    }
  }

  @Test
  void what_is_run_in_place_of_a_test_need_not_warn() {
    assertThat(failuresOf(Planted.Replaced.class)).isEmpty();
  }

  @Test
  void a_warning_that_must_come_never_is_refused() {
    assertThat(failuresOf(Planted.Senseless.class))
        .hasEntrySatisfying(
            "warns_never()", text -> assertThat(text).contains("times = 0", "@MayWarn"));
  }

  @Test
  void the_screen_is_given_back() {
    var before = Logger.getLogger("").getHandlers();

    failuresOf(Planted.Silent.class);

    assertThat(Logger.getLogger("").getHandlers()).containsExactly(before);
  }

  /** The tests, and classes, that fail, with what they say. JUnit finds the extension by itself. */
  private static Map<String, String> failuresOf(Class<?> tests) {
    return failuresOf(tests, "0");
  }

  private static Map<String, String> failuresOf(Class<?> tests, String patienceMillis) {
    Failures failures = new Failures();
    LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(failures)
                .build())
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(AssertedWarnings.PATIENCE_MILLIS, patienceMillis)
                .build());
    return failures.found;
  }

  private static final class Failures implements TestExecutionListener {
    private final Map<String, String> found = new TreeMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      result
          .getThrowable()
          .ifPresent(failure -> found.put(test.getDisplayName(), failure.toString()));
    }
  }

  /** What is shown, instead of the console. */
  private static final class Screen implements AutoCloseable {
    private final Logged shown = new Logged();

    String text() {
      return String.join("\n", shown.at(Level.WARNING));
    }

    @Override
    public void close() {
      shown.close();
    }
  }
}
