package io.busline.kafka;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.kafka.LetterIndex.Letter;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.LetterCursor;
import io.busline.spi.LetterPage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, in a compacted topic of their own: of each id the last record counts, and one
 * without a value removes it. Safe for use by several threads.
 */
final class DeadLetterTopic implements DeadLetterStore, TopicWatch.Use {
  private final Topics topics;
  private final Producer<String, byte[]> producer;
  private final Reachability reachability;
  private final LetterRecords records;

  /** Guarded by the lock. */
  private final LetterLog log;

  private final ReentrantLock lock = new ReentrantLock();

  /** Letters whose outcome is not known yet. */
  private final Map<String, CompletableFuture<Void>> storing = new ConcurrentHashMap<>();

  private final ConcurrentLinkedQueue<DeadLetter> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();

  DeadLetterTopic(
      ClientProperties properties,
      Topics topics,
      Producer<String, byte[]> producer,
      Records records,
      Reachability reachability) {
    this.topics = topics;
    this.producer = producer;
    this.reachability = reachability;
    this.records = new LetterRecords(records);
    this.log = new LetterLog(properties, topics, reachability);
  }

  /** Whether a letter is there must be looked up first, which blocks; so another thread does. */
  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    CompletableFuture<Void> earlier = storing.putIfAbsent(letter.id(), stored);
    if (earlier != null) {
      return earlier.copy();
    }
    queue.add(letter);
    if (queued.getAndIncrement() == 0) {
      var unused = CompletableFuture.runAsync(this::storeQueued);
    }
    return stored.copy();
  }

  private void storeQueued() {
    int count;
    do {
      List<DeadLetter> letters = new ArrayList<>();
      for (DeadLetter next = queue.poll(); next != null; next = queue.poll()) {
        letters.add(next);
      }
      count = letters.size();
      try {
        requireReachable();
        topics.requireDeadLetters();
        List<DeadLetter> fresh =
            withIndex(i -> letters.stream().filter(l -> settleIfThere(i, l)).toList());
        fresh.forEach(letter -> send(LetterRecords.write(letter), letter.id()));
      } catch (Throwable e) {
        // Whatever it is, they are counted: those after them would wait for ever.
        letters.forEach(letter -> settle(letter.id(), e));
      }
    } while (queued.addAndGet(-count) > 0);
  }

  /** False if it is there, and that is that. */
  private boolean settleIfThere(LetterIndex index, DeadLetter letter) {
    boolean there = index.contains(letter.id());
    if (there) {
      settle(letter.id(), null);
    }
    return !there;
  }

  private void send(ProducerRecord<String, byte[]> record, String id) {
    try {
      var unused = producer.send(record, (place, failure) -> settle(id, failure));
    } catch (Throwable e) {
      settle(id, e);
    }
  }

  private void settle(String id, @Nullable Throwable failure) {
    CompletableFuture<Void> stored = storing.remove(id);
    if (stored == null) {
      return;
    }
    if (failure == null) {
      stored.complete(null);
    } else {
      stored.completeExceptionally(
          failure instanceof EventBusException
              ? failure
              : Failures.of("storing a dead letter", failure));
    }
  }

  /** Those that the client has not brought to an end wait for it. */
  @Override
  public Set<String> needed() {
    return storing.isEmpty() ? Set.of() : Set.of(Topics.DEAD_LETTERS);
  }

  @Override
  public void refused(String topic, EventBusException why) {
    storing.keySet().forEach(id -> settle(id, why));
  }

  private void requireReachable() {
    String problem = reachability.problem().orElse(null);
    if (problem != null) {
      throw new BrokerException(problem);
    }
  }

  private <T> T withIndex(Function<LetterIndex, T> use) {
    lock.lock();
    try {
      return Interrupts.defer(() -> use.apply(log.index()));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    requireReachable();
    return withIndex(index -> page(index, query, from, limit));
  }

  private LetterPage page(LetterIndex index, DeadLetterQuery query, String from, int limit) {
    NavigableMap<Long, Letter> all = query.id() == null ? index.all() : index.only(query.id());
    LetterCursor cursor = LetterCursor.of(from, () -> all.isEmpty() ? 0 : all.lastKey());
    NavigableMap<Long, Letter> there = all.subMap(cursor.next(), true, cursor.end(), true);
    List<DeadLetter> found = new ArrayList<>();
    if (there.isEmpty()) {
      return LetterPage.last(found);
    }
    AtomicLong read = new AtomicLong();
    log.read(
        there.firstKey(),
        there.lastKey() + 1,
        record -> {
          read.set(record.offset());
          if (record.key() != null && index.isAt(LetterRecords.id(record), record.offset())) {
            records.read(record).filter(query::matches).ifPresent(found::add);
          }
          return found.size() < limit;
        });
    return cursor.page(found, read.get() + 1);
  }

  @Override
  public int remove(Collection<String> ids) {
    requireReachable();
    List<String> there = withIndex(i -> ids.stream().distinct().filter(i::contains).toList());
    List<Future<?>> removals = new ArrayList<>();
    try {
      for (String id : there) {
        removals.add(producer.send(LetterRecords.removal(id)));
      }
      for (Future<?> removal : removals) {
        removal.get(ClientProperties.DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
      return there.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted while removing dead letters");
    } catch (ExecutionException
        | java.util.concurrent.TimeoutException
        | KafkaException
        | IllegalStateException e) {
      throw Failures.of("removing dead letters", e);
    }
  }

  /** How many letters a group has. */
  long count(String group) {
    return withIndex(index -> index.count(group));
  }

  void close() {
    lock.lock();
    try {
      log.close();
    } finally {
      lock.unlock();
    }
  }
}
