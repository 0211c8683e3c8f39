package io.busline.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import io.busline.servers.Release;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many writers, of which some roll back and some take long, and relays that come, go and are robbed
 * of their slots: what is committed is published, in the order of each key, and nothing else is.
 */
class WritersTest {

  static Stream<TestDatabase> databases() {
    return Stream.of(
        TestDatabase.h2(), TestDatabase.sqlite(), TestDatabase.postgres(Release.CURRENT));
  }

  @ParameterizedTest
  @MethodSource("databases")
  @MayWarn("the relay of an outbox cannot go on")
  void what_many_writers_commit_is_published_in_order(TestDatabase database) throws Exception {
    try (Writers writers = new Writers(database)) {
      writers.write(8, Duration.ofSeconds(2));
      assertThat(writers.audit()).isEmpty();
      assertThat(writers.committed()).isPositive();
    }
  }

  static Stream<TestDatabase> allDatabases() {
    return Stream.concat(
        databases(),
        Stream.of(
            TestDatabase.postgres(Release.OLD),
            TestDatabase.mariadb(Release.OLD),
            TestDatabase.mariadb(Release.CURRENT)));
  }

  @ParameterizedTest
  @MethodSource("allDatabases")
  @Tag("slow")
  @MayWarn("the relay of an outbox cannot go on")
  void a_long_run_loses_nothing(TestDatabase database) throws Exception {
    try (Writers writers = new Writers(database)) {
      writers.write(12, Duration.ofSeconds(30));
      assertThat(writers.audit()).isEmpty();
    }
  }

  @Test
  void the_audit_finds_what_is_missing_doubled_and_misordered() {
    assertThat(Writers.audit("a", 3, List.of("1", "3"))).contains("a: 2 is missing");
    assertThat(Writers.audit("a", 2, List.of("2", "1"))).contains("a: 2 came before 1");
    assertThat(Writers.audit("a", 1, List.of("1", "2")))
        .contains("a: 2 was published and never committed");
    assertThat(Writers.audit("a", 2, List.of("1", "2"))).isEmpty();
  }
}
