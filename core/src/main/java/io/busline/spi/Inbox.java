package io.busline.spi;

import java.util.Collection;

/** Where a consumer puts what it received. Called on the owner's thread, during a poll only. */
public interface Inbox {

  /**
   * A message arrived; the consumer holds it from now on.
   *
   * @param message the message
   */
  void arrived(InboundMessage message);

  /**
   * A message is no longer held: a lease ran out or a rebalance took it away. Its outcome will not
   * be asked for any more.
   *
   * @param message a message that arrived before
   */
  void revoked(InboundMessage message);

  /**
   * As {@link #revoked(InboundMessage)}, for many at once, which costs less than one after another.
   *
   * @param messages messages that arrived before
   */
  default void revoked(Collection<? extends InboundMessage> messages) {
    messages.forEach(this::revoked);
  }
}
