package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.Interests;
import io.busline.spi.log.Slots;
import io.busline.spi.log.Span;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Has the server count and search in streams: it does when it makes a consumer. */
final class Counts {

  private static final Duration SHORT_LIFE = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(Counts.class.getName());

  private final JetStreamApi api;

  /** The streams of which no event could be read, so that it is not tried again and again. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  Counts(JetStreamApi api) {
    this.api = api;
  }

  /**
   * How many events of interest there are in a part of a stream. The server knows no slots: those
   * of some are taken to be their share of all.
   */
  long of(Found found, Interests interests, long after, long through, int slots) {
    long all = after(found, interests, after) - after(found, interests, through);
    return slots == Slots.ALL
        ? all
        : Math.round((double) all * Integer.bitCount(slots) / Slots.COUNT);
  }

  private long after(Found found, Interests interests, long after) {
    if (after >= found.lastSeq()) {
      return 0;
    }
    List<String> filters = found.filters(interests);
    if (Subjects.passAll(filters, found.subjects())) {
      return after(found.name(), null, after);
    }
    return filters.stream().mapToLong(filter -> after(found.name(), filter, after)).sum();
  }

  private long after(String stream, @Nullable String filter, long after) {
    ConsumerConfiguration.Builder asking =
        passing().deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(after + 1);
    if (filter != null) {
      asking.filterSubject(filter);
    }
    return ask(stream, asking.build()).getNumPending();
  }

  /** The last position before a time. */
  long lastBefore(String stream, Instant time) {
    ConsumerConfiguration asking =
        passing()
            .deliverPolicy(DeliverPolicy.ByStartTime)
            .startTime(time.atZone(ZoneOffset.UTC))
            .build();
    return ask(stream, asking).getDelivered().getStreamSequence();
  }

  /**
   * When the first event of interest in a part of a stream was stored. The server knows no slots:
   * an event of another slot may be older, which makes the answer a little too old.
   */
  Optional<Instant> storedAt(Found found, Interests interests, Span span) {
    List<String> filters = found.filters(interests);
    List<String> subjects = Subjects.passAll(filters, found.subjects()) ? List.of(">") : filters;
    return subjects.stream()
        .flatMap(subject -> next(found.name(), span.after() + 1, subject).stream())
        .filter(message -> message.getSeq() <= span.through())
        .map(message -> message.getTime().toInstant())
        .min(Comparator.naturalOrder());
  }

  /** A user may be allowed to count, and not to read. */
  private Optional<MessageInfo> next(String stream, long from, String subject) {
    if (unreadable.contains(stream)) {
      return Optional.empty();
    }
    try {
      return api.find(
          "looking for the oldest event in stream " + stream,
          m -> m.getNextMessage(stream, from, subject));
    } catch (BrokerException e) {
      LOG.log(System.Logger.Level.DEBUG, "the oldest event is not told: {0}", e.getMessage());
      unreadable.add(stream);
      return Optional.empty();
    }
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
