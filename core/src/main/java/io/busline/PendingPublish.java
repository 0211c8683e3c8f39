package io.busline;

import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * One publish on its way. It is the broker's message and the caller's future in one object. The
 * first answer counts; whatever a caller does to the future changes nothing for the bus.
 */
final class PendingPublish extends CompletableFuture<Receipt> implements OutboundMessage {
  private static final VarHandle SETTLED = settledHandle();

  private final Publisher publisher;
  private final String topic;
  private final Event<byte[]> event;
  private final boolean fresh;
  private final boolean awaited;

  @SuppressWarnings("UnusedVariable") // Through SETTLED.
  private volatile boolean settled;

  /** Set only if the broker does not answer at once, by whoever then watches the deadline. */
  private long deadline;

  PendingPublish(
      Publisher publisher, String topic, Event<byte[]> event, boolean fresh, boolean awaited) {
    this.publisher = publisher;
    this.topic = topic;
    this.event = event;
    this.fresh = fresh;
    this.awaited = awaited;
  }

  private static VarHandle settledHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(PendingPublish.class, "settled", boolean.class);
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

  void setDeadline(long nanos) {
    deadline = nanos;
  }

  long deadline() {
    return deadline;
  }

  boolean isSettled() {
    return settled;
  }

  @Override
  public void stored(@Nullable Object position, boolean duplicate) {
    if (settle()) {
      Receipt receipt = new Receipt(event, topic, position, duplicate);
      publisher.settled(this, receipt, null);
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (settle()) {
      publisher.settled(
          this,
          null,
          new PublishFailedException(
              "%s was not stored in topic %s: %s. Publish it again when that is mended"
                  .formatted(described(), topic, reason(cause)),
              cause));
    }
  }

  @Override
  public void unknown(Throwable cause) {
    if (settle()) {
      publisher.settled(
          this,
          null,
          new PublishUnknownException(
              "%s may or may not be stored in topic %s: %s. Publishing it again with the same id is safe"
                  .formatted(described(), topic, reason(cause)),
              cause));
    }
  }

  private boolean settle() {
    return SETTLED.compareAndSet(this, false, true);
  }

  private String described() {
    return "event " + event.id() + " of type " + event.type();
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** Tells the caller. Whoever waits is woken here; what a caller chained on runs elsewhere. */
  void answer(@Nullable Receipt receipt, @Nullable EventBusException failure) {
    if (!awaited && getNumberOfDependents() > 0) {
      // What depends on the answer may publish, and must find the room that this one took.
      publisher.leave(this);
      elsewhere().execute(() -> finish(receipt, failure));
    } else {
      // In this order: who waits until nothing is in flight finds every answer given.
      finish(receipt, failure);
      publisher.leave(this);
    }
  }

  /** A future's own choice starts a thread for each answer where there are one or two cores. */
  private Executor elsewhere() {
    return ForkJoinPool.getCommonPoolParallelism() > 0
        ? ForkJoinPool.commonPool()
        : defaultExecutor();
  }

  private void finish(@Nullable Receipt receipt, @Nullable EventBusException failure) {
    if (failure == null) {
      complete(receipt);
    } else {
      completeExceptionally(failure);
    }
  }
}
