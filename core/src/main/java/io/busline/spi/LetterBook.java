package io.busline.spi;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which letters of a {@link LetterLog} were not removed, and where they are. It reads each
 * entry once, and goes on from there at the next question; a page's letters are read when they are
 * asked for, so memory holds no more than a line for each. Foreign entries are passed over, and a
 * warning tells that they are there. Safe for use by several threads; each method blocks.
 */
public final class LetterBook implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LetterBook.class.getName());

  private final LetterLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> positions = new HashMap<>();
  private final TreeMap<Long, Line> lines = new TreeMap<>();

  /** Their keys, or their positions where they have none. */
  private final Map<String, Long> foreign = new HashMap<>();

  private String identity = "";
  private long readTo;
  private @Nullable Mark last;
  private int foreignTold;

  /** What is known of a letter that is there. */
  private record Line(String id, String group) {}

  /** What an entry is recognised by. */
  private record Mark(long position, String text) {
    static Mark of(LetterEntry entry) {
      return new Mark(
          entry.position(),
          entry instanceof LetterEntry.Stored stored
              ? stored.letter().id() + " " + stored.letter().deadAt()
              : entry.toString());
    }

    long next() {
      return position + 1;
    }
  }

  /**
   * A book about a log of which nothing is known yet.
   *
   * @param log the log, which nobody else uses
   */
  public LetterBook(LetterLog log) {
    this.log = log;
  }

  /**
   * Reads a page, as {@link DeadLetterStore#list} has it.
   *
   * @param query which letters
   * @param from where the page begins: empty for the first one
   * @param limit how many letters at most
   * @return the page
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    return upToDate(
        () -> {
          LetterCursor cursor = LetterCursor.of(from, () -> lines.isEmpty() ? 0 : lines.lastKey());
          return page(cursor, wanted(query, cursor), query, limit);
        });
  }

  private NavigableSet<Long> wanted(DeadLetterQuery query, LetterCursor cursor) {
    NavigableSet<Long> wanted = new TreeSet<>();
    lines
        .subMap(cursor.next(), true, Math.max(cursor.next(), cursor.end()), true)
        .forEach(
            (position, line) -> {
              if ((query.group() == null || query.group().equals(line.group))
                  && (query.id() == null || query.id().equals(line.id))) {
                wanted.add(position);
              }
            });
    return wanted;
  }

  private LetterPage page(
      LetterCursor cursor, NavigableSet<Long> wanted, DeadLetterQuery query, int limit) {
    List<DeadLetter> found = new ArrayList<>();
    if (wanted.isEmpty()) {
      return LetterPage.last(found);
    }
    long[] read = {wanted.last()};
    log.read(
        wanted.first(),
        wanted.last() + 1,
        entry -> {
          if (entry instanceof LetterEntry.Stored stored
              && wanted.contains(stored.position())
              && query.matches(stored.letter())) {
            found.add(stored.letter());
            read[0] = found.size() == limit ? stored.position() : read[0];
          }
          return found.size() < limit;
        });
    Long following = wanted.higher(read[0]);
    return following == null ? LetterPage.last(found) : cursor.page(found, following);
  }

  /**
   * Which letters are there.
   *
   * @param ids the ids of letters
   * @return those of them that are there, each once
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  public List<String> present(Collection<String> ids) {
    return upToDate(() -> ids.stream().distinct().filter(positions::containsKey).toList());
  }

  /**
   * How many letters each group has.
   *
   * @return the numbers; a group without any is not in it
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  public Map<String, Long> count() {
    return upToDate(
        () -> {
          Map<String, Long> counts = new HashMap<>();
          lines.values().forEach(line -> counts.merge(line.group, 1L, Long::sum));
          return counts;
        });
  }

  /**
   * Where entries of other programs are.
   *
   * @return their positions, in order
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  public List<Long> foreign() {
    return upToDate(() -> foreign.values().stream().sorted().toList());
  }

  /** Closes the log, once nobody reads it. Blocks until then. */
  @Override
  public void close() {
    lock.lock();
    try {
      log.close();
    } finally {
      lock.unlock();
    }
  }

  private <T> T upToDate(Supplier<T> answer) {
    lock.lock();
    try {
      return Interrupts.defer(
          () -> {
            catchUp();
            return answer.get();
          });
    } finally {
      lock.unlock();
    }
  }

  private void catchUp() {
    String now = log.identity();
    long end = log.end();
    if (!now.equals(identity) || end < readTo || (now.isEmpty() && !lastIsThere())) {
      forget();
    }
    identity = now;
    if (readTo < end) {
      log.read(readTo, end, this::take);
      readTo = end;
    }
    tellForeign();
  }

  /** False if another entry is where the last known one was. */
  private boolean lastIsThere() {
    Mark known = last;
    if (known == null) {
      return true;
    }
    boolean[] same = {true};
    log.read(
        known.position(),
        known.next(),
        entry -> {
          same[0] = known.equals(Mark.of(entry));
          return false;
        });
    return same[0];
  }

  private boolean take(LetterEntry entry) {
    if (entry instanceof LetterEntry.Stored stored) {
      foreign.remove(stored.letter().id());
      add(stored.position(), stored.letter());
    } else if (entry instanceof LetterEntry.Removed removed) {
      foreign.remove(removed.id());
      remove(removed.id());
    } else if (entry instanceof LetterEntry.Foreign other) {
      if (log.keepsLast()) {
        remove(other.key());
      }
      String key = other.key().isEmpty() ? "at " + other.position() : other.key();
      foreign.put(key, other.position());
    }
    last = Mark.of(entry);
    readTo = entry.position() + 1;
    return true;
  }

  private void add(long position, DeadLetter letter) {
    if (log.keepsLast()) {
      remove(letter.id());
    }
    if (positions.putIfAbsent(letter.id(), position) == null) {
      lines.put(position, new Line(letter.id(), letter.group()));
    }
  }

  private void remove(String id) {
    Long before = positions.remove(id);
    if (before != null) {
      lines.remove(before);
    }
  }

  private void forget() {
    positions.clear();
    lines.clear();
    foreign.clear();
    last = null;
    readTo = 0;
  }

  private void tellForeign() {
    if (foreign.size() > foreignTold) {
      LOG.log(
          System.Logger.Level.INFO,
          "{0} of the entries among the dead letters are none, because another program has written"
              + " them; they are passed over",
          Integer.toString(foreign.size()));
    }
    foreignTold = foreign.size();
  }
}
