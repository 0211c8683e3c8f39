package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GuideTest {
  private static final Pattern ALERT = Pattern.compile("^\\| `(Busline\\w+)`", Pattern.MULTILINE);

  @Test
  void every_alert_is_in_the_guide() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "guide", "observability.md"));

    assertThat(ALERT.matcher(guide).results().map(r -> r.group(1)))
        .containsExactlyInAnyOrderElementsOf(Rules.read().alerts());
  }
}
