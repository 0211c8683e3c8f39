package io.busline.kafka;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.error.TooLargeException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.LetterBook;
import io.busline.spi.LetterPage;
import io.busline.spi.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, in a compacted topic of their own: of each id the last record counts, and one
 * without a value removes it. Safe for use by several threads.
 */
final class DeadLetterTopic implements DeadLetterStore, TopicWatch.Use {
  private final Topics topics;
  private final Producer<String, byte[]> producer;
  private final Reachability reachability;
  private final LetterBook book;
  private final LetterTransactions transactions;

  /** Letters whose outcome is not known yet. */
  private final Map<String, CompletableFuture<Void>> storing = new ConcurrentHashMap<>();

  private final ConcurrentLinkedQueue<DeadLetter> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();

  DeadLetterTopic(
      ClientProperties properties,
      Topics topics,
      Producer<String, byte[]> producer,
      Records records,
      Reachability reachability,
      String redrives) {
    this.transactions =
        new LetterTransactions(
            () -> new KafkaProducer<>(properties.transactional(redrives)), topics);
    this.topics = topics;
    this.producer = producer;
    this.reachability = reachability;
    this.book =
        new LetterBook(
            new LetterTopic(properties, topics, reachability, new LetterRecords(records)));
  }

  @Override
  public void prepare(String group) {
    requireReachable();
    Interrupts.defer(
        () -> {
          topics.requireDeadLetters();
          topics.requireWritable(Topics.DEAD_LETTERS);
          return topics;
        });
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
        Set<String> present =
            Set.copyOf(book.present(letters.stream().map(DeadLetter::id).toList()));
        for (DeadLetter letter : letters) {
          if (present.contains(letter.id())) {
            settle(letter.id(), null);
          } else {
            send(LetterRecords.write(letter), letter.id());
          }
        }
      } catch (Throwable e) {
        // Whatever it is, they are counted: those after them would wait for ever.
        letters.forEach(letter -> settle(letter.id(), e));
      }
    } while (queued.addAndGet(-count) > 0);
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
    } else if (Failures.cause(failure) instanceof RecordTooLargeException) {
      stored.completeExceptionally(
          new TooLargeException(
              "the letter is larger than its topic, or a request, may be", failure));
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

  @Override
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    requireReachable();
    return book.list(query, from, limit);
  }

  @Override
  public int remove(Collection<String> ids) {
    requireReachable();
    List<String> there = book.present(ids);
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

  @Override
  public boolean redrive(Map<String, Output> letters) {
    requireReachable();
    return Interrupts.defer(() -> transactions.redrive(letters));
  }

  /** How many letters each group has; blocks. */
  Map<String, Long> count() {
    return book.count();
  }

  /** The offsets of records that are no letters, because others have written them; blocks. */
  List<Long> foreign() {
    return book.foreign();
  }

  void close() {
    transactions.close();
    book.close();
  }
}
