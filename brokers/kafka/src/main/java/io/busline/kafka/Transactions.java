package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.kafka.Completions.Completion;
import io.busline.kafka.Completions.Share;
import io.busline.spi.Output;
import io.busline.spi.Wakeup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The thread that notes what was done in transactions, together with what handlers have published,
 * as much at a time as has come together during the last one. Nothing else notes anything for such
 * a group. The server refuses a transaction of an instance that is not what it was in its group.
 *
 * <p>As what it acts is read before what it has done is taken: then it can be out of date, and is
 * refused, but never younger than the share of partitions that it was for.
 *
 * <p>When nobody can tell whether a transaction was committed, its successor finds that out, and
 * the group's instance begins anew from what is committed.
 */
final class Transactions implements Ledger, Runnable {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /** How late what has no outputs may be noted. */
  private static final long EVERY_NANOS = 100_000_000;

  /** Before a transaction that was aborted is tried again, as who this instance is by then. */
  private static final long PAUSE_NANOS = 50_000_000;

  private static final Duration LAST_WITHIN = Duration.ofSeconds(2);

  private final Supplier<Producer<String, byte[]>> producers;
  private final Completions completions;
  private final Holdings holdings;
  private final Topics topics;
  private final Membership membership = new Membership();
  private final Thread thread;
  private final Wakeup wakeup = new Wakeup();

  /** Null after its end, until there is another one. Of the thread, once that has begun. */
  private @Nullable Producer<String, byte[]> producer;

  private volatile boolean stopping;
  private volatile @Nullable String trouble;
  private volatile long troubledSince;
  private final AtomicReference<@Nullable CompletableFuture<Void>> asked = new AtomicReference<>();

  Transactions(
      Supplier<Producer<String, byte[]>> producers,
      Holdings holdings,
      Notes notes,
      Topics topics,
      String name) {
    this.producers = producers;
    this.holdings = holdings;
    this.topics = topics;
    this.completions = new Completions(holdings, notes);
    this.thread = new Thread(this, "busline-kafka-transactions-" + name);
    thread.setDaemon(true);
  }

  /**
   * Blocks until the cluster is ready for transactions.
   *
   * @throws BrokerException if it is not
   */
  void start() {
    try {
      producer = begun();
    } catch (KafkaException e) {
      throw Failures.of("preparing transactions", e);
    }
    thread.start();
  }

  private Producer<String, byte[]> begun() {
    Producer<String, byte[]> next = producers.get();
    try {
      next.initTransactions();
      return next;
    } catch (Throwable e) {
      next.close(Duration.ZERO);
      throw e;
    }
  }

  /** Has a message done, and outputs stored, in one of the next transactions. */
  CompletableFuture<Void> complete(KafkaMessage message, List<Output> outputs) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    completions.add(new Completion(message, List.copyOf(outputs), end));
    wakeup.signal();
    return end;
  }

  /** Why nothing can be stored at the moment; while a group changes, that is not worth a word. */
  Optional<String> trouble() {
    boolean lasts = System.nanoTime() - troubledSince > LAST_WITHIN.toNanos();
    return lasts ? Optional.ofNullable(trouble) : Optional.empty();
  }

  @Override
  public void run() {
    while (!stopping) {
      CompletableFuture<Void> noted = asked.getAndSet(null);
      try {
        round();
      } catch (Throwable e) {
        // Whatever it was, this thread goes on: nobody else notes anything.
        LOG.log(Level.ERROR, thread.getName() + " met an unforeseen failure", e);
        beginAnew();
        trouble("a transaction failed: " + Failures.explain(e));
      }
      if (noted != null) {
        noted.complete(null);
      } else {
        wakeup.await(EVERY_NANOS);
      }
    }
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }

  private void round() {
    ConsumerGroupMetadata as = membership.present();
    Producer<String, byte[]> with = as == null ? null : producer();
    if (as == null || with == null) {
      return;
    }
    Share share = completions.begin();
    if (share.isEmpty()) {
      trouble = null;
      return;
    }
    Cargo cargo = new Cargo(topics);
    try {
      if (cargo.load(share.completions())) {
        with.beginTransaction();
        cargo.send(with);
        with.sendOffsetsToTransaction(share.bookmarks(), as);
        with.commitTransaction();
        trouble = null;
        completions.committed(share);
      } else {
        completions.aborted(share, cargo.refused());
        wakeup.signal();
      }
    } catch (Throwable e) {
      undo(with, share, cargo.refused(), e);
    }
  }

  private @Nullable Producer<String, byte[]> producer() {
    if (producer == null) {
      try {
        producer = begun();
      } catch (Throwable e) {
        trouble("preparing transactions failed: " + Failures.explain(e));
      }
    }
    return producer;
  }

  private void undo(
      Producer<String, byte[]> with,
      Share share,
      Map<Completion, Exception> refused,
      Throwable failure) {
    LOG.log(Level.DEBUG, "a transaction is undone: {0}", Failures.explain(failure));
    if (failure instanceof TimeoutException || !aborts(with)) {
      beginAnew();
    } else {
      completions.aborted(share, refused);
    }
    if (refused.isEmpty()) {
      trouble("a transaction failed: " + Failures.explain(failure));
    } else {
      wakeup.signal();
    }
  }

  /** Whether nothing of the transaction will ever be seen. */
  private static boolean aborts(Producer<String, byte[]> producer) {
    try {
      producer.abortTransaction();
      return true;
    } catch (Throwable e) {
      LOG.log(Level.DEBUG, "a transaction has no known end: {0}", Failures.explain(e));
      return false;
    }
  }

  /** What was done by whom cannot be told any more, so the engine has nothing to wait for. */
  private void beginAnew() {
    membership.end();
    holdings.lost(holdings.partitions());
    Producer<String, byte[]> old = producer;
    producer = null;
    if (old != null) {
      old.close(Duration.ZERO);
    }
  }

  private void trouble(String words) {
    if (trouble == null) {
      troubledSince = System.nanoTime();
    }
    trouble = words;
    LockSupport.parkNanos(PAUSE_NANOS);
    wakeup.signal();
  }

  @Override
  public void tend(Consumer<byte[], byte[]> client) {
    if (!membership.renew(client)) {
      throw new InvalidTxnStateException(
          "nobody can tell whether the last transaction was committed");
    }
  }

  /** Of a client that must be replaced, nothing will ever be noted. */
  @Override
  public void prepare(Consumer<byte[], byte[]> client) {
    if (!membership.renew(client)) {
      holdings.lost(holdings.partitions());
    }
  }

  /** What could not be noted in time comes again, to whoever has the partition then. */
  @Override
  public void giveUp(Consumer<byte[], byte[]> client, Collection<TopicPartition> partitions) {
    note(LAST_WITHIN);
    holdings.giveUp(partitions);
  }

  @Override
  public void end(Consumer<byte[], byte[]> client, Duration within) {
    note(within);
  }

  /** Waits for a transaction that begins from now on. */
  private void note(Duration within) {
    CompletableFuture<Void> noted = new CompletableFuture<>();
    asked.set(noted);
    wakeup.signal();
    try {
      noted.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.TimeoutException | ExecutionException e) {
      LOG.log(Level.DEBUG, "the last is not noted within {0}", within);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void abandoned() {
    membership.begin();
  }

  /** Ends the thread, and with it what it has begun. */
  void stop() {
    stopping = true;
    wakeup.signal();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(LAST_WITHIN.toMillis());
      thread.interrupt();
      thread.join(LAST_WITHIN.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
