package io.busline.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guide lists, and what there is. */
class GuideTest {
  private static final Pattern ALERT = Pattern.compile("^\\| `(Busline\\w+)`", Pattern.MULTILINE);
  private static final Pattern FIRST = Pattern.compile("^\\| `(\\w+)`", Pattern.MULTILINE);

  private static String guide() throws IOException {
    return Files.readString(Path.of("..", "docs", "guide", "observability.md"));
  }

  private static Stream<String> found(Pattern pattern, String in) {
    return pattern.matcher(in).results().map(r -> r.group(1));
  }

  @Test
  void every_alert_is_in_the_guide() throws IOException {
    assertThat(found(ALERT, guide())).containsExactlyInAnyOrderElementsOf(Rules.read().alerts());
  }

  @Test
  void every_signal_is_in_the_guide() throws IOException {
    String guide = guide();
    String table = guide.substring(guide.indexOf("\n| Signal |"), guide.indexOf("Gauges are read"));

    assertThat(found(FIRST, table))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Signal.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
  }
}
