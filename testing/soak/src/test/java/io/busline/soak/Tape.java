package io.busline.soak;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A journal that a test writes: one publisher, and the instances {@code one} and {@code two} of
 * group {@code g} and {@code other} of group {@code h}. Times are in milliseconds.
 */
final class Tape {
  static final Promises ALL = new Promises(true, true, true, true);
  static final Duration BOUND = Duration.ofSeconds(30);
  static final Duration STUCK = Duration.ofMinutes(2);

  final Journal journal = new Journal();
  Promises promises = ALL;
  long publishedUntil = 1_000_000;
  List<Group> groups =
      List.of(
          new Group("g", Group.Role.STUMBLING, 2), new Group("h", Group.Role.READING_COPIES, 1));

  Tape() {
    journal.cast("publisher", "");
    journal.cast("one", "g");
    journal.cast("two", "g");
    journal.cast("other", "h");
  }

  /** Only group {@code g} is there. */
  Tape alone() {
    groups = groups.subList(0, 1);
    return this;
  }

  Tape says(String process, Line.Kind kind, long at, String id, String rest) {
    journal.note(process, new Line(kind, at * 1_000, id, rest));
    return this;
  }

  Tape tried(long at, String id) {
    return says("publisher", Line.Kind.TRIED, at, id, "");
  }

  Tape receipt(long at, String id) {
    return says("publisher", Line.Kind.STORED, at, id, "");
  }

  /** Published in a moment. */
  Tape published(long at, String id) {
    return tried(at, id).receipt(at + 1, id);
  }

  Tape handled(long at, String id, String process) {
    return says(process, Line.Kind.HANDLED, at, id, "");
  }

  /** A copy of it, by its own id. */
  Tape copy(long at, String id, String output) {
    return says("other", Line.Kind.HANDLED, at, id, output);
  }

  Tape letter(long at, String id) {
    return says("one", Line.Kind.LETTER, at, id, "");
  }

  /** Number n of key {@code k} ends as it is meant to, in process {@code one}. */
  Tape letterOrHandled(long at, int n) {
    String id = "k." + n;
    return groups.get(0).isPoison(n) ? letter(at, id) : handled(at, id, "one");
  }

  Tape happened(Mishap mishap, long from, long to, String... group) {
    journal.begin(
        new Happened(
            mishap,
            "it",
            Optional.ofNullable(group.length == 0 ? null : group[0]),
            from * 1_000,
            to * 1_000));
    return this;
  }

  /** Says the same from one time to another, twice a second. */
  Tape says(String process, String status, long from, long to) {
    for (long at = from; at <= to; at += 500) {
      says(process, Line.Kind.HEALTH, at, status, "why");
    }
    return this;
  }

  Audit audit() {
    return audit(Long.MAX_VALUE);
  }

  /** Looks at what was published before a time. */
  Audit audit(long until) {
    long receiptsUntil = until == Long.MAX_VALUE ? until : until * 1_000;
    return Audit.of(
        journal, promises, groups, new Limits(BOUND, STUCK, publishedUntil * 1_000, receiptsUntil));
  }
}
