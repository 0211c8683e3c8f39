package io.busline.nats;

import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;

/** Hears what is lost when there is nobody to be told. */
final class NobodysInbox implements Inbox {
  @Override
  public void arrived(InboundMessage message) {}

  @Override
  public void revoked(InboundMessage message) {}
}
