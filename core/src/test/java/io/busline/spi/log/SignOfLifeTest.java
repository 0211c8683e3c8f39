package io.busline.spi.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignOfLifeTest {

  @Test
  void what_is_written_is_read_back() {
    SignOfLife life = new SignOfLife(7, true, new ProcessIdentity("a place with blanks", 42, -1));

    assertThat(SignOfLife.decode(life.encode())).contains(life);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 true 2 3",
        "-1 true 2 3 here",
        "1 yes 2 3 here",
        "1 true 2 99999999999999999999 here"
      })
  void what_somebody_else_has_written_is_no_sign_of_life(String text) {
    assertThat(SignOfLife.decode(text.getBytes(UTF_8))).isEmpty();
  }
}
