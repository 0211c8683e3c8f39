package io.busline.kafka;

import io.busline.kafka.Records.Read;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The thread that uses Kafka's client, which allows but one: reads ahead, and takes part in what
 * the group does while the engine is busy. A client that is out of step is replaced.
 */
final class Fetcher implements Runnable {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /** How soon something that was done elsewhere is looked after. */
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * While events are flowing, how long to let some gather. Each request costs both sides some 100
   * µs, whether it brings one event or hundreds. The first event after a silence does not wait.
   */
  private static final long GATHER_NANOS = 1_000_000;

  /** So many came at once that there are more at hand. */
  private static final int MANY = 400;

  private static final Duration END_WITHIN = Duration.ofSeconds(2);
  private static final Duration JOIN_WITHIN = Duration.ofSeconds(4);
  private static final long RETRY_MILLIS = 500;

  private final Reading reading;
  private final Holdings holdings;
  private final Selection selection;
  private final TopicIds ids;
  private final Reachability reachability;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> client;
  private volatile @Nullable String trouble;

  Fetcher(
      Reading reading,
      Holdings holdings,
      Selection selection,
      TopicIds ids,
      Reachability reachability,
      String name) {
    this.reading = reading;
    this.holdings = holdings;
    this.selection = selection;
    this.ids = ids;
    this.reachability = reachability;
    this.thread = new Thread(this, "busline-kafka-" + name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Why it does not read at the moment. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Why it reads slower than it could. */
  Optional<String> hindrance() {
    Consumer<byte[], byte[]> present = client;
    return present == null ? Optional.empty() : Throttling.of(present.metrics().values());
  }

  private void wake() {
    Consumer<byte[], byte[]> present = client;
    if (present != null) {
      present.wakeup();
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  @Override
  public void run() {
    while (!isStopping()) {
      try {
        read();
      } catch (Throwable e) {
        // Whatever it was, this thread goes on: without it nobody would say that nothing is read.
        startAnew(e);
      }
    }
  }

  /** With one client, until it is to end. */
  private void read() {
    Consumer<byte[], byte[]> reader = reading.begin();
    Progressing progressing = new Progressing();
    client = reader;
    try {
      while (!isStopping()) {
        turn(reader, progressing);
        trouble = null;
      }
    } finally {
      client = null;
      end(reader);
    }
  }

  private void turn(Consumer<byte[], byte[]> reader, Progressing progressing) {
    try {
      reading.tend(reader);
      if (holdings.awaitRoom(POLL)) {
        resume(reader);
        poll(reader, progressing);
      } else {
        progressing.paused();
        pause(reader);
      }
    } catch (WakeupException e) {
      // There is something to do, and the next turn sees what.
      LOG.log(Level.TRACE, "woken");
    } catch (RetriableException e) {
      LOG.log(Level.DEBUG, "reading is tried again: {0}", Failures.explain(e));
    }
  }

  /**
   * The client asks a thread of its own, and waits for the answer, even if there is nothing to do.
   */
  private static void resume(Consumer<byte[], byte[]> reader) {
    Set<TopicPartition> paused = reader.paused();
    if (!paused.isEmpty()) {
      reader.resume(paused);
    }
  }

  /** Takes part in what the group does, but reads no more. */
  private void pause(Consumer<byte[], byte[]> reader) {
    if (!reader.paused().equals(reader.assignment())) {
      reader.pause(reader.assignment());
    }
    // With a time to wait, the client would spin on what it has of paused partitions.
    take(reader, reader.poll(Duration.ZERO));
  }

  private void poll(Consumer<byte[], byte[]> reader, Progressing progressing) {
    if (reader.subscription().isEmpty() && reader.assignment().isEmpty()) {
      // There is no topic yet, and the client refuses to wait for none.
      pause(POLL.toMillis());
    } else {
      ConsumerRecords<byte[], byte[]> batch = reader.poll(POLL);
      take(reader, batch);
      progressing.require(reader);
      if (!batch.isEmpty() && batch.count() < MANY) {
        LockSupport.parkNanos(GATHER_NANOS);
      }
    }
  }

  private void take(Consumer<byte[], byte[]> reader, ConsumerRecords<byte[], byte[]> batch) {
    Set<String> remade = ids.takeRemade();
    if (!remade.isEmpty()) {
      readFromBeginning(reader, remade);
    }
    Map<TopicPartition, OffsetAndMetadata> passed = new HashMap<>(batch.nextOffsets());
    passed.keySet().removeIf(partition -> remade.contains(partition.topic()));
    for (TopicPartition partition : batch.partitions()) {
      if (!remade.contains(partition.topic())) {
        holdings.add(partition, read(batch.records(partition)));
      }
    }
    holdings.passed(passed);
  }

  private List<Read> read(List<ConsumerRecord<byte[], byte[]>> records) {
    List<Read> read = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      int size = Math.max(0, record.serializedValueSize());
      read.add(new Read(record.offset(), size, selection.of(record)));
    }
    return read;
  }

  /** What the client has read of the topics by now is of no use. */
  private void readFromBeginning(Consumer<byte[], byte[]> reader, Set<String> topics) {
    Set<TopicPartition> partitions = new HashSet<>(holdings.partitions());
    partitions.removeIf(partition -> !topics.contains(partition.topic()));
    Set<TopicPartition> gone = new HashSet<>(partitions);
    gone.removeIf(partition -> !ids.isBeyond(partition));
    holdings.lost(gone);
    partitions.removeAll(gone);
    holdings.beginAgain(partitions);
    partitions.retainAll(reader.assignment());
    partitions.forEach(partition -> reader.seek(partition, 0));
  }

  private void startAnew(Throwable failure) {
    // Before all else, which may fail as well.
    trouble = "reading from Kafka failed: " + failure.getClass().getSimpleName();
    try {
      String words = Failures.explain(failure);
      trouble = "reading from Kafka failed: " + words;
      LOG.log(
          isStopping() ? Level.DEBUG : Level.WARNING,
          "{0} begins to read anew: {1}",
          thread.getName(),
          words);
      reading.abandoned();
    } catch (Throwable e) {
      LOG.log(Level.ERROR, thread.getName() + " does not get over a failure at once", e);
    } finally {
      holdings.news().signal();
      pause(RETRY_MILLIS);
    }
  }

  private void pause(long millis) {
    try {
      if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.log(Level.TRACE, "{0} ends", thread.getName());
      }
    } catch (InterruptedException e) {
      // It ends when it is told to stop, and for no other reason.
      LOG.log(Level.DEBUG, "{0} was interrupted, and goes on", thread.getName());
    }
  }

  private void end(Consumer<byte[], byte[]> reader) {
    Duration within = reachability.problem().isPresent() ? Duration.ZERO : END_WITHIN;
    try {
      reading.end(reader, within);
    } catch (Throwable e) {
      // It must not hide why the client ends.
      LOG.log(Level.DEBUG, "closing a client failed: {0}", Failures.explain(e));
    }
  }

  /** Ends it; returns when it has ended, or cannot be waited for any longer. */
  void stop() {
    holdings.closing();
    stopping.countDown();
    wake();
    boolean interrupted = Thread.interrupted();
    try {
      thread.join(JOIN_WITHIN.toMillis());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
