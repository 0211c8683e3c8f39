package io.busline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import org.junit.jupiter.api.Test;

/** What a bus says of the option {@code content-mode}; what it does is shown on real brokers. */
class ContentModeTest {
  @Test
  void an_unknown_mode_is_refused_with_the_nearest_one() {
    assertThatThrownBy(() -> EventBus.connect("memory:?content-mode=structure"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("option content-mode is")
        .hasMessageContaining("structured");
  }

  @Test
  void structured_mode_without_a_format_for_json_is_refused_with_the_dependency_to_add() {
    assertThatThrownBy(() -> EventBus.connect("memory:?content-mode=structured"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Add the dependency io.busline:busline-json");
  }
}
