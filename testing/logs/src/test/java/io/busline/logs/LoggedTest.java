package io.busline.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LoggedTest {

  @Test
  @Warns("2 leaks")
  void it_holds_all_that_is_logged_meanwhile_down_to_the_finest_level() {
    try (Logged logged = new Logged()) {
      System.getLogger("io.busline.planted").log(Level.TRACE, "a drop");
      System.getLogger("io.busline").log(Level.WARNING, "{0} leaks", 2);
      System.getLogger("of.somebody.else").log(Level.INFO, "all is well");

      assertThat(logged.at(java.util.logging.Level.WARNING)).containsExactly("2 leaks");
      assertThat(logged.text()).contains("a drop", "2 leaks", "all is well");
    }
  }

  @Test
  void it_leaves_the_level_as_it_was() {
    Logger busline = Logger.getLogger("io.busline");

    new Logged().close();

    assertThat(busline.getLevel()).isNull();
  }
}
