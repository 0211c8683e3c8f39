package io.busline.delivery;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what the machine wants done. What is thrown there is kept until the machine's books are
 * right again, and thrown then; so no throw leaves a worker, a lane or a delivery behind.
 */
final class Requests {
  private final Actions actions;
  private @Nullable Throwable thrown;

  Requests(Actions actions) {
    this.actions = actions;
  }

  /** Gives a batch to a worker; false if there is none. */
  boolean run(Batch batch) {
    try {
      actions.run(batch);
      return true;
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  void interrupt(Batch batch) {
    try {
      actions.interrupt(batch);
    } catch (Throwable e) {
      failed(e);
    }
  }

  void ack(Delivery delivery) {
    try {
      actions.ack(delivery);
    } catch (Throwable e) {
      failed(e);
    }
  }

  void release(Delivery delivery) {
    ask(actions::release, delivery);
  }

  /** Whether the broker would take back what does not move. */
  boolean canDefer() {
    try {
      return actions.canDefer();
    } catch (Throwable e) {
      failed(e);
      return false;
    }
  }

  void defer(List<Delivery> deliveries) {
    try {
      actions.defer(deliveries);
    } catch (Throwable e) {
      failed(e);
    }
  }

  void resume(String key) {
    try {
      actions.resume(key);
    } catch (Throwable e) {
      failed(e);
    }
  }

  void retrying(Delivery delivery) {
    ask(actions::retrying, delivery);
  }

  void discarded(Delivery delivery) {
    ask(actions::discarded, delivery);
  }

  /** Has a dead letter stored; false if that did not even begin. */
  boolean deadLetter(Delivery delivery) {
    return ask(actions::deadLetter, delivery) == null;
  }

  /** Has what a handler made stored; returns why that did not even begin, or null. */
  @Nullable Throwable complete(Delivery delivery, Object made) {
    return ask(d -> actions.complete(d, made), delivery);
  }

  private @Nullable Throwable ask(Consumer<Delivery> action, Delivery delivery) {
    try {
      action.accept(delivery);
      return null;
    } catch (Throwable e) {
      failed(e);
      return e;
    }
  }

  /** Something was not done; the machine throws it when it comes to its end. */
  void failed(Throwable e) {
    if (thrown == null) {
      thrown = e;
    } else if (thrown != e) {
      thrown.addSuppressed(e);
    }
  }

  /** Throws what was thrown first since this was called last. The machine's last act. */
  void rethrow() {
    Throwable first = thrown;
    if (first == null) {
      return;
    }
    thrown = null;
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException("what the machine asked for was not done", first);
  }
}
