package io.busline;

import io.busline.Observer.Kind;
import io.busline.error.BusClosedException;
import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.spi.Broker;
import io.busline.spi.Output;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way out: compose, wait for room, send, answer. Between taking room and sending no code of a
 * user's runs.
 */
final class Publisher {

  /** How many events of a batch are handed to the broker at a time; they have one time. */
  private static final int CHUNK = 256;

  /** How many callers' stages may be stuck before all others wait for them. */
  private static final int MOST_STUCK_CALLERS = 64;

  /** How long a bus that closes waits at least for the last answers to be given. */
  private static final long LAST_ANSWERS_NANOS = 100_000_000;

  private final Broker broker;
  private final BusSettings settings;
  private final PublishEnds ends;
  private final Composer composer;
  private final InFlight inFlight;
  private final Deadlines deadlines;
  private final Watch watch;
  private final Aside answers = new Aside("busline-answers", MOST_STUCK_CALLERS);
  private volatile boolean closed;

  Publisher(Broker broker, BusSettings settings, Composer composer, Signals signals, Watch watch) {
    this.broker = broker;
    this.settings = settings;
    this.composer = composer;
    this.ends = new PublishEnds(signals);
    this.inFlight = new InFlight(settings.maxInFlight(), settings.maxInFlightBytes());
    this.deadlines = new Deadlines(settings, inFlight, signals, watch);
    this.watch = watch;
    watch.add(answers::look);
  }

  Receipt publish(@Nullable Object published) {
    return await(compose(published, composer.now(), Kind.SINGLE));
  }

  private Receipt await(PendingPublish pending) {
    answers.stepAside();
    EventBusException refusal =
        Thread.currentThread().isInterrupted() ? interrupted(pending) : enter(pending);
    if (refusal != null) {
      pending.refuse(refusal);
      throw refusal;
    }
    send(List.of(pending));
    try {
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PublishUnknownException(
          "the thread was interrupted while event %s of type %s was being published; it may or may not be stored. Publishing it again with the same id is safe"
              .formatted(pending.event().id(), pending.event().type()),
          e);
    } catch (ExecutionException e) {
      throw Answers.asThrown(e.getCause());
    }
  }

  CompletableFuture<Receipt> publishAsync(@Nullable Object published) {
    try {
      answers.stepAside();
      PendingPublish pending = compose(published, composer.now(), Kind.SINGLE);
      EventBusException refusal = enter(pending);
      if (refusal != null) {
        pending.refuse(refusal);
        return CompletableFuture.failedFuture(refusal);
      }
      send(List.of(pending));
      return pending.handOut();
    } catch (EventBusException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  List<PublishOutcome> publishAll(Collection<?> published) {
    Object[] all = published.toArray();
    return publishAll(all.length, (i, now) -> compose(all[i], now, Kind.BATCH));
  }

  /** Publishes events as they travel, for redrives. */
  List<PublishOutcome> republishAll(List<Output> outputs) {
    return publishAll(
        outputs.size(),
        (i, now) -> composer.asItIs(this, outputs.get(i).topic(), outputs.get(i).event()));
  }

  /** Makes one of several publishes ready. */
  private interface Composing {
    PendingPublish compose(int index, Instant now);
  }

  private List<PublishOutcome> publishAll(int count, Composing composing) {
    answers.stepAside();
    List<CompletableFuture<Receipt>> answered = new ArrayList<>(count);
    for (int from = 0; from < count; from += CHUNK) {
      List<PendingPublish> chunk = new ArrayList<>(Math.min(CHUNK, count - from));
      Instant now = composer.now();
      for (int i = from; i < Math.min(from + CHUNK, count); i++) {
        try {
          PendingPublish pending = composing.compose(i, now);
          chunk.add(pending);
          answered.add(pending);
        } catch (EventBusException e) {
          answered.add(CompletableFuture.failedFuture(e));
        }
      }
      sendInTurn(chunk);
    }
    return answered.stream().map(Answers::outcome).toList();
  }

  /** Sends together what there is room for at once, before it waits for more. */
  private void sendInTurn(List<PendingPublish> chunk) {
    int sent = 0;
    for (int i = 0; i < chunk.size(); i++) {
      PendingPublish pending = chunk.get(i);
      if (!closed && !Thread.currentThread().isInterrupted() && inFlight.tryEnter(pending.size())) {
        continue;
      }
      sendPart(chunk, sent, i);
      sent = i;
      EventBusException refusal =
          Thread.currentThread().isInterrupted() ? interrupted(pending) : enter(pending);
      if (refusal != null) {
        pending.refuse(refusal);
        sent = i + 1;
      }
    }
    sendPart(chunk, sent, chunk.size());
  }

  private void sendPart(List<PendingPublish> chunk, int from, int to) {
    if (from < to) {
      send(chunk.subList(from, to));
    }
  }

  /** Makes the event that would travel, for whoever publishes it later. */
  PreparedEvent prepare(@Nullable Object published) {
    requireOpen();
    return composer.prepare(published);
  }

  /** Prepares an event that somebody else will have stored. */
  PendingPublish output(@Nullable Object published) {
    return compose(published, composer.now(), Kind.OUTPUT);
  }

  /** The broker has stored a dead letter's event itself, and removed the letter. */
  void redriven(Output output) {
    stored(composer.asItIs(this, output.topic(), output.event()));
  }

  /** Such an event is stored. */
  void stored(PendingPublish output) {
    ends.stored(output);
  }

  private PendingPublish compose(@Nullable Object published, Instant now, Kind kind) {
    requireOpen();
    return composer.compose(this, published, now, kind);
  }

  private void requireOpen() {
    BusClosedException over = closed();
    if (over != null) {
      throw over;
    }
  }

  private @Nullable BusClosedException closed() {
    return closed
        ? new BusClosedException("the bus is closed, so nothing can be published on it")
        : null;
  }

  /** Takes room for an event; returns why there is none, or null. */
  private @Nullable EventBusException enter(PendingPublish pending) {
    if (closed) {
      return closed();
    }
    try {
      if (inFlight.enter(pending.size(), settings.publishTimeout().toNanos())) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return interrupted(pending);
    }
    return new PublishFailedException(
        "event %s of type %s was not sent: %d events waited for the broker's confirmation for %s. The broker is slow or out of reach; publish again later"
            .formatted(
                pending.event().id(),
                pending.event().type(),
                inFlight.events(),
                settings.publishTimeout()));
  }

  private static PublishFailedException interrupted(PendingPublish pending) {
    return new PublishFailedException(
        "event %s of type %s was not sent: the thread was interrupted before"
            .formatted(pending.event().id(), pending.event().type()));
  }

  private void send(List<PendingPublish> pending) {
    if (ends.areObserved()) {
      pending.forEach(PendingPublish::sent);
    }
    try {
      broker.send(pending);
    } catch (Throwable e) {
      pending.forEach(p -> p.unknown(e));
    }
    for (PendingPublish one : pending) {
      if (!one.isSettled()) {
        watch(one);
      }
    }
  }

  /** Nothing that cannot be watched stays in flight. */
  private void watch(PendingPublish pending) {
    try {
      deadlines.watch(pending);
    } catch (Throwable e) {
      pending.unknown(e);
    }
  }

  /** The broker's answer, or the deadline's, is on its way to the caller. */
  void settled(PendingPublish pending, Object outcome) {
    if (outcome instanceof Receipt) {
      deadlines.confirmed();
    }
    ends.settled(pending, outcome);
  }

  /** Too late for the caller, who was told that nobody knows; yet the broker does confirm. */
  void confirmedLate() {
    deadlines.confirmed();
  }

  void answerAside(PendingPublish pending) {
    answers.add(pending);
    watch.begin();
  }

  /** Makes room for another. */
  void leave(PendingPublish pending) {
    inFlight.leave(pending.size());
  }

  Optional<Problem> problem() {
    return deadlines.problem();
  }

  /** Takes nothing more; waits for what is in flight; returns how much still is. */
  int close(long nanos) {
    long end = System.nanoTime() + nanos;
    closed = true;
    try {
      return inFlight.awaitEmpty(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return inFlight.events();
    } finally {
      deadlines.close();
      answers.awaitDone(Math.max(LAST_ANSWERS_NANOS, end - System.nanoTime()));
    }
  }

  InFlight inFlight() {
    return inFlight;
  }
}
