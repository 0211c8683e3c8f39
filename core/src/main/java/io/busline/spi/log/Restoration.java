package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.spi.log.Marks.Mark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a log was put back to an older copy: after a power failure, or from a backup.
 * Then events that were read are gone, and others come to stand at their positions.
 */
final class Restoration {

  private final TopicReader reader;

  Restoration(TopicReader reader) {
    this.reader = reader;
  }

  /**
   * How much of a log is what was read.
   *
   * @param common the last position up to which the log is the one that was read, as far as anybody
   *     can tell
   * @param certain the last position up to which that is certain; 0 if nothing is left to compare
   */
  record Extent(long common, long certain) {}

  /**
   * Compares the log with what was read. Blocks if anything was read.
   *
   * @param ours what this member has read at some positions
   * @param theirs what others have read, some of whom may have read only what is there now
   * @param furthest how far it was read
   * @param end where it ends now
   * @return {@code furthest} or more in common if it seems to be unchanged
   */
  Extent compare(Marks ours, Marks theirs, long furthest, long end) {
    Extent own = compare(ours, furthest, end);
    if (theirs.list().isEmpty()) {
      return own;
    }
    Extent other = compare(theirs, furthest, end);
    if (ours.list().isEmpty()) {
      return other;
    }
    long certain = own.certain == 0 ? 0 : Math.max(own.certain, other.certain);
    return new Extent(Math.min(own.common, other.common), certain);
  }

  private Extent compare(Marks marks, long furthest, long end) {
    List<Mark> newestFirst = new ArrayList<>(marks.list());
    Collections.reverse(newestFirst);
    boolean isShorter = end < furthest;
    boolean isReplaced = false;
    for (Mark mark : newestFirst) {
      Event<?> there = mark.position() > end ? null : at(mark.position());
      if (there != null && Mark.of(mark.position(), there).equals(mark)) {
        // Events are deleted when they are old, so a newer one that is gone was not deleted.
        boolean isNewest = mark.equals(newestFirst.get(0));
        long certain = mark.position();
        return new Extent(isNewest && !isShorter ? furthest : certain, certain);
      }
      isReplaced |= there != null;
    }
    // If all are gone, they were old, as far as anybody can tell.
    return new Extent(isReplaced || isShorter ? 0 : furthest, 0);
  }

  /** What is told of it. */
  static BrokerException told(String log, long furthest, long common) {
    return new BrokerException(
        "%s was put back to an older copy: it was read up to position %d, and what is there now is the same up to position %d. What comes after that is handled again, and what was only in the lost copy is lost"
            .formatted(log, furthest, common));
  }

  private @Nullable Event<?> at(long position) {
    LogEntry entry = reader.fetch(List.of(position)).get(position);
    return entry == null ? null : entry.event();
  }
}
