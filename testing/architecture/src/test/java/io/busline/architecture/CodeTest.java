package io.busline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no class does. */
class CodeTest {
  @Test
  void tests_await_a_condition_and_never_sleep() {
    noClasses()
        .should()
        .callMethodWhere(named("sleep", Thread.class, TimeUnit.class))
        .check(Classes.TESTS);
  }

  @Test
  void nothing_mutable_is_static() {
    fields().that().areStatic().should().beFinal().check(Classes.MAIN);
  }

  @Test
  void failures_have_a_type_of_their_own() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(Classes.MAIN);
  }

  @Test
  void a_library_reads_no_environment_variable() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.busline.cli..",
            "io.busline.examples..",
            "io.busline.benchmarks..",
            "io.busline.servers..",
            "io.busline.progress..",
            "io.busline.tck..")
        .should()
        .callMethodWhere(named("getenv", System.class))
        .check(Classes.MAIN);
  }

  /** With any parameters: new JDKs add overloads. */
  private static DescribedPredicate<JavaMethodCall> named(String method, Class<?>... owners) {
    return DescribedPredicate.describe(
        method + "() of " + Set.of(owners),
        call ->
            call.getTarget().getName().equals(method)
                && Stream.of(owners).anyMatch(call.getTargetOwner()::isEquivalentTo));
  }

  /** The build has JUnit look for what fails a test otherwise; see {@code testing/logs}. */
  @Test
  void tests_assert_the_warnings_that_they_provoke() {
    assertThat(Logger.getLogger("").getHandlers())
        .extracting(handler -> handler.getClass().getName())
        .contains("io.busline.logs.WarningLog");
  }
}
