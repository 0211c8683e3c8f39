package io.busline.junit;

import io.busline.admin.DeadLetter;
import java.util.List;
import java.util.stream.Collectors;

/** Dead letters as messages of failed tests show them. */
final class Letters {
  private Letters() {}

  static String inWords(List<DeadLetter> letters) {
    return letters.isEmpty()
        ? "none"
        : letters.stream().map(Letters::inWords).collect(Collectors.joining());
  }

  private static String inWords(DeadLetter letter) {
    return "\n  %s %s of group %s, %s after %d attempts: %s"
        .formatted(
            letter.event().type(),
            letter.event().id(),
            letter.group(),
            letter.reason(),
            letter.attempts(),
            letter.cause().lines().findFirst().orElse("no cause is known"));
  }
}
