package io.busline.examples.shop;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A payment provider as they are: it does not answer the first time it is asked about every tenth
 * order, and an amount that is no amount of money is refused for ever. Safe for use by several
 * threads.
 */
final class CardGateway {
  private static final int FLAKY_ONE_IN = 10;

  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  /** The gateway did not answer; it may the next time. */
  static final class Unavailable extends IOException {
    private static final long serialVersionUID = 1L;

    Unavailable(String message) {
      super(message);
    }
  }

  /** Charges once, however often it is asked for the same order. */
  String charge(String orderId, BigDecimal amount) throws Unavailable {
    if (amount.stripTrailingZeros().scale() > 2) {
      throw new IllegalArgumentException("%s is not an amount of cents".formatted(amount));
    }
    boolean flaky = Math.floorMod(orderId.hashCode(), FLAKY_ONE_IN) == 0;
    if (flaky && asked.add(orderId)) {
      throw new Unavailable("the card gateway did not answer");
    }
    return "auth-" + orderId;
  }
}
