package io.busline.logs;

import java.lang.reflect.AnnotatedElement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogRecord;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The warnings that may and must be logged during one test, or around the tests of a class, and
 * those that were. Safe for all threads, because any thread may log.
 */
final class Expectations {
  private static final long GLANCE_NANOS = 1_000_000;

  private final List<Expectation> all = new ArrayList<>();
  private final List<LogRecord> expected = new ArrayList<>();
  private final List<String> unexpected = new ArrayList<>();
  private boolean demands;

  private Expectations(boolean demands) {
    this.demands = demands;
  }

  /** All that a test and the classes around it are annotated with. */
  static Expectations ofTest(Collection<? extends AnnotatedElement> elements) {
    return of(elements, true);
  }

  /** What tests provoke may come late, so it is allowed around them, and not demanded. */
  static Expectations aroundTests(Collection<? extends AnnotatedElement> elements) {
    return of(elements, false);
  }

  private static Expectations of(Collection<? extends AnnotatedElement> elements, boolean demands) {
    Expectations expectations = new Expectations(demands);
    for (AnnotatedElement element : elements) {
      AnnotationSupport.findRepeatableAnnotations(element, Warns.class)
          .forEach(warns -> expectations.add(warns, demands));
      AnnotationSupport.findAnnotation(element, MayWarn.class)
          .ifPresent(may -> expectations.allow(may.value()));
    }
    return expectations;
  }

  /** Without a text, each line is allowed: every one contains the empty text. */
  private void allow(String[] texts) {
    add(texts.length == 0 ? new String[] {""} : texts, 0, Integer.MAX_VALUE);
  }

  private void add(Warns warns, boolean exactly) {
    if (warns.times() < 1) {
      throw new IllegalArgumentException(
          "@Warns(times = %d): use 1 or more, or @MayWarn".formatted(warns.times()));
    }
    add(
        warns.value(),
        warns.times(),
        exactly && !warns.orMore() ? warns.times() : Integer.MAX_VALUE);
  }

  private void add(String[] texts, int least, int most) {
    for (String text : texts) {
      all.add(new Expectation(text, least, most));
    }
  }

  /** Whether a warning is expected, or says that the machine is slow; notes it in any case. */
  synchronized boolean take(String line, LogRecord logged) {
    List<Expectation> matching =
        all.stream().filter(one -> one.matches(line) && one.hasRoom()).toList();
    if (matching.isEmpty() && !SlowMachine.says(line)) {
      unexpected.add(line);
      return false;
    }
    matching.stream()
        .filter(Expectation::lacksLines)
        .findFirst()
        .or(() -> matching.stream().findFirst())
        .ifPresent(Expectation::count);
    expected.add(logged);
    return true;
  }

  /** From now on, nothing must be logged any more. */
  synchronized void demandNothing() {
    demands = false;
  }

  private synchronized boolean lacksLines() {
    return demands && all.stream().anyMatch(Expectation::lacksLines);
  }

  /** Blocks until everything that must be logged has been, for a time at most. */
  void await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (lacksLines() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** What was expected, and so was not shown. */
  synchronized List<LogRecord> withheld() {
    return List.copyOf(expected);
  }

  /** What is wrong with what was logged; empty if nothing is. */
  synchronized List<String> problems() {
    List<String> problems = new ArrayList<>();
    unexpected.forEach(line -> problems.add("nobody expects the warning '" + line + "'"));
    if (demands) {
      all.stream().map(Expectation::problem).filter(Objects::nonNull).forEach(problems::add);
    }
    return problems;
  }
}
