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
 * asked for, so memory holds a line for each, and a few megabytes between the pages of a list.
 * Foreign entries are passed over, and a warning tells that they are there. Safe for use by several
 * threads; each method blocks.
 */
public final class LetterBook implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LetterBook.class.getName());

  private final LetterLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> positions = new HashMap<>();
  private final TreeMap<Long, Line> lines = new TreeMap<>();
  private final LettersAtHand atHand = new LettersAtHand();

  /** Their keys, or their positions where they have none. */
  private final Map<String, Long> foreign = new HashMap<>();

  private String identity = "";
  private long readTo;
  private @Nullable LetterMark last;
  private int foreignTold;

  /** What is known of a letter that is there. */
  private record Line(String id, String group) {}

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
    return locked(
        () -> {
          if (from.isEmpty()) {
            atHand.begin();
          }
          try {
            catchUp();
          } finally {
            atHand.end();
          }
          LetterCursor cursor = LetterCursor.of(from, () -> lines.isEmpty() ? 0 : lines.lastKey());
          LetterPage page = page(cursor, wanted(query, cursor), query, limit);
          if (page.next().isEmpty()) {
            atHand.clear();
          }
          return page;
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
    for (long position : wanted) {
      if (found.size() == limit) {
        return cursor.page(found, position);
      }
      DeadLetter letter = atHand.at(position);
      if (letter == null) {
        return read(cursor, wanted.tailSet(position, true), query, limit, found);
      }
      if (query.matches(letter)) {
        found.add(letter);
      }
    }
    return LetterPage.last(found);
  }

  private LetterPage read(
      LetterCursor cursor,
      NavigableSet<Long> wanted,
      DeadLetterQuery query,
      int limit,
      List<DeadLetter> found) {
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
    return locked(
        () -> {
          catchUp();
          return answer.get();
        });
  }

  private <T> T locked(Supplier<T> answer) {
    lock.lock();
    try {
      return Interrupts.defer(answer);
    } finally {
      lock.unlock();
    }
  }

  private void catchUp() {
    String now = log.identity();
    long end = log.end();
    if (!now.equals(identity) || end < readTo || (now.isEmpty() && !readOn(end))) {
      forget();
    }
    identity = now;
    if (readTo < end) {
      log.read(readTo, end, this::take);
      readTo = end;
    }
    tellForeign();
  }

  /**
   * Reads what is new, from the last known entry on. False, and nothing is taken, if another entry
   * is where that one was.
   */
  private boolean readOn(long end) {
    LetterMark known = last;
    if (known == null) {
      return true;
    }
    boolean[] same = {false};
    log.read(
        known.position(),
        end,
        entry -> {
          if (same[0]) {
            return take(entry);
          }
          same[0] = known.equals(LetterMark.of(entry));
          return same[0];
        });
    if (same[0]) {
      readTo = end;
    }
    return same[0];
  }

  private boolean take(LetterEntry entry) {
    if (entry instanceof LetterEntry.Stored stored) {
      foreign.remove(stored.letter().id());
      add(stored.position(), stored.letter());
    } else if (entry instanceof LetterEntry.Removed removed) {
      removed.ids().forEach(foreign::remove);
      removed.ids().forEach(this::remove);
    } else if (entry instanceof LetterEntry.Foreign other) {
      if (log.keepsLast()) {
        remove(other.key());
      }
      String key = other.key().isEmpty() ? "at " + other.position() : other.key();
      foreign.put(key, other.position());
    }
    last = LetterMark.of(entry);
    readTo = entry.position() + 1;
    return true;
  }

  private void add(long position, DeadLetter letter) {
    if (log.keepsLast()) {
      remove(letter.id());
    }
    if (positions.putIfAbsent(letter.id(), position) == null) {
      lines.put(position, new Line(letter.id(), letter.group()));
      atHand.add(position, letter);
    }
  }

  private void remove(String id) {
    Long before = positions.remove(id);
    if (before != null) {
      lines.remove(before);
      atHand.remove(before);
    }
  }

  private void forget() {
    positions.clear();
    lines.clear();
    foreign.clear();
    atHand.clear();
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
