package io.busline.spi.log;

import io.busline.error.BrokerException;
import io.busline.spi.TimeSource;
import io.busline.spi.log.FairShare.Member;
import io.busline.spi.log.Registry.Urgency;
import io.busline.spi.log.Registry.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a group: gives signs of life for one of them, and watches the others. Used by
 * the consumer's thread, except {@link #distrust}.
 */
final class Members {

  private final Registry registry;
  private final TimeSource time;
  private final RandomGenerator random;
  private final Processes processes;
  private final String group;
  private final long leaseNanos;
  private final Runnable changed;
  private final Map<String, Sighting> sightings = new HashMap<>();
  private TimeSource.@Nullable Registration watch;
  private @Nullable CompletableFuture<@Nullable Value> signing;
  private String id = "";
  private boolean failedBefore;
  private boolean isSigned;
  private boolean isBuried;
  private long count;
  private long lifeAt;
  private long signedAt;

  /** When the last sign of life was answered; written by any thread. */
  private volatile long answeredAt;

  private long lookAt;
  private volatile boolean unsure = true;

  /** A member that has not joined; {@code changed} is called on any thread. */
  Members(LeasedLogs owner, String group, Runnable changed) {
    this.registry = owner.store().registry();
    this.time = owner.context().time();
    this.random = owner.context().random();
    this.processes = owner.processes();
    this.group = group;
    this.leaseNanos = owner.leaseNanos();
    this.changed = changed;
  }

  /** Becomes known to the others. Blocks until that is written down. */
  void join() {
    watch = registry.watch(group, this::distrust);
    rename();
    Waiting.forWrite("joining group " + group, sign(false, Urgency.TELLING));
    isSigned = true;
    lifeAt = nextLife(time.nanos());
    lookAt = time.nanos();
  }

  /** An id is given once, so that nobody takes a member for one that was buried. */
  private void rename() {
    byte[] noise = new byte[6];
    do {
      random.nextBytes(noise);
      // Older members come first in the order of texts.
      id = "%012x%s".formatted(time.now().toEpochMilli(), HexFormat.of().formatHex(noise));
      // By a clock moved by hand and chance from a seed, two members can draw the same.
    } while (registry.get(RegistryKeys.member(group, id)).isPresent());
    isSigned = false;
  }

  /** On a grid, so that all consumers of a process share writes. */
  private long nextLife(long now) {
    long every = leaseNanos / 3;
    return (Math.floorDiv(now, every) + 1) * every;
  }

  /** This member's id; another one after it was taken for dead. */
  String id() {
    return id;
  }

  /** Has everything looked at that is written down. Any thread. */
  void distrust() {
    unsure = true;
    changed.run();
  }

  private CompletableFuture<@Nullable Value> sign(boolean busy, Urgency urgency) {
    byte[] life = new SignOfLife(++count, busy, processes.current()).encode();
    // One that is gone was taken away: then this member was buried, and must not come to life.
    boolean again = isSigned;
    return registry.update(
        RegistryKeys.member(group, id),
        present -> (present == null && again) || isOlder(life, present) ? null : life,
        urgency);
  }

  /** A write that had to be repeated must not look as if nothing came since. */
  private static boolean isOlder(byte[] life, byte @Nullable [] present) {
    return present != null && count(present) >= count(life);
  }

  private static long count(byte[] life) {
    return SignOfLife.decode(life).map(SignOfLife::count).orElse(-1L);
  }

  /**
   * Gives a sign of life when it is due, and looks for the others.
   *
   * @param busy whether there has long been no room for more
   * @return whether what is written down about slots is to be looked at as well
   */
  boolean tend(boolean busy) {
    long now = time.nanos();
    settle(now);
    if (now - lifeAt >= 0) {
      // One that slept through its lease may have been buried.
      unsure |= now - lifeAt > leaseNanos / 3;
      CompletableFuture<@Nullable Value> sign =
          sign(busy, Urgency.RELAXED).whenComplete((stored, failure) -> answeredAt = time.nanos());
      signing = sign;
      signedAt = now;
      if (failedBefore) {
        // Nothing else is done before it is known that this one does not fail too.
        Waiting.forWrite("giving a sign of life to group " + group, sign);
      }
      lifeAt = nextLife(now);
    }
    if (!unsure && now - lookAt < 0) {
      return false;
    }
    unsure = false;
    try {
      look(now);
    } catch (BrokerException e) {
      unsure = true;
      throw e;
    }
    lookAt = now + leaseNanos / 2;
    return true;
  }

  /** Looks what became of the last sign of life. */
  private void settle(long now) {
    CompletableFuture<@Nullable Value> given = signing;
    if (given == null || !given.isDone()) {
      return;
    }
    signing = null;
    if (!given.isCompletedExceptionally()) {
      if (failedBefore || answeredAt - signedAt >= leaseNanos / 10) {
        // The others could not write either, and wait for their turn.
        sightings.values().forEach(sighting -> sighting.excuse(now));
      }
      failedBefore = false;
      isBuried |= given.join() == null;
      unsure |= isBuried;
      return;
    }
    lifeAt = now;
    unsure = true;
    // The server was away, or lost what it had.
    failedBefore = true;
    registry.prepare();
  }

  private void look(long now) {
    Set<String> there = new HashSet<>();
    String prefix = RegistryKeys.members(group);
    for (String key : registry.keys(prefix)) {
      there.add(key.substring(prefix.length()));
    }
    sightings.keySet().retainAll(there);
    for (String member : there) {
      if (!member.equals(id) && !sightings.containsKey(member)) {
        life(registry.get(RegistryKeys.member(group, member)))
            .ifPresent(
                life ->
                    sightings.put(member, new Sighting(life, processes, leaseNanos, time.nanos())));
      }
    }
    if (isBuried || !there.contains(id)) {
      comeBack(now);
    }
  }

  /**
   * The others have taken this member for dead, or the store has lost everything. In the first case
   * somebody may be about to take its slots, so it goes on as a new member.
   */
  private void comeBack(long now) {
    if (registry.get(RegistryKeys.group(group)).isPresent()) {
      rename();
    }
    isSigned = false;
    Waiting.forWrite("joining group " + group + " again", sign(false, Urgency.TELLING));
    isSigned = true;
    isBuried = false;
    lifeAt = nextLife(now);
  }

  private static Optional<SignOfLife> life(Optional<Value> value) {
    return value.flatMap(written -> SignOfLife.decode(written.bytes()));
  }

  /** Everybody who is alive, this member included; buries those who are not. */
  List<Member> alive(boolean busy) {
    List<Member> alive = new ArrayList<>();
    alive.add(new Member(id, busy));
    Iterator<Map.Entry<String, Sighting>> others = sightings.entrySet().iterator();
    while (others.hasNext()) {
      Map.Entry<String, Sighting> other = others.next();
      if (isDead(other.getKey(), other.getValue())) {
        registry.remove(RegistryKeys.member(group, other.getKey()));
        others.remove();
      } else {
        alive.add(new Member(other.getKey(), other.getValue().last().busy()));
      }
    }
    return alive;
  }

  /** Whether a member is gone; before it is buried, what is written down is asked once more. */
  private boolean isDead(String member, Sighting sighting) {
    String key = RegistryKeys.member(group, member);
    return isDead(() -> registry.glance(key), sighting)
        && isDead(() -> registry.get(key), sighting);
  }

  private boolean isDead(Supplier<Optional<Value>> ask, Sighting sighting) {
    long asked = time.nanos();
    boolean writable = isWritable(asked);
    Optional<SignOfLife> there = life(ask.get());
    there.ifPresent(life -> sighting.look(life, writable, asked, time.nanos()));
    return there.isEmpty() || sighting.isDead();
  }

  /** Whether our own signs of life are stored, so that the others' can be as well. */
  private boolean isWritable(long now) {
    CompletableFuture<@Nullable Value> given = signing;
    boolean late = given != null && !given.isDone() && now - signedAt >= leaseNanos / 10;
    return !failedBefore && !late;
  }

  /** The owners of slots who are gone. */
  Set<String> gone(Collection<String> owners, List<Member> alive) {
    return owners.stream().filter(owner -> isGone(owner, alive)).collect(Collectors.toSet());
  }

  /** One who was never seen is looked for. */
  private boolean isGone(String owner, List<Member> alive) {
    return alive.stream().noneMatch(member -> member.id().equals(owner))
        && registry.get(RegistryKeys.member(group, owner)).isEmpty();
  }

  /** Leaves; the others are told. */
  void leave() {
    close();
    CompletableFuture<@Nullable Value> given = signing;
    if (given != null) {
      // One that is stored after the removal would be of a member that does not exist.
      var unused = given.handle((value, failure) -> null).join();
    }
    if (isSigned) {
      registry.remove(RegistryKeys.member(group, id));
      registry.tell(group);
    }
  }

  /** Listens no more. */
  void close() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }
}
