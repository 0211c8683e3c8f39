package io.busline.rabbitmq;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a session that are in work, in the order in which they were handed out. Each
 * knows its neighbours, so that taking one out costs nothing that grows with the others. Not safe
 * for use by several threads.
 */
final class Held {
  private @Nullable RabbitMessage first;
  private @Nullable RabbitMessage last;
  private int size;

  void add(RabbitMessage message) {
    RabbitMessage before = last;
    message.before = before;
    message.held = true;
    if (before == null) {
      first = message;
    } else {
      before.after = message;
    }
    last = message;
    size++;
  }

  /** Takes a message out; false if it is not in work. */
  boolean remove(RabbitMessage message) {
    if (!message.held) {
      return false;
    }
    RabbitMessage before = message.before;
    RabbitMessage after = message.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    message.before = null;
    message.after = null;
    message.held = false;
    size--;
    return true;
  }

  int size() {
    return size;
  }

  /** The one that was handed out before all others. */
  @Nullable RabbitMessage first() {
    return first;
  }

  /** Takes all out, and has something done with each. */
  void drain(Consumer<? super RabbitMessage> each) {
    for (RabbitMessage next = first; next != null; next = first) {
      remove(next);
      each.accept(next);
    }
  }
}
