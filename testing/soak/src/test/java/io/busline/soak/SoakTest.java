package io.busline.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
  private static final String HARMLESS = "instance-kill,instance-end,publisher-kill,lock,clock";

  @TempDir Path folder;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private int soak(String... args) {
    return Soak.run(new PrintStream(written, true, UTF_8), false, args);
  }

  @Test
  @Tag("slow")
  void a_short_soak_of_a_file_finds_nothing_and_leaves_nothing_behind() {
    int status =
        soak(
            "sqlite",
            "--minutes",
            "0.25",
            "--seed",
            "4",
            "--only",
            HARMLESS,
            "--folder",
            folder.toString());

    String table = written.toString(UTF_8);
    assertThat(status).as(table).isZero();
    assertThat(table)
        .contains("Soak of sqlite, seed 4")
        .containsPattern("events with a receipt +[1-9]")
        .containsPattern("dead letters of soak\\w+-alpha +[1-9]")
        .containsPattern("missing: .* 0\n");
    assertThat(ProcessHandle.current().descendants().map(p -> p.info().commandLine().orElse("")))
        .noneMatch(command -> command.contains("io.busline.soak."));
  }

  @Test
  void what_no_process_shares_with_another_is_refused() {
    assertThat(soak("memory:", "--minutes", "1")).isEqualTo(2);
  }
}
