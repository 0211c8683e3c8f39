package io.busline.examples.shop;

import io.busline.EventBusListener;
import io.busline.Signal;
import io.busline.event.Event;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Counts what one service does, and passes on what it gave up and nobody keeps. Safe for use by
 * several threads.
 */
final class Tally implements EventBusListener {
  private final LongAdder published = new LongAdder();
  private final LongAdder handled = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder deadLettered = new LongAdder();
  private final LongAdder handlingNanos = new LongAdder();
  private final Consumer<Event<?>> gone;

  Tally(Consumer<Event<?>> gone) {
    this.gone = gone;
  }

  @Override
  public void onSignal(Signal signal) {
    if (signal instanceof Signal.Published) {
      published.increment();
    } else if (signal instanceof Signal.Handled done) {
      handled.increment();
      handlingNanos.add(done.took().toNanos());
    } else if (signal instanceof Signal.Retrying) {
      retried.increment();
    } else if (signal instanceof Signal.DeadLettered) {
      deadLettered.increment();
    } else if (signal instanceof Signal.Discarded discarded) {
      deadLettered.increment();
      gone.accept(discarded.event());
    }
  }

  ServiceReport report(String service) {
    return new ServiceReport(
        service,
        published.sum(),
        handled.sum(),
        retried.sum(),
        deadLettered.sum(),
        handlingNanos.sum());
  }
}
