package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.kafka.Bookmark.Retry;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Output;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine's end of a consumer; the other end is a {@link Fetcher}. */
final class KafkaBrokerConsumer implements BrokerConsumer {
  private final Holdings holdings;
  private final Fetcher fetcher;
  private final Reachability reachability;
  private final Backlog.Of backlog;
  private final NamedTopics named;

  /** What notes the progress, if that is done in transactions. */
  private final @Nullable Transactions transactions;

  private final Consumer<KafkaBrokerConsumer> onClose;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  KafkaBrokerConsumer(
      Holdings holdings,
      Fetcher fetcher,
      Reachability reachability,
      Backlog.Of backlog,
      NamedTopics named,
      @Nullable Transactions transactions,
      Consumer<KafkaBrokerConsumer> onClose) {
    this.holdings = holdings;
    this.fetcher = fetcher;
    this.reachability = reachability;
    this.backlog = backlog;
    this.named = named;
    this.transactions = transactions;
    this.onClose = onClose;
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long start = System.nanoTime();
    while (!holdings.deliver(max, inbox) && !woken.getAndSet(false)) {
      requireReading();
      long left = waitNanos - (System.nanoTime() - start);
      if (left <= 0 || !holdings.news().await(left)) {
        return;
      }
    }
  }

  private void requireReading() {
    if (closed.get()) {
      throw new BrokerException("the consumer is closed");
    }
    reachability
        .problem()
        .or(named::trouble)
        .or(fetcher::trouble)
        .or(() -> transactions == null ? Optional.empty() : transactions.trouble())
        .ifPresent(KafkaBrokerConsumer::refuse);
  }

  private static void refuse(String problem) {
    throw new BrokerException(problem);
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    if (transactions == null) {
      holdings.ack(done);
      return;
    }
    for (InboundMessage message : done) {
      var unused = transactions.complete((KafkaMessage) message, List.of());
    }
  }

  @Override
  public CompletableFuture<Void> complete(InboundMessage message, List<Output> outputs) {
    return transactions == null
        ? BrokerConsumer.super.complete(message, outputs)
        : transactions.complete((KafkaMessage) message, outputs);
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    holdings.release(messages);
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    holdings.retryLater((KafkaMessage) message, new Retry(attempts, notBefore));
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.of(backlog.count(holdings.progress()));
  }

  /** Why it reads slower than it could. Callable by any thread. */
  Optional<String> hindrance() {
    return fetcher.hindrance();
  }

  @Override
  public void wakeup() {
    woken.set(true);
    holdings.news().signal();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      onClose.accept(this);
      fetcher.stop();
      if (transactions != null) {
        transactions.stop();
      }
    }
  }
}
