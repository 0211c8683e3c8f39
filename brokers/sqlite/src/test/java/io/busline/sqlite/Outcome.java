package io.busline.sqlite;

import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way, and what became of it: {@code stored}, {@code failed} or {@code unknown}.
 */
final class Outcome implements OutboundMessage {
  private final String topic;
  private final Event<byte[]> event;
  final CompletableFuture<String> result = new CompletableFuture<>();
  volatile @Nullable Object position;
  volatile boolean duplicate;
  volatile @Nullable Throwable cause;

  Outcome(String topic, Event<byte[]> event) {
    this.topic = topic;
    this.event = event;
  }

  String await() {
    try {
      return result.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("no outcome of " + event, e);
    }
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public Event<byte[]> event() {
    return event;
  }

  @Override
  public void stored(@Nullable Object where, boolean isDuplicate) {
    position = where;
    duplicate = isDuplicate;
    result.complete("stored");
  }

  @Override
  public void failed(Throwable why) {
    cause = why;
    result.complete("failed");
  }

  @Override
  public void unknown(Throwable why) {
    cause = why;
    result.complete("unknown");
  }
}
