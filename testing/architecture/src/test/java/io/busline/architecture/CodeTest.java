package io.busline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no class does. */
class CodeTest {
  private static final List<String> CALLED_BY_RABBITMQ =
      Stream.of(
              "Consumer",
              "ConfirmListener",
              "ReturnCallback",
              "ShutdownListener",
              "BlockedListener")
          .map("com.rabbitmq.client."::concat)
          .toList();

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

  /** RabbitMQ's client calls back on the thread that reads the connection. */
  @Test
  void what_the_client_of_rabbitmq_calls_does_not_wait() {
    List<JavaMethodCall> calls =
        Classes.MAIN.stream()
            .filter(type -> type.getPackageName().equals("io.busline.rabbitmq"))
            .filter(type -> CALLED_BY_RABBITMQ.stream().anyMatch(type::isAssignableTo))
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getName().matches("handle.*|shutdownCompleted"))
            .flatMap(method -> method.getMethodCallsFromSelf().stream())
            .toList();

    assertThat(calls).isNotEmpty().noneMatch(CodeTest::waits);
  }

  private static boolean waits(JavaMethodCall call) {
    String owner = call.getTargetOwner().getFullName();
    return owner.matches("com\\.rabbitmq\\.client\\.(Channel|Connection)")
        || (owner.matches("java\\.(lang\\.Thread|util\\.concurrent\\..*)")
            && call.getName().matches("join|await.*|sleep|park.*|acquire|take|get"));
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
