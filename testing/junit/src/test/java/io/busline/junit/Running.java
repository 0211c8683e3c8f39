package io.busline.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs classes of tests, some of which must fail. */
final class Running {
  private Running() {}

  /**
   * For a JVM with another release of JUnit: runs one class, and writes to a file what came of it.
   */
  public static void main(String[] args) throws ClassNotFoundException, IOException {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    Map<String, String> failures = failuresOf(Class.forName(args[0]), summary);
    Files.writeString(
        Path.of(args[1]),
        "JUnit %d: %d tests, failures: %s"
            .formatted(
                hasJunit6() ? 6 : 5, summary.getSummary().getTestsSucceededCount(), failures));
  }

  private static boolean hasJunit6() {
    for (var method : ExtensionContext.Store.class.getMethods()) {
      if (method.getName().equals("computeIfAbsent")) {
        return true;
      }
    }
    return false;
  }

  /** Runs a class with the extension, four tests at a time; failures by the tests' names. */
  static Map<String, String> failuresOf(Class<?> tests, TestExecutionListener... listeners) {
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
    Stream.of(listeners).forEach(launcher::registerTestExecutionListeners);
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
