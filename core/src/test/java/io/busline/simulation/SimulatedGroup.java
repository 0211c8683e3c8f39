package io.busline.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a broker does for a group: hands events to sessions in the order of the log, each key to one
 * session at a time, and takes back what it does not hear of. Keys change hands as a whole: if one
 * event of a key is taken from a session, so are all.
 */
final class SimulatedGroup {
  private final World world;
  private final int number;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();
  private final boolean[] blocked;

  /** By whom each key is kept back; null if by nobody. */
  private final Session[] deferredBy;

  private final long[] deferredUntil;
  private int firstOpen;
  private int open;

  SimulatedGroup(World world, int number) {
    this.world = world;
    this.number = number;
    this.blocked = new boolean[world.scenario.traffic().keys()];
    this.deferredBy = new Session[blocked.length];
    this.deferredUntil = new long[blocked.length];
  }

  int number() {
    return number;
  }

  void stored(Fate fate) {
    entries.add(new Entry(fate));
    open++;
    wakeSessions();
  }

  boolean isDone() {
    return open == 0;
  }

  List<Entry> entries() {
    return entries;
  }

  void join(Session session) {
    sessions.add(session);
  }

  void leave(Session session) {
    if (sessions.remove(session)) {
      Arrays.setAll(deferredBy, key -> deferredBy[key] == session ? null : deferredBy[key]);
      entries.stream().filter(e -> e.holder == session).forEach(this::takeAway);
      wakeSessions();
    }
  }

  private void wakeSessions() {
    sessions.forEach(Session::wakeup);
  }

  List<HandOver> poll(Session session, int max) {
    expire();
    List<HandOver> taken = new ArrayList<>();
    for (int key = 0; key < blocked.length; key++) {
      blocked[key] = deferredBy[key] != null;
    }
    while (firstOpen < entries.size() && entries.get(firstOpen).done) {
      firstOpen++;
    }
    for (int i = firstOpen; i < entries.size() && taken.size() < max; i++) {
      Entry entry = entries.get(i);
      if (entry.done) {
        continue;
      }
      if (world.has(Flaw.DOES_NOT_KEEP_BACK) && isOrdered(entry) && isDeferred(entry)) {
        blocked[entry.key()] = false;
        continue;
      }
      if (entry.holder == null && isFreeFor(session, entry)) {
        take(entry, session, taken, max);
      }
      if (isOrdered(entry) && (entry.holder != session || entry.isDropped())) {
        blocked[entry.key()] = true;
      }
    }
    if (world.has(Flaw.INVENTS_EVENTS) && taken.size() < max && world.chance.of(0.1)) {
      StoredEvent invented = new StoredEvent(entries.size(), -1, -1);
      taken.add(new HandOver(new Entry(new Fate(invented, number, 0, world)), session));
    }
    return taken;
  }

  private boolean isDeferred(Entry entry) {
    return blocked[entry.key()] && deferredBy[entry.key()] != null && entry.holder == null;
  }

  private boolean isOrdered(Entry entry) {
    return world.scenario.ordered() && entry.key() >= 0;
  }

  /**
   * Whether neither an earlier event of the key is missing nor a later one with another session.
   */
  private boolean isFreeFor(Session session, Entry entry) {
    if (!isOrdered(entry)) {
      return true;
    }
    return !blocked[entry.key()]
        && entries.stream()
            .noneMatch(
                e -> e.key() == entry.key() && e.holder != null && e.holder != session && !e.done);
  }

  private void take(Entry entry, Session session, List<HandOver> taken, int max) {
    entry.holder = session;
    entry.leaseUntil = world.now() + world.scenario.leaseNanos();
    HandOver handOver = new HandOver(entry, session);
    entry.handOvers.add(handOver);
    entry.fate.handedOver++;
    handOver.dropped = world.strikes(world.scenario.rates().drops());
    if (handOver.dropped) {
      note("loses on the way", handOver);
      return;
    }
    taken.add(handOver);
    if (taken.size() < max && world.strikes(world.scenario.rates().echoes())) {
      HandOver echo = new HandOver(entry, session);
      entry.handOvers.add(echo);
      entry.fate.excuses++;
      taken.add(echo);
      note("delivers twice", echo);
    }
  }

  /** Takes from sessions what they have not extended. */
  private void expire() {
    boolean expired = false;
    for (int key = 0; key < deferredBy.length; key++) {
      if (deferredBy[key] != null && deferredUntil[key] <= world.now()) {
        deferredBy[key] = null;
        expired = true;
      }
    }
    for (int i = firstOpen; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.holder != null && !entry.done && entry.leaseUntil <= world.now()) {
        revoke(entry);
        expired = true;
      }
    }
    if (expired) {
      wakeSessions();
    }
  }

  /** Takes some keys from whoever has them. */
  void rebalance() {
    for (int i = firstOpen; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.holder != null && !entry.done && world.chance.of(0.3)) {
        revoke(entry);
      }
    }
    wakeSessions();
  }

  private void revoke(Entry entry) {
    Session holder = entry.holder;
    if (!isOrdered(entry)) {
      takeAway(entry);
      return;
    }
    deferredBy[entry.key()] = null;
    for (int i = firstOpen; i < entries.size(); i++) {
      Entry other = entries.get(i);
      if (other.key() == entry.key() && other.holder == holder && !other.done) {
        takeAway(other);
      }
    }
  }

  private void takeAway(Entry entry) {
    Session holder = entry.holder;
    if (holder == null || entry.done) {
      return;
    }
    for (HandOver handOver : entry.handOvers) {
      if (!handOver.dropped) {
        holder.loses(handOver);
        entry.fate.excuses++;
        note("takes back", handOver);
      }
    }
    free(entry);
  }

  private static void free(Entry entry) {
    entry.holder = null;
    entry.epoch++;
    entry.handOvers.clear();
  }

  void ack(HandOver handOver) {
    Entry entry = handOver.entry;
    if (!handOver.isStale()) {
      entry.done = true;
      open--;
      note("counts as done", handOver);
      wakeSessions();
    } else if (!entry.done) {
      world.sights.add(Sight.ACKNOWLEDGED_TOO_LATE);
    }
  }

  void release(HandOver handOver) {
    Entry entry = handOver.entry;
    if (!handOver.isStale() && entry.handOvers.remove(handOver) && entry.handOvers.isEmpty()) {
      free(entry);
      note("gets back", handOver);
      wakeSessions();
    }
  }

  /** Takes an event back, and keeps its key from everybody. */
  void defer(HandOver handOver, int attempts, long due) {
    Entry entry = handOver.entry;
    if (handOver.isStale() || !entry.handOvers.contains(handOver)) {
      return;
    }
    deferredBy[entry.key()] = handOver.session;
    deferredUntil[entry.key()] = world.now() + world.scenario.leaseNanos();
    entry.attempts = attempts;
    entry.notBefore = Math.max(due, 0);
    release(handOver);
  }

  void resume(Session session, String key) {
    int number = key.charAt(0) - 'a';
    if (deferredBy[number] == session) {
      deferredBy[number] = null;
      wakeSessions();
    }
  }

  void retryLater(HandOver handOver, int attempts, long due) {
    if (!handOver.isStale()) {
      handOver.entry.attempts = attempts;
      handOver.entry.notBefore = due;
    }
  }

  void extend(Session session, List<HandOver> held) {
    for (int key = 0; key < deferredBy.length; key++) {
      if (deferredBy[key] == session) {
        deferredUntil[key] = world.now() + world.scenario.leaseNanos();
      }
    }
    for (HandOver handOver : held) {
      if (!handOver.isStale()) {
        handOver.entry.leaseUntil = world.now() + world.scenario.leaseNanos();
      }
    }
  }

  private void note(String what, HandOver handOver) {
    if (world.trace.on) {
      world.note("broker     %s %s of %s".formatted(what, handOver, handOver.session));
    }
  }
}
