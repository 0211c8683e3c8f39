package io.busline;

import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong, how badly, in a sentence. */
record Problem(Health.Status status, String text) {

  /** What a broker says of itself, or that it cannot say anything. */
  static Optional<String> said(Supplier<Optional<String>> question) {
    try {
      return question.get().map(answer -> "broker: " + answer);
    } catch (Throwable e) {
      return Optional.of("broker: it cannot say how it is: " + FailureText.summary(e));
    }
  }
}
