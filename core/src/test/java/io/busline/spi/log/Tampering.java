package io.busline.spi.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a flawed member would have written into the group's record of a log. */
final class Tampering {

  private Tampering() {}

  static byte @Nullable [] with(
      LogWorld world,
      SimulatedMember member,
      String key,
      byte @Nullable [] before,
      byte @Nullable [] next) {
    if (next == null || world.has(LogFlaw.NONE) || !key.startsWith("slots.")) {
      return next;
    }
    SlotRecord record = decode(next);
    SlotRecord present = before == null ? record : decode(before);
    SlotRecord other = record;
    int mine = member.owned(record);
    if (world.has(LogFlaw.SPEAKS_FOR_OTHERS)) {
      other =
          record.with(
              ~mine, Ledger.startingAfter(record.ledger().furthest()), Map.of(), Marks.NONE);
    } else if (world.has(LogFlaw.GIVES_UP_WHAT_IS_HELD)) {
      other = record.handing(mine & ~member.handlers.idle(key), null);
    } else if (world.has(LogFlaw.COUNTS_HELD_AS_DONE)) {
      Ledger done = record.ledger();
      done.again(mine, Integer.MAX_VALUE).forEach(open -> done.done(open.getKey()));
      other = record.with(mine, done, record.retries(mine), Marks.NONE);
    } else if (world.has(LogFlaw.FORGETS_CRASHES)) {
      for (String owner : record.owners()) {
        int slots = record.ownedBy(owner);
        other = other.handing(slots, null).handing(slots, owner);
      }
      other = other.handing(record.ownedBy(null), null);
    } else if (world.has(LogFlaw.DROPS_RETRIES)) {
      int came = mine & ~member.owned(present);
      other = record.with(came, record.ledger(), Map.of(), Marks.NONE);
    } else if (world.has(LogFlaw.LEAVES_A_SLOT)) {
      other = record.handing(1 << 31, null);
    } else if (world.has(LogFlaw.CHANGES_BY_THE_WAY)) {
      Ledger ledger = record.ledger();
      ledger.read(mine, world.chance.from(1, 100));
      other = record.with(mine, ledger, record.retries(mine), Marks.NONE);
    }
    return other.encode();
  }

  static SlotRecord decode(byte[] bytes) {
    try {
      return SlotRecord.decode(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a member has written what nobody can read", e);
    }
  }
}
