package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.FairShare.Member;
import io.busline.spi.TimeSource;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a group: gives signs of life for one of them, and watches the others. A sign of
 * life is written down, so that everybody can find it, and heard by those who listen. Used by the
 * consumer's thread; what is heard comes on another.
 */
final class Members {

  private static final Pattern LIFE = Pattern.compile("([0-9]{1,18}) (true|false)");

  /** Where members tell each other that slots are free, so that nobody has to look for it. */
  private static final String HINT = "$BUSLINE.hint.";

  private final GroupStore store;
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final TimeSource time;
  private final String group;
  private final String id;
  private final long leaseNanos;
  private final Runnable changed;
  private final Map<String, Sighting> sightings = new ConcurrentHashMap<>();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private @Nullable CompletableFuture<Long> giving;
  private boolean failedBefore;
  private long count;
  private long lifeAt;
  private long lookAt;
  private volatile boolean unsure = true;

  /** What is known of another member. */
  private static final class Sighting {
    private volatile long count;
    private volatile boolean busy;
    private long seenCount;
    private long silentNanos;
    private long lookedAt;

    Sighting(long lookedAt) {
      this.lookedAt = lookedAt;
    }
  }

  /**
   * Joins a group.
   *
   * @param id the member's id, given to nobody else
   * @param changed called on another thread when members came or slots became free
   */
  Members(
      GroupStore store,
      Connection connection,
      Dispatcher dispatcher,
      TimeSource time,
      String group,
      String id,
      Duration lease,
      Runnable changed) {
    this.store = store;
    this.connection = connection;
    this.dispatcher = dispatcher;
    this.time = time;
    this.group = group;
    this.id = id;
    this.leaseNanos = lease.toNanos();
    this.changed = changed;
    this.lifeAt = time.nanos();
    this.lookAt = lifeAt;
  }

  /** Becomes known to the others. Blocks until that is written down. */
  void join() {
    subscriptions.add(
        dispatcher.subscribe(GroupStore.subject(GroupStore.memberKey(group, "*")), this::heard));
    subscriptions.add(dispatcher.subscribe(HINT + StreamNames.token(group), hint -> distrust()));
    GroupStore.await("joining group " + group, sign(false));
    lifeAt = time.nanos() + leaseNanos / 3;
    hint();
  }

  String id() {
    return id;
  }

  private void heard(Message message) {
    String subject = message.getSubject();
    String member = subject.substring(subject.lastIndexOf('.') + 1);
    if (member.equals(id)) {
      return;
    }
    Sighting sighting = sightings.get(member);
    if (sighting == null) {
      distrust();
    } else {
      note(sighting, new String(message.getData(), StandardCharsets.UTF_8));
    }
  }

  /** A sign of life is {@code COUNT BUSY}. */
  private static void note(Sighting sighting, String life) {
    Matcher matcher = LIFE.matcher(life);
    if (matcher.matches()) {
      sighting.count = Long.parseLong(matcher.group(1));
      sighting.busy = matcher.group(2).equals("true");
    }
  }

  /** Has everything looked at that is written down; any thread. */
  void distrust() {
    unsure = true;
    changed.run();
  }

  /** Tells the others to look. */
  void hint() {
    try {
      connection.publish(HINT + StreamNames.token(group), new byte[0]);
    } catch (IllegalStateException e) {
      // They look by themselves, only later.
      unsure = true;
    }
  }

  private CompletableFuture<Long> sign(boolean busy) {
    String life = ++count + " " + busy;
    return store.put(GroupStore.memberKey(group, id), life.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Gives a sign of life when it is due, and looks who else is there.
   *
   * @param busy whether there has long been no room for more
   * @return whether what is written down about slots is to be looked at as well
   */
  boolean tend(boolean busy) {
    long now = time.nanos();
    settle(now);
    if (now - lifeAt >= 0) {
      // Who slept through its lease may have been buried.
      unsure |= now - lifeAt > leaseNanos * 2 / 3;
      giving = sign(busy);
      if (failedBefore) {
        // Nothing else is done before it is known that this one does not fail too.
        GroupStore.await("giving a sign of life to group " + group, giving);
      }
      lifeAt = now + leaseNanos / 3;
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
    CompletableFuture<Long> given = giving;
    if (given == null || !given.isDone()) {
      return;
    }
    giving = null;
    if (!given.isCompletedExceptionally()) {
      failedBefore = false;
      return;
    }
    lifeAt = now;
    unsure = true;
    // The server was away, or lost what it had.
    failedBefore = true;
    store.requireBucket();
  }

  private void look(long now) {
    String prefix = GroupStore.memberKey(group, "");
    List<String> there =
        store.keys(GroupStore.memberKey(group, "*")).stream()
            .map(key -> key.substring(prefix.length()))
            .toList();
    sightings.keySet().retainAll(there);
    for (String member : there) {
      if (!member.equals(id) && !sightings.containsKey(member)) {
        Sighting sighting = new Sighting(now);
        written(member).ifPresent(life -> note(sighting, life));
        sightings.put(member, sighting);
      }
    }
    if (!there.contains(id)) {
      lifeAt = now;
    }
  }

  private Optional<String> written(String member) {
    return store.get(GroupStore.memberKey(group, member)).map(GroupStore.Entry::text);
  }

  /** Everybody who is alive, this member included; removes who is not. */
  List<Member> alive(boolean busy) {
    List<Member> alive = new ArrayList<>();
    alive.add(new Member(id, busy));
    long now = time.nanos();
    Iterator<Map.Entry<String, Sighting>> others = sightings.entrySet().iterator();
    while (others.hasNext()) {
      Map.Entry<String, Sighting> other = others.next();
      if (isDead(other.getKey(), other.getValue(), now)) {
        store.delete(GroupStore.memberKey(group, other.getKey()));
        others.remove();
      } else {
        alive.add(new Member(other.getKey(), other.getValue().busy));
      }
    }
    return alive;
  }

  /**
   * Whether a member is gone. Its silence is measured by our own clock, which nobody sets; one long
   * gap between two looks counts little, because then we slept as well, maybe with it; and before
   * anybody is buried, what is written down is asked.
   */
  private boolean isDead(String member, Sighting sighting, long now) {
    long heard = sighting.count;
    if (heard != sighting.seenCount) {
      sighting.seenCount = heard;
      sighting.silentNanos = 0;
    } else {
      sighting.silentNanos += Math.min(now - sighting.lookedAt, leaseNanos / 2);
    }
    sighting.lookedAt = now;
    if (sighting.silentNanos < leaseNanos) {
      return false;
    }
    Optional<String> life = written(member);
    life.ifPresent(text -> note(sighting, text));
    return life.isEmpty() || sighting.count == heard;
  }

  /** Whether an owner of slots is gone. One who was never seen is looked for. */
  boolean isGone(String owner, List<Member> alive) {
    return alive.stream().noneMatch(member -> member.id().equals(owner))
        && written(owner).isEmpty();
  }

  /** Leaves; the others are told. */
  void leave() {
    close();
    store.delete(GroupStore.memberKey(group, id));
    hint();
  }

  /** Stops listening. */
  void close() {
    if (dispatcher.isActive()) {
      subscriptions.forEach(dispatcher::unsubscribe);
    }
    subscriptions.clear();
  }
}
