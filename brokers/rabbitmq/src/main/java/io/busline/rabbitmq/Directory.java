package io.busline.rabbitmq;

import com.rabbitmq.client.Delivery;
import io.busline.error.BrokerException;
import io.busline.spi.Interests;
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

  private final StreamLog log;
  private final Executor helpers;

  /** The topic to which each type was published last, by this bus. */
  private final Map<String, String> topics = new ConcurrentHashMap<>();

  private final AtomicBoolean asked = new AtomicBoolean();
  private final Queue<DirectoryEntry> unwritten = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();

  /**
   * Creates one.
   *
   * @param log the stream
   * @param helpers run what blocks
   */
  Directory(StreamLog log, Executor helpers) {
    this.log = log;
    this.helpers = helpers;
  }

  /** Takes note of a publish; does not block. */
  void published(String topic, String type) {
    if (!topic.equals(topics.get(type)) && topics.size() < MOST_TYPES) {
      topics.put(type, topic);
      unwritten.add(DirectoryEntry.topic(topic, type));
      writeSoon();
    }
  }

  private void writeSoon() {
    if (asked.compareAndSet(false, true)) {
      try {
        helpers.execute(this::write);
      } catch (RejectedExecutionException e) {
        LOG.log(System.Logger.Level.DEBUG, "a topic is not listed: its bus is closed");
      }
    }
  }

  /** Takes note of what a group reads; blocks. */
  void reads(String group, Interests interests) {
    unwritten.add(DirectoryEntry.group(group, interests));
    write();
  }

  /** What is known; blocks. */
  Catalogue read() {
    write();
    return catalogue();
  }

  private Catalogue catalogue() {
    return log.read(Catalogue::new, catalogue -> entry -> take(entry, catalogue));
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
    } catch (BrokerException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "the list of topics and groups is incomplete: {0}",
          e.getMessage());
      topics.clear();
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
  }
}
