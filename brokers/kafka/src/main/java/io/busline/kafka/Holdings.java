package io.busline.kafka;

import io.busline.kafka.Bookmark.Retry;
import io.busline.kafka.Records.Read;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer has read and not finished. Lies between the thread that reads and the one that
 * owns the consumer, and is safe for both.
 */
final class Holdings {
  private final TimeSource time;
  private final boolean perKey;
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when the engine holds less, or when waiting is of no use any more. */
  private final Condition settled = lock.newCondition();

  private final Wakeup news = new Wakeup();
  private final Map<TopicPartition, Window> windows = new HashMap<>();
  private final Set<Window> leaving = new HashSet<>();

  private final ReadAhead ready = new ReadAhead();
  private final List<KafkaMessage> taken = new ArrayList<>();
  private boolean closing;

  /** Holds nothing yet; says whether the engine handles the events of a key in order. */
  Holdings(TimeSource time, boolean perKey) {
    this.time = time;
    this.perKey = perKey;
  }

  /** What the owner waits for. */
  Wakeup news() {
    return news;
  }

  /** Does something while no other thread changes anything of what is held. */
  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable action) {
    locked(
        () -> {
          action.run();
          return lock;
        });
  }

  /** A partition is ours from a place on. */
  void assigned(TopicPartition partition, Bookmark from) {
    run(() -> windows.put(partition, new Window(partition, from)));
  }

  /** Takes what was read of a partition, in order. */
  void add(TopicPartition partition, List<Read> records) {
    run(
        () -> {
          boolean waiting = ready.isEmpty();
          Window window = windows.get(partition);
          for (int i = 0; i < records.size() && window != null; i++) {
            window = add(window, records.get(i));
          }
          if (waiting && !ready.isEmpty()) {
            news.signal();
          }
        });
  }

  /** How far partitions were read; at their ends may be records that are no event. */
  void passed(Map<TopicPartition, OffsetAndMetadata> next) {
    run(
        () ->
            next.forEach((of, at) -> windows(List.of(of)).forEach(w -> w.passed(at.offset() - 1))));
  }

  List<Window> windows(Collection<TopicPartition> of) {
    return of.stream().map(windows::get).filter(Objects::nonNull).toList();
  }

  /** Returns the window that the next record of the partition belongs to. */
  private Window add(Window before, Read record) {
    Window window = before;
    if (record.offset() < before.readTo()) {
      // Offsets never go back but when the topic was made anew, and then nothing is known of it.
      window = beginAgain(before, record.offset());
    }
    if (record.content() == null || !window.wants(record.offset())) {
      window.passed(record.offset());
    } else {
      ready.add(window.arrived(record.offset(), record.size(), record.content()));
    }
    return window;
  }

  /** Nothing is known of partitions any more, whose topics were made anew. */
  void beginAgain(Collection<TopicPartition> partitions) {
    run(() -> windows(partitions).forEach(window -> beginAgain(window, 0)));
  }

  private Window beginAgain(Window old, long offset) {
    abandon(old);
    Window window = new Window(old.partition(), Bookmark.at(offset));
    windows.put(old.partition(), window);
    return window;
  }

  /** Waits some time for the engine to take what was read; false if too much still waits. */
  boolean awaitRoom(Duration patience) {
    return locked(() -> await(patience, ready::isFull));
  }

  /** What has changed since the last time and is to be committed. */
  Map<TopicPartition, Bookmark> changes() {
    return locked(
        () ->
            windows.values().stream()
                .filter(Window::takeChanged)
                .collect(Collectors.toMap(Window::partition, Window::bookmark)));
  }

  /** What was to be committed was not. */
  void notCommitted(Collection<TopicPartition> partitions) {
    run(() -> windows(partitions).forEach(Window::markChanged));
  }

  /**
   * Hands nothing more of partitions to the engine, and waits for some time until it is done with
   * what it has. Returns whether waiting on is of use.
   */
  boolean surrender(Collection<TopicPartition> partitions, Duration patience) {
    return locked(
        () -> {
          List<Window> going = windows(partitions);
          leaving.addAll(going);
          ready.drop(going);
          news.signal();
          return !await(patience, () -> going.stream().anyMatch(w -> w.held() > 0)) && !closing;
        });
  }

  /** Takes away what the engine still has of partitions, and returns what to commit. */
  Map<TopicPartition, Bookmark> giveUp(Collection<TopicPartition> partitions) {
    return locked(
        () -> {
          Map<TopicPartition, Bookmark> last = new HashMap<>();
          for (Window window : windows(partitions)) {
            last.put(window.partition(), window.bookmark());
            forget(window);
          }
          return last;
        });
  }

  /** Returns whether there is no obstacle any more. */
  private boolean await(Duration patience, BooleanSupplier obstacle) {
    long left = patience.toNanos();
    try {
      while (!closing && left > 0 && obstacle.getAsBoolean()) {
        left = settled.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !obstacle.getAsBoolean();
  }

  /** Somebody else has partitions already. */
  void lost(Collection<TopicPartition> partitions) {
    run(() -> windows(partitions).forEach(this::abandon));
  }

  /** The partitions that are ours. */
  Set<TopicPartition> partitions() {
    return locked(() -> Set.copyOf(windows.keySet()));
  }

  private void abandon(Window window) {
    ready.drop(List.of(window));
    forget(window);
  }

  private void forget(Window window) {
    windows.remove(window.partition(), window);
    leaving.remove(window);
    if (taken.addAll(window.letGoOfAll())) {
      news.signal();
      settled.signalAll();
    }
  }

  /** Wakes who waits, unless it is sure to wait on. */
  private void tellSettled() {
    if (!leaving.isEmpty() || !ready.isFull()) {
      settled.signalAll();
    }
  }

  /** Nobody waits for the engine any more. */
  void closing() {
    run(
        () -> {
          closing = true;
          settled.signalAll();
        });
  }

  /** Moves what there is into the inbox; returns whether there was something. */
  boolean deliver(int max, Inbox inbox) {
    List<KafkaMessage> gone = locked(this::takeGone);
    List<KafkaMessage> arriving = locked(() -> handOver(max));
    if (!gone.isEmpty()) {
      inbox.revoked(gone);
    }
    arriving.forEach(inbox::arrived);
    return !gone.isEmpty() || !arriving.isEmpty();
  }

  private List<KafkaMessage> takeGone() {
    leaving.forEach(window -> taken.addAll(window.letGoOfWaiting(time.now(), perKey)));
    List<KafkaMessage> gone = List.copyOf(taken);
    taken.clear();
    return gone;
  }

  private List<KafkaMessage> handOver(int max) {
    List<KafkaMessage> arriving = ready.handOver(max);
    tellSettled();
    return arriving;
  }

  void ack(Collection<? extends InboundMessage> done) {
    run(
        () -> {
          for (InboundMessage message : done) {
            KafkaMessage ours = (KafkaMessage) message;
            ours.window.done(ours);
          }
          tellSettled();
        });
  }

  /** They are handed over again before everything else, in order. */
  void release(Collection<? extends InboundMessage> messages) {
    run(
        () -> {
          List<KafkaMessage> again = new ArrayList<>();
          for (InboundMessage message : messages) {
            KafkaMessage ours = (KafkaMessage) message;
            @Nullable KafkaMessage next = ours.window.release(ours);
            if (next != null && !leaving.contains(ours.window)) {
              again.add(next);
            }
          }
          again.sort(Comparator.comparingLong((KafkaMessage message) -> message.offset).reversed());
          again.forEach(ready::addFirst);
          tellSettled();
        });
  }

  void retryLater(KafkaMessage message, Retry retry) {
    run(() -> message.window.retryLater(message, retry));
  }

  /** How far each partition of ours was read. */
  Map<TopicPartition, Progress> progress() {
    return locked(
        () ->
            windows.values().stream()
                .collect(Collectors.toMap(Window::partition, Window::progress)));
  }
}
