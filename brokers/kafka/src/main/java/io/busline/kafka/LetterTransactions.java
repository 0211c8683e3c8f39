package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.spi.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events and removes the letters that they were, both or neither. Of a process that is
 * killed, the cluster undoes what it has begun, after some seconds. Blocks; safe for use by several
 * threads.
 */
final class LetterTransactions implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LetterTransactions.class.getName());

  private final Supplier<Producer<String, byte[]>> producers;
  private final Topics topics;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as is what follows. */
  private @Nullable Producer<String, byte[]> producer;

  private boolean isForbidden;

  LetterTransactions(Supplier<Producer<String, byte[]>> producers, Topics topics) {
    this.producers = producers;
    this.topics = topics;
  }

  /** False, with nothing done, if this user may not have transactions. */
  boolean redrive(Map<String, Output> letters) {
    lock.lock();
    try {
      Producer<String, byte[]> with = isForbidden ? null : begun();
      if (with != null) {
        letters.values().stream().map(Output::topic).distinct().forEach(topics::require);
        commit(with, letters);
      }
      return with != null;
    } catch (BrokerException e) {
      close();
      throw e;
    } catch (KafkaException | IllegalStateException | ExecutionException e) {
      close();
      throw Failures.of("redriving in a transaction", e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while redriving in a transaction", e);
    } finally {
      lock.unlock();
    }
  }

  /** Null if this user may not have transactions. */
  private @Nullable Producer<String, byte[]> begun() {
    if (producer == null) {
      Producer<String, byte[]> made = producers.get();
      try {
        made.initTransactions();
        producer = made;
      } catch (AuthorizationException e) {
        made.close(Duration.ZERO);
        isForbidden = true;
        LOG.log(
            System.Logger.Level.DEBUG,
            "redrives are not in transactions: {0}",
            Failures.explain(e));
      } catch (KafkaException e) {
        made.close(Duration.ZERO);
        throw e;
      }
    }
    return producer;
  }

  private static void commit(Producer<String, byte[]> with, Map<String, Output> letters)
      throws ExecutionException, InterruptedException {
    with.beginTransaction();
    List<Future<?>> sent = new ArrayList<>();
    for (Map.Entry<String, Output> each : letters.entrySet()) {
      Output output = each.getValue();
      ProducerRecord<String, byte[]> record = Records.write(output.topic(), output.event());
      sent.add(with.send(record));
      sent.add(with.send(LetterRecords.removal(each.getKey())));
    }
    with.flush();
    for (Future<?> each : sent) {
      each.get();
    }
    with.commitTransaction();
  }

  /** What was begun and not committed is undone. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (producer != null) {
        producer.close(Duration.ZERO);
        producer = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
