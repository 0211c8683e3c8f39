package io.busline.rabbitmq;

import com.rabbitmq.client.Delivery;
import io.busline.error.BrokerException;
import io.busline.spi.Interests;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which topics and groups there are, written down in a stream, because the protocol does not tell:
 * what types are published to which topic, and what the groups read. Something is written when it
 * is new to the stream, so that the stream stays short. Safe for use by several threads.
 */
final class Directory implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Directory.class.getName());

  /** Nobody reads a longer list, and each type is remembered. */
  private static final int MOST_TYPES = 10_000;

  /**
   * How often to see that the stream still says what it was told, and to try again what failed. It
   * is read for that, so often is not better.
   */
  private static final long SEE_EVERY_NANOS = 30_000_000_000L;

  private final StreamLog log;
  private final boolean lists;
  private final Executor helpers;

  /** The topic to which each type was published last, by this bus. */
  private final Map<String, String> topics = new ConcurrentHashMap<>();

  /** What the groups of this bus read, and what any group was ever seen to read. */
  private final Map<String, Interests> own = new ConcurrentHashMap<>();

  private final Map<String, Interests> seen = new ConcurrentHashMap<>();
  private volatile long seenAt = System.nanoTime() - SEE_EVERY_NANOS;

  /** Whether the last attempt to write failed, and whether that was said. */
  private volatile boolean refused;

  private volatile boolean told;

  /** Whether all was written that this bus had to say; a helper may still be under way. */
  private volatile boolean closed;

  private volatile long lookedAt = System.nanoTime();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final Queue<DirectoryEntry> unwritten = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Creates one.
   *
   * @param log the stream
   * @param lists whether the stream is there; without it only this bus's own groups are known
   * @param helpers run what blocks
   */
  Directory(StreamLog log, boolean lists, Executor helpers) {
    this.log = log;
    this.lists = lists;
    this.helpers = helpers;
  }

  /** Takes note of a publish; does not block. */
  void published(String topic, String type) {
    if (lists && !topic.equals(topics.get(type)) && topics.size() < MOST_TYPES) {
      topics.put(type, topic);
      unwritten.add(DirectoryEntry.topic(topic, type));
      writeSoon();
    }
  }

  private void writeSoon() {
    if (!refused && asked.compareAndSet(false, true)) {
      try {
        helpers.execute(this::write);
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "a topic is not listed: its bus is closed");
      }
    }
  }

  /** Takes note of what a group reads; blocks. */
  void reads(String group, Interests interests) {
    own.put(group, interests);
    if (lists) {
      unwritten.add(DirectoryEntry.group(group, interests));
      write();
    }
  }

  /**
   * What each group reads, as far as is known; blocks if that is too old. Groups that were removed
   * are still among them.
   *
   * @throws BrokerException if it cannot be read
   */
  Map<String, Interests> groups(long maxAgeNanos) {
    if (lists && System.nanoTime() - seenAt > maxAgeNanos) {
      catalogue();
    }
    Map<String, Interests> all = new HashMap<>(own);
    all.putAll(seen);
    return all;
  }

  /** Sees that the stream is there and still says what this bus knows; blocks. */
  void look() {
    boolean due = System.nanoTime() - lookedAt > SEE_EVERY_NANOS;
    if (lists && (due || log.isMissing())) {
      lookedAt = System.nanoTime();
      refused = false;
      log.distrust();
      read();
    }
  }

  /** What is known; blocks. */
  Catalogue read() {
    write();
    return catalogue();
  }

  private Catalogue catalogue() {
    long began = System.nanoTime();
    Catalogue read = log.read(Catalogue::new, catalogue -> entry -> take(entry, catalogue));
    read.groups().forEach(group -> seen.put(group, read.interests(group)));
    seenAt = began;
    if (unwritten.isEmpty()) {
      writeAgain(read);
    }
    return read;
  }

  /** Somebody may have deleted the stream since this bus has written to it. */
  private void writeAgain(Catalogue read) {
    topics.forEach(
        (type, topic) -> {
          if (!read.has(topic, type)) {
            unwritten.add(DirectoryEntry.topic(topic, type));
          }
        });
    own.forEach(
        (group, interests) -> {
          // What is there may be another instance's, of a later release.
          if (!read.has(group)) {
            unwritten.add(DirectoryEntry.group(group, interests));
          }
        });
    if (!unwritten.isEmpty()) {
      writeSoon();
    }
  }

  private static void take(Delivery entry, Catalogue catalogue) {
    DirectoryEntry read = DirectoryEntry.read(entry.getBody());
    if (read != null) {
      catalogue.add(read);
    }
  }

  /** Writes what is new. What cannot be written now is written when it comes again. */
  private void write() {
    writing.lock();
    try {
      asked.set(false);
      if (!unwritten.isEmpty()) {
        Catalogue known = catalogue();
        for (DirectoryEntry next = unwritten.peek(); next != null; next = unwritten.peek()) {
          if (known.add(next)) {
            append(next);
          }
          unwritten.poll();
        }
      }
      refused = false;
      told = false;
    } catch (BrokerException e) {
      LOG.log(
          told || closed ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "the list of topics and groups is incomplete: {0}. It is tried again every 30 s",
          e.getMessage());
      refused = true;
      told = true;
    } finally {
      writing.unlock();
    }
  }

  private void append(DirectoryEntry entry) {
    StreamLog.await(
        log.append(LetterHeaders::nothing, entry.bytes()), "listing what is on the server");
  }

  /** Writes what is not written yet, so that it is there when its bus is gone; blocks. */
  @Override
  public void close() {
    write();
    closed = true;
  }
}
