package io.busline.spi.log;

import static io.busline.spi.log.LogInvariant.ATTEMPTS_KEPT;
import static io.busline.spi.log.LogInvariant.FENCING;
import static io.busline.spi.log.LogInvariant.GIVEN_UP_IDLE;
import static io.busline.spi.log.LogInvariant.NOBODY_BURIED_ALIVE;
import static io.busline.spi.log.LogInvariant.NOTHING_DONE_UNSEEN;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether what members write into the registry may be written. */
final class RecordAudit {
  private final LogWorld world;

  RecordAudit(LogWorld world) {
    this.world = world;
  }

  /** A member stores a value. */
  void stored(SimulatedMember member, String key, byte @Nullable [] before, byte[] after) {
    if (key.startsWith("member.")) {
      member.signed(idOf(key));
    } else if (key.startsWith("group.")) {
      if (before == null && world.history.isFounded()) {
        world.sights.add(LogSight.GROUP_RESTORED);
      }
    } else {
      SlotRecord next = Tampering.decode(after);
      SlotRecord old = before == null ? null : Tampering.decode(before);
      RecordedProgress progress = RecordedProgress.of(next);
      if (old != null && old.created.equals(next.created)) {
        checkOwners(member, key, old, next);
        checkProgress(member, RecordedProgress.of(old), progress, member.owned(old));
      }
      SimulatedLog log = world.logs.log(key.substring(key.lastIndexOf('.') + 1));
      if (log != null && log.created.equals(next.created)) {
        log.events().forEach(event -> check(member, event, progress));
      }
    }
  }

  private static String idOf(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private void checkOwners(SimulatedMember member, String key, SlotRecord old, SlotRecord next) {
    for (String owner : old.owners()) {
      int gone = old.ownedBy(owner) & ~next.ownedBy(owner);
      if (gone != 0 && owner.equals(member.id())) {
        int held = gone & ~member.handlers.idle(key);
        if (held != 0 && !member.isDoubtful() && !world.isConfused()) {
          throw world.violation(
              GIVEN_UP_IDLE,
              "%s gives up slots %s of %s and holds something".formatted(member, bits(held), key));
        }
        world.note("%s gives up slots %s of %s", member, bits(gone), key);
        world.sights.add(LogSight.HANDED_OVER);
      } else if (gone != 0) {
        world.note("%s takes slots %s of %s from %s", member, bits(gone), key, owner);
        world.sights.add(LogSight.TAKEN_OVER);
        requireLost(member, owner);
      }
    }
  }

  /** Whether an owner may be taken for lost. */
  private void requireLost(SimulatedMember member, String owner) {
    for (SimulatedMember other : world.history.members()) {
      if (other != member
          && other.id().equals(owner)
          && !other.isDoubtful()
          && !world.isConfused()) {
        throw world.violation(NOBODY_BURIED_ALIVE, "%s takes %s for dead".formatted(member, other));
      }
    }
  }

  void removed(SimulatedMember member, String key) {
    if (!member.id().equals(idOf(key))) {
      requireLost(member, idOf(key));
    }
  }

  private void checkProgress(
      SimulatedMember member, RecordedProgress before, RecordedProgress after, int mine) {
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (!Slots.contains(mine, slot) && !after.isWithin(before, slot)) {
        throw world.violation(
            FENCING,
            "%s changes slot %d, which it does not own, from %s to %s"
                .formatted(member, slot, before, after));
      }
    }
    for (Map.Entry<Long, SlotRecord.Retry> retry : before.retries().entrySet()) {
      int slot = retry.getValue().slot();
      boolean rewound = after.readTo()[slot] < before.readTo()[slot] || world.isConfused();
      boolean kept = after.retries().containsKey(retry.getKey());
      if (!rewound && !kept && !after.isMaybeDone(retry.getKey(), slot)) {
        throw world.violation(
            ATTEMPTS_KEPT, "%s drops the retry at %d".formatted(member, retry.getKey()));
      }
    }
  }

  private void check(SimulatedMember member, SimulatedEvent event, RecordedProgress progress) {
    if (!event.isExpected() || event.isReplacing) {
      return;
    }
    if (!event.isDone() && progress.isDone(event)) {
      throw world.violation(
          NOTHING_DONE_UNSEEN,
          "%s records %s as done, which nobody acknowledged".formatted(member, event));
    }
    SlotRecord.Retry retry = progress.retries().get(event.position);
    event.noted = retry == null ? 0 : retry.attempts();
    event.notedAmong = world.tamperings;
  }

  /** Written out only in a trace. */
  private static Object bits(int mask) {
    return new Object() {
      @Override
      public String toString() {
        return Integer.toBinaryString(mask);
      }
    };
  }
}
