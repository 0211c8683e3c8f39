package io.busline.kafka;

import io.busline.kafka.Bookmark.Retry;
import io.busline.kafka.Records.Content;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The part of a partition from the first event that is not done to the last that was read. Offsets
 * only grow. Not safe for use by several threads.
 */
final class Window {

  /** So many events that are done may be among those that are not before they are swept out. */
  private static final int SLACK = 1_000;

  private final TopicPartition partition;

  /** What was done by whoever had the partition before. */
  private final Bookmark before;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long readTo;
  private long doneTo;
  private int open;
  private int held;
  private boolean changed;

  private enum State {
    READY,
    HELD,
    /** Held, and done if a transaction is committed. */
    COMMITTING,
    DONE,
    GONE
  }

  /** An event of interest. It may be handed over several times; only the last time counts. */
  static final class Entry {
    private State state = State.READY;
    private @Nullable KafkaMessage last;
    private @Nullable Retry retry;

    private boolean isToBeDone() {
      return state == State.DONE || state == State.COMMITTING;
    }
  }

  Window(TopicPartition partition, Bookmark before) {
    this.partition = partition;
    this.before = before;
    this.readTo = before.position();
    this.doneTo = before.through();
  }

  TopicPartition partition() {
    return partition;
  }

  /** The offset after the last that was read. */
  long readTo() {
    return readTo;
  }

  /** How many events are kept in mind. */
  int size() {
    return entries.size();
  }

  /** How far it was read. */
  Progress progress() {
    return new Progress(readTo, open);
  }

  /** How many events are with the engine. */
  int held() {
    return held;
  }

  /** Whether an event is still to be read. */
  boolean wants(long offset) {
    return offset >= readTo && !before.isDone(offset);
  }

  /** Nothing there is of interest. */
  void passed(long offset) {
    if (offset >= readTo) {
      readTo = offset + 1;
      changed |= entries.isEmpty();
    }
  }

  /** An event of interest was read. */
  KafkaMessage arrived(long offset, int size, Content content) {
    readTo = offset + 1;
    Entry entry = new Entry();
    entry.retry = before.retry(offset);
    KafkaMessage message = new KafkaMessage(this, offset, size, content, entry.retry, entry);
    entry.last = message;
    entries.addLast(entry);
    open++;
    return message;
  }

  /** It goes to the engine; false if it is no longer to. */
  boolean handOver(KafkaMessage message) {
    if (!is(message, State.READY)) {
      return false;
    }
    message.entry.state = State.HELD;
    held++;
    return true;
  }

  /** It is part of a transaction; false if it is not held. */
  boolean begin(KafkaMessage message) {
    if (!is(message, State.HELD)) {
      return false;
    }
    message.entry.state = State.COMMITTING;
    return true;
  }

  /** The transaction was aborted, or goes on without it. */
  void abort(KafkaMessage message) {
    if (is(message, State.COMMITTING)) {
      message.entry.state = State.HELD;
    }
  }

  /** It is done; false if it was not held. */
  boolean done(KafkaMessage message) {
    if (!is(message, State.HELD) && !is(message, State.COMMITTING)) {
      return false;
    }
    message.entry.state = State.DONE;
    held--;
    open--;
    doneTo = Math.max(doneTo, message.offset + 1);
    changed = true;
    sweep();
    return true;
  }

  /** Behind an event that waits for long, many may be done; they are not kept for that. */
  private void sweep() {
    while (!entries.isEmpty() && entries.peekFirst().state == State.DONE) {
      entries.removeFirst();
    }
    if (entries.size() > 2 * open + SLACK) {
      entries.removeIf(entry -> entry.state == State.DONE);
    }
  }

  /** The engine gives it back; returns what is to be handed over in its place, if it was held. */
  @Nullable KafkaMessage release(KafkaMessage message) {
    if (!is(message, State.HELD)) {
      return null;
    }
    Entry entry = message.entry;
    entry.state = State.READY;
    held--;
    entry.last =
        new KafkaMessage(this, message.offset, message.size, message.content, entry.retry, entry);
    return entry.last;
  }

  /** Notes that it failed. */
  void retryLater(KafkaMessage message, Retry retry) {
    if (is(message, State.HELD)) {
      message.entry.retry = retry;
      changed = true;
    }
  }

  /**
   * Lets go of events that the engine has only to wait for; nothing runs in them.
   *
   * @param perKey whether the engine keeps what is behind one of them in its key until that is
   *     done; it goes with it then, or would be handled before it
   */
  List<KafkaMessage> letGoOfWaiting(Instant now, boolean perKey) {
    List<KafkaMessage> waiting = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (Entry entry : entries) {
      KafkaMessage last = entry.last;
      if (entry.state == State.HELD && last != null) {
        String key = last.orderingKey();
        boolean waits = entry.retry != null && entry.retry.notBefore().isAfter(now);
        if (waits || (key != null && keys.contains(key))) {
          letGo(entry, waiting);
          if (perKey && key != null) {
            keys.add(key);
          }
        }
      }
    }
    return waiting;
  }

  /** Lets go of everything; returns what the engine holds. */
  List<KafkaMessage> letGoOfAll() {
    List<KafkaMessage> taken = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.state == State.HELD || entry.state == State.COMMITTING) {
        letGo(entry, taken);
      } else if (entry.state == State.READY) {
        entry.state = State.GONE;
      }
    }
    return taken;
  }

  private void letGo(Entry entry, List<KafkaMessage> taken) {
    entry.state = State.GONE;
    held--;
    if (entry.last != null) {
      taken.add(entry.last);
    }
  }

  private static boolean is(KafkaMessage message, State state) {
    return message.entry.last == message && message.entry.state == state;
  }

  /** Whether there is something new to write down since this was asked last. */
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** It could not be written down. */
  void markChanged() {
    changed = true;
  }

  private long lastRetry() {
    long offset = -1;
    for (Entry entry : entries) {
      if (entry.retry != null && !entry.isToBeDone() && entry.last != null) {
        offset = entry.last.offset;
      }
    }
    return offset;
  }

  private long toBeDoneTo() {
    long offset = -1;
    for (Entry entry : entries) {
      if (entry.state == State.COMMITTING && entry.last != null) {
        offset = entry.last.offset;
      }
    }
    return Math.max(doneTo, offset + 1);
  }

  /** What to write down: only what is open before something that is done, or to be tried again. */
  Bookmark bookmark() {
    return bookmark(Math.max(toBeDoneTo(), lastRetry() + 1));
  }

  /** The same without what is known of retries, which is longer than what must be known. */
  Bookmark outline() {
    return bookmark(toBeDoneTo()).withoutRetries();
  }

  private Bookmark bookmark(long through) {
    long position = readTo;
    NavigableMap<Long, Retry> left = new TreeMap<>();
    for (Entry entry : entries) {
      KafkaMessage last = entry.last;
      if (last != null && last.offset >= through && !left.isEmpty()) {
        break;
      }
      if (last != null && !entry.isToBeDone()) {
        left.put(last.offset, entry.retry == null ? Retry.NONE : entry.retry);
      }
    }
    if (!left.isEmpty()) {
      position = left.firstKey();
    }
    left.putAll(before.open().tailMap(readTo, true));
    if (through <= position) {
      return Bookmark.at(position);
    }
    return new Bookmark(position, through, left.headMap(through, false));
  }
}
