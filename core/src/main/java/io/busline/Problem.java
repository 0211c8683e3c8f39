package io.busline;

import io.busline.spi.Broker;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong, how badly, in a sentence. */
record Problem(Health.Status status, String text) {

  /** Why a broker does not work, or else what slows it down. */
  static Optional<Problem> of(Broker broker) {
    return said(broker::problem)
        .map(text -> new Problem(Health.Status.DOWN, text))
        .or(() -> said(broker::hindrance).map(text -> new Problem(Health.Status.DEGRADED, text)));
  }

  /** What a broker says of itself, or that it cannot say anything. */
  private static Optional<String> said(Supplier<Optional<String>> question) {
    try {
      return question.get().map(answer -> "broker: " + answer);
    } catch (Throwable e) {
      return Optional.of("broker: it cannot say how it is: " + FailureText.summary(e));
    }
  }
}
