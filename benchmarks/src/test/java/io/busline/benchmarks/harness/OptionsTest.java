package io.busline.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void every_option_is_read() {
    Options options =
        Options.parse(
            "--only",
            "codecs,sqlite",
            "--rounds",
            "3",
            "--seconds",
            "0.25",
            "--wait",
            "0",
            "--folder",
            "data",
            "--json",
            "r.json",
            "--markdown",
            "r.md",
            "--chart",
            "r.svg",
            "--from",
            "old.json",
            "--list",
            "--help");

    assertThat(options.only).containsExactly("codecs", "sqlite");
    assertThat(options.rounds).isEqualTo(3);
    assertThat(options.sample).isEqualTo(Duration.ofMillis(250));
    assertThat(options.patience).isZero();
    assertThat(options.folder).isEqualTo(Path.of("data"));
    assertThat(options.json).isEqualTo(Path.of("r.json"));
    assertThat(options.markdown).isEqualTo(Path.of("r.md"));
    assertThat(options.chart).isEqualTo(Path.of("r.svg"));
    assertThat(options.from).isEqualTo(Path.of("old.json"));
    assertThat(options.list).isTrue();
    assertThat(options.help).isTrue();
  }

  @Test
  void what_it_does_not_know_or_cannot_read_is_refused() {
    assertThatThrownBy(() -> Options.parse("--fast")).hasMessageContaining("--fast");
    assertThatThrownBy(() -> Options.parse("--rounds", "many")).hasMessageContaining("many");
    assertThatThrownBy(() -> Options.parse("--rounds")).hasMessageContaining("needs a value");
  }
}
