package io.busline.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.benchmarks.Benchmarks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sample that is taken in a JVM of its own. */
class ForkedTest {
  @TempDir private Path folder;

  private Subject forked(String name) throws Exception {
    List<String> command =
        List.of(
            Jvm.command(),
            "-cp",
            System.getProperty("java.class.path"),
            Benchmarks.class.getName(),
            "--only",
            "noise",
            "--seconds",
            "0.01");
    Scenario scenario = Scenario.of(name, Unit.EVENTS_PER_SECOND, () -> () -> Sample.of(-1));
    return Forked.of(scenario, command, folder).opening().open();
  }

  @Test
  void comes_back_with_all_that_was_seen() throws Exception {
    Sample sample = forked("1p1s Busline publish").sample();

    assertThat(sample.value()).isPositive();
    assertThat(sample.also()).containsKey(Sample.CPU);
  }

  @Test
  void fails_when_the_other_jvm_does() throws Exception {
    Subject unknown = forked("no such scenario");

    assertThatThrownBy(unknown::sample).hasMessageContaining("no such scenario");
  }
}
