package io.busline;

import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One publish on its way. It is the broker's message and the caller's future in one object. The
 * first answer counts; whatever a caller does to the future changes nothing for the bus.
 *
 * <p>As long as no caller has the future, nothing can be chained on it, and the answer completes it
 * wherever it comes. From then on it is completed aside, since a caller may chain something on at
 * any moment, and that must never run on a broker's thread.
 */
final class PendingPublish extends CompletableFuture<Receipt> implements OutboundMessage, Runnable {
  private static final int UNDER_WAY = 0;
  private static final int HANDED_OUT = 1;
  private static final int SETTLED = 2;
  private static final VarHandle STAGE = stageHandle();

  private final Publisher publisher;
  private final String topic;
  private final Event<byte[]> event;
  private final boolean fresh;
  private final @Nullable PublishWatch watch;

  @SuppressWarnings("UnusedVariable") // Through STAGE.
  private volatile int stage = UNDER_WAY;

  /** Receipt or exception, once it is settled. */
  private @Nullable Object answer;

  /** Set only if the broker does not answer at once, by whoever then watches the deadline. */
  private long deadline;

  PendingPublish(
      Publisher publisher,
      String topic,
      Event<byte[]> event,
      boolean fresh,
      @Nullable PublishWatch watch) {
    this.publisher = publisher;
    this.topic = topic;
    this.event = event;
    this.fresh = fresh;
    this.watch = watch;
  }

  private static VarHandle stageHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(PendingPublish.class, "stage", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
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
  public boolean isFresh() {
    return fresh;
  }

  @Override
  public Map<String, String> headers() {
    return watch == null ? Map.of() : watch.headers();
  }

  /** What watches it, or null. */
  @Nullable PublishWatch watch() {
    return watch;
  }

  /** It is handed to the broker now. */
  void sent() {
    if (watch != null) {
      watch.sent();
    }
  }

  /** How much room it takes, in bytes. */
  int size() {
    return event.data().length;
  }

  void setDeadline(long nanos) {
    deadline = nanos;
  }

  long deadline() {
    return deadline;
  }

  @Override
  public boolean isSettled() {
    return stage == SETTLED;
  }

  /** Gives the future to its caller. */
  CompletableFuture<Receipt> handOut() {
    if (!STAGE.compareAndSet(this, UNDER_WAY, HANDED_OUT)) {
      awaitCompletion();
    }
    return this;
  }

  /** The answer came first, so whoever brought it is about to complete this. */
  private void awaitCompletion() {
    try {
      join();
    } catch (CompletionException e) {
      // The caller will see.
    }
  }

  @Override
  public void stored(@Nullable Object position, boolean duplicate) {
    if (isSettled()) {
      publisher.confirmedLate();
    } else {
      settle(new Receipt(event, topic, position, duplicate));
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (!isSettled()) {
      settle(
          new PublishFailedException(
              "%s was not stored in topic %s: %s. Publish it again when that is mended"
                  .formatted(described(), topic, reason(cause)),
              cause));
    }
  }

  @Override
  public void unknown(Throwable cause) {
    if (!isSettled()) {
      settle(
          new PublishUnknownException(
              "%s may or may not be stored in topic %s: %s. Publishing it again with the same id is safe"
                  .formatted(described(), topic, reason(cause)),
              cause));
    }
  }

  private String described() {
    return "event " + event.id() + " of type " + event.type();
  }

  private static String reason(Throwable cause) {
    String message = FailureText.messageOf(cause);
    return message.isEmpty() ? cause.getClass().getSimpleName() : message;
  }

  /** Gives back the room, and completes this, here or aside. */
  private void settle(Object outcome) {
    int before = (int) STAGE.getAndSet(this, SETTLED);
    if (before == HANDED_OUT) {
      // What is chained on may publish, and must find the room that this one took.
      answer = outcome;
      publisher.leave(this);
      publisher.answerAside(this);
    } else if (before == UNDER_WAY) {
      // In this order: who waits until nothing is in flight finds every answer given.
      finish(outcome);
      publisher.leave(this);
    }
    if (before != SETTLED) {
      publisher.settled(this, outcome);
    }
  }

  private void finish(Object outcome) {
    if (outcome instanceof Receipt receipt) {
      complete(receipt);
    } else {
      completeExceptionally((EventBusException) outcome);
    }
  }

  /** Completes this, and runs whatever is chained on. */
  @Override
  public void run() {
    Object outcome = answer;
    if (outcome != null) {
      finish(outcome);
    }
  }

  /** It was never sent, and has taken nothing. */
  void refuse(EventBusException why) {
    STAGE.set(this, SETTLED);
    if (watch != null) {
      watch.failed(why);
    }
    completeExceptionally(why);
  }
}
