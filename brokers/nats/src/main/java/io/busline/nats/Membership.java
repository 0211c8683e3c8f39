package io.busline.nats;

import io.busline.event.StartPosition;
import io.busline.nats.FairShare.Member;
import io.busline.nats.GroupStore.Conflict;
import io.busline.nats.GroupStore.Entry;
import io.busline.spi.Interests;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One instance's place in a group. Used by the consumer's thread. */
final class Membership {

  private final JetStreamBroker broker;
  private final GroupStore store;
  private final String group;
  private final String key;
  private final GroupRecord record;
  private @Nullable Members members;

  /** Finds a group, or founds it. Blocks. */
  Membership(
      JetStreamBroker broker,
      String group,
      Interests interests,
      StartPosition start,
      List<Found> streams) {
    this.broker = broker;
    this.store = broker.groupStore();
    this.group = group;
    this.key = GroupStore.groupKey(group);
    store.requireBucket();
    this.record = found(interests, start, streams);
  }

  private GroupRecord found(Interests interests, StartPosition start, List<Found> streams) {
    while (true) {
      Optional<Entry> there = store.get(key);
      GroupRecord wanted =
          there
              .map(entry -> GroupRecord.decode(group, entry.text()).withInterests(interests))
              .orElseGet(() -> founding(interests, start, streams));
      if (there.isPresent()
          && GroupRecord.decode(group, there.get().text()).interests().equals(interests)) {
        return wanted;
      }
      try {
        GroupStore.await(
            "writing down group " + group,
            store.replace(
                key,
                wanted.encode(),
                there.isPresent() ? there.get().revision : store.revisionOfNothing(key)));
        return wanted;
      } catch (Conflict e) {
        // Another instance was faster: see what it wrote.
      }
    }
  }

  private GroupRecord founding(Interests interests, StartPosition start, List<Found> streams) {
    Map<String, Long> ends = new HashMap<>();
    Map<String, Instant> made = new HashMap<>();
    if (start instanceof StartPosition.Latest) {
      streams.forEach(found -> ends.put(found.name(), found.lastSeq()));
      streams.forEach(found -> made.put(found.name(), found.created()));
    }
    return new GroupRecord(interests, start, broker.time().now(), ends, made);
  }

  String group() {
    return group;
  }

  /** Where the group began, if it was there before this member's subscription. */
  StartPosition start() {
    return record.start();
  }

  /** After which place the group begins in a stream that it has not read. */
  long startAfter(Found found) {
    return broker.starts().of(record, found);
  }

  /** Becomes known to the others. */
  void join(Runnable changed) {
    byte[] noise = new byte[6];
    broker.random().nextBytes(noise);
    // Older members come first in the order of texts.
    String id =
        "%012x%s".formatted(broker.time().now().toEpochMilli(), HexFormat.of().formatHex(noise));
    Members joined =
        new Members(
            store,
            broker.connection(),
            broker.dispatcher(),
            broker.time(),
            group,
            id,
            broker.settings().lease(),
            changed);
    members = joined;
    joined.join();
  }

  private Members members() {
    if (members == null) {
      throw new IllegalStateException("the member has not joined");
    }
    return members;
  }

  SlotLease lease(Found found, Runnable written) {
    SharedRecord shared =
        new SharedRecord(
            store, broker.time(), GroupStore.slotsKey(group, found.name()), found.created());
    return new SlotLease(shared, members(), broker.time(), broker.settings().lease(), written);
  }

  /** See {@link Members#tend}; also sees to it that the group itself is still written down. */
  boolean tend(boolean busy) {
    boolean looked = members().tend(busy);
    if (looked && store.get(key).isEmpty()) {
      store.requireBucket();
      try {
        GroupStore.await(
            "writing down group " + group,
            store.replace(key, record.encode(), store.revisionOfNothing(key)));
      } catch (Conflict e) {
        // Another instance was faster.
        members().distrust();
      }
    }
    return looked;
  }

  List<Member> alive(boolean busy) {
    return members().alive(busy);
  }

  void distrust() {
    members().distrust();
  }

  void leave() {
    members().leave();
  }

  void close() {
    if (members != null) {
      members.close();
    }
  }
}
