package io.busline.memory;

import io.busline.event.Ordering;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.TimeSource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A group's position in the log, and who of its members holds what. A key belongs to the member
 * that holds one of its messages, until all of them are settled; that keeps its order among
 * members. Guarded by its own monitor.
 */
final class MemoryGroup {

  /** How far a group reads past messages whose key another member holds. */
  private static final int MAX_WAITING = 10_000;

  /** By a clock moved by hand, a member that is about to poll looks as if it were late. */
  private static final long GRACE_NANOS = 50_000_000;

  /** Members that wait for an event. Guarded by the broker's lock. */
  final List<MemoryConsumer> waiting = new ArrayList<>(1);

  private final MemoryLog log;
  private final TimeSource time;
  private final MemoryFaults faults;
  private final long leaseNanos;
  private final List<MemoryConsumer> members = new ArrayList<>();

  /** Given back or waiting for their key; all of them come before what is still in the log. */
  private final PriorityQueue<HeldMessage> returned =
      new PriorityQueue<>((a, b) -> Long.compare(a.stored.position, b.stored.position));

  private final ArrayDeque<HeldMessage> outstanding = new ArrayDeque<>();
  private final KeyHolds keys = new KeyHolds();
  private final KeptKeys kept = new KeptKeys();
  private final WantedTypes wanted = new WantedTypes();
  ConsumerSpec spec;
  volatile @Nullable Instant pausedSince;
  private long cursor;

  MemoryGroup(
      ConsumerSpec spec,
      MemoryLog log,
      long cursor,
      TimeSource time,
      MemoryFaults faults,
      long leaseNanos) {
    this.spec = spec;
    this.log = log;
    this.cursor = cursor;
    this.time = time;
    this.faults = faults;
    this.leaseNanos = leaseNanos;
  }

  synchronized void join(MemoryConsumer member, ConsumerSpec newSpec) {
    if (!newSpec.interests().equals(spec.interests())) {
      spec = newSpec;
      wanted.clear();
    }
    members.add(member);
    if (members.size() == 2) {
      outstanding.stream().filter(m -> !m.settled && m.holder != null).forEach(keys::add);
    }
  }

  synchronized void leave(MemoryConsumer member) {
    members.remove(member);
    takeFrom(member);
    if (members.size() < 2) {
      keys.clear();
    }
    members.forEach(MemoryConsumer::wakeup);
  }

  private List<HeldMessage> takeFrom(MemoryConsumer member) {
    List<HeldMessage> taken = new ArrayList<>();
    for (HeldMessage message : outstanding) {
      if (!message.settled && message.holder == member) {
        giveBack(message);
        taken.add(message);
      }
    }
    returned.addAll(kept.leave(member));
    return taken;
  }

  /** Delivers what a member may have now; returns how much. */
  synchronized int poll(MemoryConsumer member, int max, Inbox inbox) {
    expireOthers(member);
    if (faults.isPaused() || pausedSince != null) {
      return 0;
    }
    List<HeldMessage> taken = new ArrayList<>(Math.min(max, 256));
    takeKept(member, Math.max(1, max / 2), taken);
    takeReturned(member, max, taken);
    takeFromLog(member, max, taken);
    deliver(taken, inbox);
    return taken.size();
  }

  /** Not all that there is room for, or keys that fail would hold up the others. */
  private void takeKept(MemoryConsumer member, int max, List<HeldMessage> taken) {
    while (taken.size() < max) {
      HeldMessage next = kept.next(member);
      if (next == null) {
        return;
      }
      hold(member, next);
      taken.add(next);
    }
  }

  private void takeReturned(MemoryConsumer member, int max, List<HeldMessage> taken) {
    if (returned.isEmpty()) {
      return;
    }
    List<HeldMessage> later = new ArrayList<>();
    while (!returned.isEmpty() && taken.size() < max) {
      HeldMessage message = returned.remove();
      if (message.availableAt > time.nanos()) {
        later.add(message);
      } else if (!kept.keeps(message)) {
        if (mayHold(member, message)) {
          hold(member, message);
          taken.add(message);
        } else {
          later.add(message);
        }
      }
    }
    returned.addAll(later);
  }

  private void takeFromLog(MemoryConsumer member, int max, List<HeldMessage> taken) {
    long end = log.end();
    while (cursor < end && taken.size() < max && returned.size() < MAX_WAITING) {
      StoredEvent stored = log.read(cursor++);
      if (wants(stored.type)) {
        HeldMessage message = new HeldMessage(stored);
        outstanding.add(message);
        if (kept.keeps(message)) {
          continue;
        }
        if (mayHold(member, message)) {
          hold(member, message);
          taken.add(message);
        } else {
          returned.add(message);
        }
      }
    }
  }

  synchronized boolean wants(StoredType type) {
    return !type.isDeleted && wanted.contains(type, spec.interests());
  }

  private boolean mayHold(MemoryConsumer member, HeldMessage message) {
    return members.size() < 2
        || spec.ordering() == Ordering.NONE
        || keys.isFreeFor(member, message);
  }

  private void hold(MemoryConsumer member, HeldMessage message) {
    message.holder = member;
    if (members.size() > 1) {
      keys.add(message);
    }
  }

  private void deliver(List<HeldMessage> taken, Inbox inbox) {
    if (faults.isReordering()) {
      MemoryFaults.reverseAmongKeys(taken);
    }
    for (HeldMessage message : taken) {
      if (faults.drops()) {
        giveBack(message);
        message.availableAt = time.nanos() + leaseNanos;
      } else {
        inbox.arrived(message);
        if (faults.duplicates()) {
          HeldMessage again = new HeldMessage(message.stored);
          outstanding.addFirst(again);
          returned.add(again);
        }
      }
    }
  }

  /** A member that has not polled for a lease, and does not wait in a poll, loses what it holds. */
  private void expireOthers(MemoryConsumer poller) {
    long now = time.nanos();
    for (MemoryConsumer member : members) {
      if (member != poller && member.isLate(now, leaseNanos, time.isVirtual() ? GRACE_NANOS : 0)) {
        member.lost(takeFrom(member));
      }
    }
  }

  /** Returns false, with nothing done, if somebody else has it by now. */
  synchronized boolean ackIfHeld(MemoryConsumer member, HeldMessage message) {
    boolean holds = holds(member, message);
    if (holds) {
      ack(member, List.of(message));
    }
    return holds;
  }

  synchronized void ack(MemoryConsumer member, Collection<? extends InboundMessage> done) {
    for (InboundMessage message : done) {
      HeldMessage held = (HeldMessage) message;
      if (held.holder == member && !held.settled) {
        held.settled = true;
        kept.done(held);
        letGo(held);
      }
    }
    while (!outstanding.isEmpty() && outstanding.element().settled) {
      outstanding.remove();
    }
  }

  synchronized void release(MemoryConsumer member, Collection<? extends InboundMessage> messages) {
    for (InboundMessage message : messages) {
      HeldMessage held = (HeldMessage) message;
      if (held.holder == member && !held.settled) {
        giveBack(held);
      }
    }
    members.forEach(MemoryConsumer::wakeup);
  }

  synchronized void defer(MemoryConsumer member, List<InboundMessage> messages) {
    for (InboundMessage message : messages) {
      HeldMessage held = (HeldMessage) message;
      if (holds(member, held)) {
        // First, so that nobody else may have the key.
        kept.defer(member, held);
        letGo(held);
      }
    }
  }

  synchronized void resume(MemoryConsumer member, String key) {
    kept.resume(member, key);
  }

  private void giveBack(HeldMessage message) {
    kept.letGo(message);
    letGo(message);
    returned.add(message);
  }

  private void letGo(HeldMessage message) {
    message.holder = null;
    if (keys.remove(message) && !returned.isEmpty()) {
      members.forEach(MemoryConsumer::wakeup);
    }
  }

  synchronized boolean holds(MemoryConsumer member, HeldMessage message) {
    return message.holder == member && !message.settled;
  }

  /** The position below which everything is settled. */
  synchronized long settledBelow() {
    HeldMessage first = outstanding.peek();
    return first == null ? cursor : Math.min(cursor, first.stored.position);
  }

  /** Forgets what nobody holds of topics that were deleted. */
  synchronized void forgetDeleted() {
    returned.removeIf(message -> message.stored.type.isDeleted);
    outstanding.removeIf(message -> message.holder == null && message.stored.type.isDeleted);
  }

  synchronized MemoryBacklog backlog() {
    return MemoryBacklog.of(outstanding, log, cursor, this::wants);
  }

  /** Has the members rest since a time, or, with null, not any more. */
  synchronized void pause(@Nullable Instant since) {
    pausedSince = since;
    members.forEach(MemoryConsumer::wakeup);
  }

  synchronized int memberCount() {
    return members.size();
  }
}
