package io.busline.spi.log;

import io.busline.spi.log.SlotRecord.Retry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one member wants to have changed in a group's record of one log. Pure: it may be applied any
 * number of times, to whatever the record is by then, and changes only what the member may.
 *
 * @param member its id
 * @param slots the slots whose owner it knows itself to be, and whose progress it has taken over
 * @param ledger what it has done of them
 * @param retries the retries it has noted, by position
 * @param marks what it has read
 * @param giving the slots it gives up, in good order
 * @param share how many slots it wants to own
 * @param gone members that are dead, so that their slots are free
 * @param end the log's end, for crash marks
 * @param rewindTo the last position that still counts after the log was put back; {@link
 *     Long#MAX_VALUE} if it was not
 * @param restorations how often the log was put back, as far as the member knows, this time not
 *     included
 */
record Proposal(
    String member,
    int slots,
    Ledger ledger,
    Map<Long, Retry> retries,
    Marks marks,
    int giving,
    int share,
    Set<String> gone,
    long end,
    long rewindTo,
    int restorations) {

  /** To write down what was done, and nothing else. */
  static Proposal progress(
      String member, int slots, Ledger ledger, Map<Long, Retry> retries, Marks marks) {
    return new Proposal(
        member, slots, ledger, retries, marks, 0, 0, Set.of(), 0, Long.MAX_VALUE, 0);
  }

  Proposal giving(int given) {
    return new Proposal(
        member, slots, ledger, retries, marks, given, share, gone, end, rewindTo, restorations);
  }

  Proposal taking(int wanted, Set<String> dead, long logEnd) {
    return new Proposal(
        member,
        slots,
        ledger,
        retries,
        marks,
        giving,
        wanted,
        dead,
        logEnd,
        rewindTo,
        restorations);
  }

  /** For a log that was put back, now and as often before. */
  Proposal rewinding(long position, int before) {
    return new Proposal(
        member, slots, ledger, retries, marks, giving, share, gone, end, position, before);
  }

  /** With more events done. */
  Proposal completing(List<Completion> completions) {
    Ledger more = ledger.copy();
    Map<Long, Retry> left = new TreeMap<>(retries);
    for (Completion completion : completions) {
      more.done(completion.message().position);
      left.remove(completion.message().position);
    }
    return new Proposal(
        member, slots, more, left, marks, giving, share, gone, end, rewindTo, restorations);
  }

  /** Whether everything would be written down that the member wants to have done. */
  boolean isWhole(SlotRecord present, List<Completion> completions) {
    int mine = present.ownedBy(member) & slots;
    return present.restorations.since(restorations) == Long.MAX_VALUE
        && completions.stream().allMatch(each -> Slots.contains(mine, each.message().slot));
  }

  /** The record as the member wants it. */
  SlotRecord apply(SlotRecord present) {
    int mine = present.ownedBy(member) & slots;
    // What the member does not know yet; its own ledger does not reckon with it.
    long missed = present.restorations.since(restorations);
    SlotRecord next = rewindTo < missed ? present.putBack(rewindTo) : present;
    next = withProgress(next, mine, missed).handing(giving & mine, null);
    int orphaned = 0;
    for (String owner : gone) {
      orphaned |= next.ownedBy(owner);
    }
    if (orphaned != 0) {
      next = next.burying(orphaned, end);
    }
    int wanted = share - Integer.bitCount(next.ownedBy(member));
    return next.handing(Slots.lowest(next.ownedBy(null), wanted), member);
  }

  private SlotRecord withProgress(SlotRecord present, int mine, long valid) {
    if (valid == Long.MAX_VALUE) {
      return present.with(mine, ledger, retries, marks);
    }
    Ledger back = ledger.copy();
    back.rewind(mine, valid);
    Map<Long, Retry> left = new TreeMap<>(retries);
    left.keySet().removeIf(at -> at > valid);
    return present.with(mine, back, left, marks.upTo(valid));
  }
}
