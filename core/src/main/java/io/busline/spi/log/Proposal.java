package io.busline.spi.log;

import io.busline.spi.log.SlotRecord.Retry;
import java.util.Map;
import java.util.Set;

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
    long rewindTo) {

  /** To write down what was done, and nothing else. */
  static Proposal progress(
      String member, int slots, Ledger ledger, Map<Long, Retry> retries, Marks marks) {
    return new Proposal(member, slots, ledger, retries, marks, 0, 0, Set.of(), 0, Long.MAX_VALUE);
  }

  Proposal giving(int given) {
    return new Proposal(member, slots, ledger, retries, marks, given, share, gone, end, rewindTo);
  }

  Proposal taking(int wanted, Set<String> dead, long logEnd) {
    return new Proposal(
        member, slots, ledger, retries, marks, giving, wanted, dead, logEnd, rewindTo);
  }

  Proposal rewinding(long position) {
    return new Proposal(member, slots, ledger, retries, marks, giving, share, gone, end, position);
  }

  /** The record as the member wants it. */
  SlotRecord apply(SlotRecord present) {
    int mine = present.ownedBy(member) & slots;
    SlotRecord next = present;
    if (rewindTo != Long.MAX_VALUE) {
      next = next.rewound(mine | next.ownedBy(null), rewindTo);
    }
    next = next.with(mine, ledger, retries, marks).handing(giving & mine, null);
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
}
