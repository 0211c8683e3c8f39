package io.busline.testkit;

import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import org.jspecify.annotations.Nullable;

/** Notes the broker's answer on its way to the publisher. */
record WatchedMessage(OutboundMessage message, Observer observer) implements OutboundMessage {
  @Override
  public String topic() {
    return message.topic();
  }

  @Override
  public Event<byte[]> event() {
    return message.event();
  }

  @Override
  public boolean isFresh() {
    return message.isFresh();
  }

  @Override
  public boolean isSettled() {
    return message.isSettled();
  }

  @Override
  public void stored(@Nullable Object position, boolean duplicate) {
    observer.stored(message.event(), duplicate);
    message.stored(position, duplicate);
  }

  @Override
  public void failed(Throwable cause) {
    message.failed(cause);
  }

  @Override
  public void unknown(Throwable cause) {
    message.unknown(cause);
  }
}
