package io.busline.soak.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(400)
class OutboxSoakTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private int soak(String... args) throws Exception {
    return OutboxSoak.run(new PrintStream(written, true, UTF_8), args);
  }

  @Test
  @Tag("slow")
  void a_short_soak_finds_nothing() throws Exception {
    int status = soak("outbox", "--minutes", "0.3", "--seed", "4");

    String table = written.toString(UTF_8);
    assertThat(status).as(table).isZero();
    assertThat(table)
        .contains("seed 4")
        .containsPattern("changes committed, by 8 writers +[1-9]")
        .containsPattern("missing: .* 0\n");
  }

  @Test
  void a_database_that_it_does_not_have_is_refused() throws Exception {
    assertThat(soak("outbox", "--database", "oracle")).isEqualTo(2);
    assertThatThrownBy(() -> OutboxOptions.parse("outbox", "--database", "oracle"))
        .hasMessage("--database cannot be 'oracle'. Valid are [postgresql, mariadb]");
  }
}
