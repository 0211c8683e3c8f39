package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.GroupStore.Entry;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is stored and not yet done. The server counts what matches from a place on; what is
 * open before it, the ledgers know. Exact once every slot was read to the end; before that, what
 * lies between the slots that were read most and least is taken to be spread evenly.
 */
final class Backlog {

  private static final Duration SHORT_LIFE = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Backlog.class.getName());

  private final JetStreamApi api;
  private final Streams streams;
  private final GroupStore store;

  Backlog(JetStreamApi api, Streams streams, GroupStore store) {
    this.api = api;
    this.streams = streams;
    this.store = store;
  }

  /**
   * What a group, or a broadcast, has yet to handle.
   *
   * @param group the group, or null for a broadcast
   * @param startAfter where it begins in a stream that was not read
   * @param reports what a consumer knows better than what is written down
   */
  long of(
      @Nullable String group,
      Interests interests,
      ToLongFunction<Found> startAfter,
      List<Progress.Report> reports) {
    long count = 0;
    for (Found found : streams.of(interests)) {
      Ledger ledger = group == null ? null : written(group, found);
      ledger = ledger == null ? Ledger.startingAfter(startAfter.applyAsLong(found)) : ledger;
      for (Progress.Report report : reports) {
        if (report.found().name().equals(found.name())
            && report.found().created().equals(found.created())) {
          ledger.adopt(report.ledger(), report.slots());
        }
      }
      count += ledger.open() + beyond(found, interests, ledger);
    }
    return count;
  }

  private @Nullable Ledger written(String group, Found found) {
    Optional<Entry> entry = store.get(GroupStore.slotsKey(group, found.name()));
    if (entry.isEmpty()) {
      return null;
    }
    try {
      SlotRecord record = SlotRecord.decode(entry.get().value());
      return record.created.equals(found.created()) ? record.ledger() : null;
    } catch (IOException | RuntimeException e) {
      // What cannot be read is told by who consumes; here nothing is known.
      return null;
    }
  }

  private long beyond(Found found, Interests interests, Ledger ledger) {
    TreeMap<Long, Integer> slots = new TreeMap<>(ledger.slotsByReadTo());
    long furthest = slots.lastKey();
    long count = count(found, interests, furthest);
    long least = count;
    for (Map.Entry<Long, Integer> part : slots.headMap(furthest).entrySet()) {
      long between = count(found, interests, part.getKey()) - least;
      count += Math.round((double) between * Integer.bitCount(part.getValue()) / Slots.COUNT);
    }
    return count;
  }

  private long count(Found found, Interests interests, long after) {
    if (after >= found.lastSeq()) {
      return 0;
    }
    List<String> filters = found.filters(interests);
    if (Subjects.passAll(filters, found.subjects())) {
      return count(found.name(), null, after);
    }
    return filters.stream().mapToLong(filter -> count(found.name(), filter, after)).sum();
  }

  private long count(String stream, @Nullable String filter, long after) {
    ConsumerConfiguration.Builder asking =
        passing().deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(after + 1);
    if (filter != null) {
      asking.filterSubject(filter);
    }
    return ask(stream, asking.build()).getNumPending();
  }

  /** The last place before a time; the server finds it. */
  long lastBefore(String stream, Instant time) {
    ConsumerConfiguration asking =
        passing()
            .deliverPolicy(DeliverPolicy.ByStartTime)
            .startTime(time.atZone(ZoneOffset.UTC))
            .build();
    return ask(stream, asking).getDelivered().getStreamSequence();
  }

  private static ConsumerConfiguration.Builder passing() {
    return ConsumerConfiguration.builder()
        .ackPolicy(AckPolicy.None)
        .memStorage(true)
        .numReplicas(1)
        .inactiveThreshold(SHORT_LIFE);
  }

  private ConsumerInfo ask(String stream, ConsumerConfiguration asking) {
    ConsumerInfo info =
        api.ask("counting in stream " + stream, m -> m.addOrUpdateConsumer(stream, asking));
    forget(stream, info.getName());
    return info;
  }

  /** The server would forget it by itself, so it does no harm if that fails. */
  private void forget(String stream, String consumer) {
    try {
      api.find("counting in stream " + stream, m -> m.deleteConsumer(stream, consumer));
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.DEBUG, "a consumer is left to the server: {0}", e.getMessage());
    }
  }
}
