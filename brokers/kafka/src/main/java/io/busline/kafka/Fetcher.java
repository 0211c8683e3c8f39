package io.busline.kafka;

import io.busline.kafka.Records.Content;
import io.busline.kafka.Records.Read;
import io.busline.spi.Interests;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
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

  private static final Duration END_WITHIN = Duration.ofSeconds(2);
  private static final Duration JOIN_WITHIN = Duration.ofSeconds(4);
  private static final long RETRY_MILLIS = 500;

  private final Reading reading;
  private final Holdings holdings;
  private final Records records;
  private final Interests interests;
  private final Reachability reachability;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> client;
  private volatile @Nullable String trouble;

  Fetcher(
      Reading reading,
      Holdings holdings,
      Records records,
      Interests interests,
      Reachability reachability,
      String name) {
    this.reading = reading;
    this.holdings = holdings;
    this.records = records;
    this.interests = interests;
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
      } catch (KafkaException | IllegalStateException | IllegalArgumentException e) {
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
      if (holdings.isFull()) {
        progressing.paused();
        reader.pause(reader.assignment());
        // With a time to wait, the client would spin on what it has of paused partitions.
        take(reader.poll(Duration.ZERO));
        holdings.awaitRoom(POLL);
      } else {
        reader.resume(reader.paused());
        poll(reader, progressing);
      }
    } catch (WakeupException e) {
      // There is something to do, and the next turn sees what.
      LOG.log(Level.TRACE, "woken");
    } catch (RetriableException e) {
      LOG.log(Level.DEBUG, "reading is tried again: {0}", Failures.explain(e));
    }
  }

  private void poll(Consumer<byte[], byte[]> reader, Progressing progressing) {
    if (reader.subscription().isEmpty() && reader.assignment().isEmpty()) {
      // There is no topic yet, and the client refuses to wait for none.
      pause(POLL.toMillis());
    } else {
      take(reader.poll(POLL));
      progressing.require(reader);
    }
  }

  private void take(ConsumerRecords<byte[], byte[]> batch) {
    List<Read> read = new ArrayList<>(batch.count());
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      int size = Math.max(0, record.serializedValueSize());
      read.add(new Read(partition, record.offset(), size, content(record)));
    }
    holdings.add(read, batch.nextOffsets());
  }

  /** What could not be read may have been of any type, so whoever reads the topic gets it. */
  private @Nullable Content content(ConsumerRecord<byte[], byte[]> record) {
    Content content = records.read(record);
    String type = content.event().type();
    boolean unknown = content.defect() != null && type.equals(record.topic());
    boolean wanted =
        interests.match(record.topic(), type)
            || (unknown && interests.topics().filter(t -> t.contains(record.topic())).isPresent());
    return wanted ? content : null;
  }

  private void startAnew(Exception failure) {
    String words = Failures.explain(failure);
    LOG.log(
        isStopping() ? Level.DEBUG : Level.WARNING,
        "{0} begins to read anew: {1}",
        thread.getName(),
        words);
    trouble = "reading from Kafka failed: " + words;
    reading.abandoned();
    holdings.news().signal();
    pause(RETRY_MILLIS);
  }

  private void pause(long millis) {
    try {
      if (stopping.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.log(Level.TRACE, "{0} ends", thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  private void end(Consumer<byte[], byte[]> reader) {
    Duration within = reachability.problem().isPresent() ? Duration.ZERO : END_WITHIN;
    try {
      reading.end(reader, within);
    } catch (KafkaException e) {
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
