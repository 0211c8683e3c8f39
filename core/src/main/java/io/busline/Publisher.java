package io.busline;

import io.busline.error.BusClosedException;
import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.spi.Broker;
import io.busline.spi.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The way out: stamp, intercept, encode, lay out, check, wait for room, send, answer. */
final class Publisher {

  /** How many events of a batch are handed to the broker at a time; they have one time. */
  private static final int CHUNK = 256;

  private final Broker broker;
  private final BusSettings settings;
  private final Codecs codecs;
  private final ContentMode mode;
  private final List<Interceptor> interceptors;
  private final Signals signals;
  private final Stamper stamper;
  private final InFlight inFlight;
  private final Deadlines deadlines;
  private volatile boolean closed;

  Publisher(
      Broker broker,
      BusSettings settings,
      Codecs codecs,
      ContentMode mode,
      List<Interceptor> interceptors,
      Signals signals) {
    this.broker = broker;
    this.settings = settings;
    this.codecs = codecs;
    this.mode = mode;
    this.interceptors = interceptors;
    this.signals = signals;
    this.stamper = new Stamper(settings, codecs);
    this.inFlight = new InFlight(settings.maxInFlight(), settings.maxInFlightBytes());
    this.deadlines = new Deadlines(settings.time(), settings.publishTimeout());
  }

  Receipt publish(@Nullable Object published) {
    PendingPublish pending = prepare(published, stamper.now(), true);
    try {
      enter(pending);
      send(List.of(pending));
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishUnknownException(
          "the thread was interrupted while event %s of type %s was being published; it may or may not be stored. Publishing it again with the same id is safe"
              .formatted(pending.event().id(), pending.event().type()),
          e);
    } catch (ExecutionException e) {
      throw asThrown(e.getCause());
    }
  }

  /** The exception with the caller's stack, so that its trace tells where the publish was. */
  private static EventBusException asThrown(@Nullable Throwable cause) {
    if (cause instanceof PublishUnknownException unknown) {
      return new PublishUnknownException(unknown.getMessage(), unknown.getCause());
    }
    if (cause instanceof PublishFailedException failed) {
      return new PublishFailedException(failed.getMessage(), failed.getCause());
    }
    return cause instanceof EventBusException known
        ? known
        : new PublishUnknownException("publishing ended in an unforeseen way", cause);
  }

  CompletableFuture<Receipt> publishAsync(@Nullable Object published) {
    try {
      PendingPublish pending = prepare(published, stamper.now(), false);
      enter(pending);
      send(List.of(pending));
      return pending;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(
          new PublishFailedException("the thread was interrupted before the event was sent", e));
    } catch (EventBusException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  List<PublishOutcome> publishAll(Collection<?> published) {
    List<CompletableFuture<Receipt>> answers = new ArrayList<>(published.size());
    List<PendingPublish> chunk = new ArrayList<>(CHUNK);
    Instant now = stamper.now();
    for (Object one : published) {
      try {
        PendingPublish pending = prepare(one, now, true);
        if (!inFlight.tryEnter(pending.event().data().length)) {
          sendAndClear(chunk);
          enter(pending);
        }
        chunk.add(pending);
        answers.add(pending);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        answers.add(
            CompletableFuture.failedFuture(
                new PublishFailedException("the thread was interrupted before sending", e)));
      } catch (EventBusException e) {
        answers.add(CompletableFuture.failedFuture(e));
      }
      if (chunk.size() == CHUNK) {
        sendAndClear(chunk);
        now = stamper.now();
      }
    }
    sendAndClear(chunk);
    return answers.stream().map(Publisher::outcome).toList();
  }

  private void sendAndClear(List<PendingPublish> chunk) {
    if (!chunk.isEmpty()) {
      send(chunk);
      chunk.clear();
    }
  }

  private static PublishOutcome outcome(CompletableFuture<Receipt> answer) {
    try {
      return new PublishOutcome.Stored(answer.get());
    } catch (ExecutionException e) {
      EventBusException cause = asThrown(e.getCause());
      return cause instanceof PublishUnknownException
          ? new PublishOutcome.Unknown(cause)
          : new PublishOutcome.Failed(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new PublishOutcome.Unknown(
          new PublishUnknownException("the thread was interrupted while waiting", e));
    }
  }

  /** Publishes an event as it travels, for redrives. */
  Receipt republish(String topic, Event<byte[]> event) throws InterruptedException {
    PendingPublish pending = new PendingPublish(this, topic, mode.laidOut(event), false, true);
    enter(pending);
    send(List.of(pending));
    try {
      return pending.get();
    } catch (ExecutionException e) {
      throw asThrown(e.getCause());
    }
  }

  /** Prepares an event that somebody else will have stored. */
  Output output(@Nullable Object published) {
    PendingPublish prepared = prepare(published, stamper.now(), false);
    return new Output(prepared.topic(), prepared.event());
  }

  /** Such an event is stored. */
  void stored(Output output) {
    if (signals.isOn()) {
      signals.send(new Signal.Published(new Receipt(output.event(), output.topic(), null, false)));
    }
  }

  private PendingPublish prepare(@Nullable Object published, Instant now, boolean awaited) {
    if (closed) {
      throw new BusClosedException("the bus is closed, so nothing can be published on it");
    }
    Draft draft = stamper.draft(published, now);
    for (Interceptor interceptor : interceptors) {
      draft = stamper.replace(draft, interceptor.publishing(draft.event()));
    }
    Event<byte[]> written = mode.laidOut(codecs.encode(draft.event()));
    EventLimits.check(written, broker.description());
    return new PendingPublish(this, draft.topic(), written, draft.fresh(), awaited);
  }

  private void enter(PendingPublish pending) throws InterruptedException {
    if (!inFlight.enter(pending.event().data().length, settings.publishTimeout().toNanos())) {
      throw new PublishFailedException(
          "event %s of type %s was not sent: %d events waited for the broker's confirmation for %s. The broker is slow or out of reach; publish again later"
              .formatted(
                  pending.event().id(),
                  pending.event().type(),
                  inFlight.events(),
                  settings.publishTimeout()));
    }
  }

  private void send(List<PendingPublish> pending) {
    try {
      broker.send(pending);
    } catch (RuntimeException e) {
      pending.forEach(p -> p.unknown(e));
    }
    for (PendingPublish one : pending) {
      if (!one.isSettled()) {
        deadlines.watch(one);
      }
    }
  }

  /** The broker's answer, or the deadline's. */
  void settled(
      PendingPublish pending, @Nullable Receipt receipt, @Nullable EventBusException failure) {
    if (signals.isOn()) {
      signals.send(
          receipt != null
              ? new Signal.Published(receipt)
              : new Signal.NotPublished(
                  pending.event().type(), pending.event().id(), failureOf(failure)));
    }
    pending.answer(receipt, failure);
  }

  /** Makes room for another. */
  void leave(PendingPublish pending) {
    inFlight.leave(pending.event().data().length);
  }

  private static EventBusException failureOf(@Nullable EventBusException failure) {
    return failure != null ? failure : new PublishUnknownException("no answer");
  }

  /** Takes nothing more; waits for what is in flight; returns how much still is. */
  int close(long nanos) {
    closed = true;
    try {
      return inFlight.awaitEmpty(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return inFlight.events();
    } finally {
      deadlines.close();
    }
  }

  InFlight inFlight() {
    return inFlight;
  }
}
