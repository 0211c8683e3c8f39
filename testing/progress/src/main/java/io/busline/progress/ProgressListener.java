package io.busline.progress;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes a {@link Report} of each test class into the folder that the environment variable {@code
 * BUSLINE_PROGRESS} names; without it, does nothing. JUnit finds it by itself where it is on the
 * class path, which {@code pom.xml} sees to.
 */
public final class ProgressListener implements TestExecutionListener {
  private static final String FOLDER = "BUSLINE_PROGRESS";

  private final @Nullable Path folder;
  private final Map<String, Report> running = new ConcurrentHashMap<>();
  private @Nullable TestPlan plan;

  /** For JUnit. */
  public ProgressListener() {
    this(System.getenv(FOLDER) == null ? null : Path.of(System.getenv(FOLDER)));
  }

  ProgressListener(@Nullable Path folder) {
    this.folder = folder;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan newPlan) {
    plan = newPlan;
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (folder != null && isTopClass(test)) {
      running.put(test.getUniqueId(), Report.begin(folder, className(test)));
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    Report report = reportOf(test);
    if (report != null) {
      report.skipped(test.getDisplayName(), reason);
    }
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Report report = reportOf(test);
    if (report == null) {
      return;
    }
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          report.passed();
        }
      }
      case ABORTED -> report.skipped(test.getDisplayName(), reason(result));
      case FAILED -> report.failed(methodName(test), test.getDisplayName(), result.getThrowable());
    }
    if (isTopClass(test)) {
      running.remove(test.getUniqueId());
      report.end();
    }
  }

  private static String reason(TestExecutionResult result) {
    return result.getThrowable().map(Throwable::getMessage).orElse("");
  }

  /** The report of the outermost class around a test. */
  private @Nullable Report reportOf(TestIdentifier test) {
    TestIdentifier at = test;
    while (!running.containsKey(at.getUniqueId())) {
      TestIdentifier parent = plan == null ? null : plan.getParent(at).orElse(null);
      if (parent == null) {
        return null;
      }
      at = parent;
    }
    return running.get(at.getUniqueId());
  }

  /** Whether it is a class, or what runs a class once for each argument, right below an engine. */
  private boolean isTopClass(TestIdentifier test) {
    return plan != null
        && test.getSource().filter(ClassSource.class::isInstance).isPresent()
        && plan.getParent(test).flatMap(TestIdentifier::getParentId).isEmpty();
  }

  private static String className(TestIdentifier test) {
    TestSource source = test.getSource().orElseThrow();
    return ((ClassSource) source).getClassName();
  }

  /** The method that a failed test is, as Maven selects it; empty for a class. */
  private static String methodName(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(source -> source.getMethodName())
        .orElse("");
  }
}
