package io.busline.examples.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Makes up the orders of one run: always the same ones, but for their numbers. */
final class Orders {
  static final String SOLD_OUT = "unicorn";
  static final List<String> ITEMS = List.of("lamp", "kettle", "chair", "teapot", "clock");

  private static final int SOLD_OUT_ONE_IN = 20;
  private static final int POISON = 7;
  private static final BigDecimal UNCHARGEABLE = new BigDecimal("13.3333");

  private final String run;
  private final int count;

  Orders(String run, int count) {
    this.run = run;
    this.count = count;
  }

  int count() {
    return count;
  }

  /** One of the orders, from 1 to their count. */
  OrderCreated order(int number, Instant now) {
    String item =
        number % SOLD_OUT_ONE_IN == SOLD_OUT_ONE_IN / 2
            ? SOLD_OUT
            : ITEMS.get(number % ITEMS.size());
    BigDecimal amount =
        isPoison(number) ? UNCHARGEABLE : BigDecimal.valueOf(1_000 + number % 9_000, 2);
    return new OrderCreated(run + number, "u-" + number % 97, item, amount, now);
  }

  /** One order that nobody can ever charge; a run of a single order is spared. */
  private boolean isPoison(int number) {
    return count > 1 && number == Math.min(POISON, count);
  }
}
