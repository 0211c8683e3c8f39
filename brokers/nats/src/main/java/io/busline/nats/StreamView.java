package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.event.EventDefinition;
import io.busline.event.StartPosition;
import io.busline.nats.Feed.Placed;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.InboundMessage;
import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a consumer sees of one stream: which messages are of interest, and what they are. */
final class StreamView {

  private static final int NOT_FOUND = 404;

  /** The last time that can be told in nanoseconds. */
  private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

  private final Connection connection;
  private final JetStreamApi api;
  private final Streams streams;
  private final Messages messages;
  private final Interests interests;
  private final String stream;
  private final @Nullable String topic;
  private final Map<String, String> topics = new HashMap<>();
  private final long notBeforeNanos;

  StreamView(
      Connection connection,
      JetStreamApi api,
      Streams streams,
      Messages messages,
      Interests interests,
      Found found,
      StartPosition start) {
    this.connection = connection;
    this.api = api;
    this.streams = streams;
    this.messages = messages;
    this.interests = interests;
    this.stream = found.name();
    this.topic = found.topic();
    // A time to come cannot be turned into a place.
    this.notBeforeNanos = start instanceof StartPosition.At at ? nanos(at.time()) : Long.MIN_VALUE;
  }

  private static long nanos(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return Long.MIN_VALUE;
    }
    return time.isAfter(LATEST) ? Long.MAX_VALUE : ChronoUnit.NANOS.between(Instant.EPOCH, time);
  }

  Optional<Found> find(String name) {
    return streams.find(name);
  }

  /** Makes a stream again that was deleted, if this consumer knows a type in it. */
  Optional<Found> remake(String name) {
    streams.forget(name);
    for (Interest interest : interests.list()) {
      if (interest.topic() != null && StreamNames.ofTopic(interest.topic()).equals(name)) {
        // Another stream may store the type by now.
        return Optional.of(streams.require(interest.topic(), interest.pattern().pattern()))
            .filter(found -> found.name().equals(name));
      }
    }
    return Optional.empty();
  }

  /** The message, or null if it is not of interest. */
  @Nullable StreamMessage read(Cursor cursor, Placed placed) {
    String itsTopic = topicOf(placed.subject());
    InboundMessage content = placed.content();
    return content != null
            && interests.match(itsTopic, placed.subject())
            && placed.place().nanos() >= notBeforeNanos
        ? message(cursor, placed.place().streamSeq(), itsTopic, content)
        : null;
  }

  private static StreamMessage message(
      Cursor cursor, long seq, String topic, InboundMessage content) {
    int slot = Slots.of(content.event().keyOrNull(), seq);
    return new StreamMessage(cursor, seq, slot, topic, content);
  }

  /** A stream of somebody else may hold several topics. */
  private String topicOf(String type) {
    if (topic != null) {
      return topic;
    }
    String known = topics.get(type);
    if (known == null) {
      known = EventDefinition.defaultTopic(type);
      for (Interest interest : interests.list()) {
        if (interest.topic() != null && interest.pattern().pattern().equals(type)) {
          known = interest.topic();
        }
      }
      topics.put(type, known);
    }
    return known;
  }

  /** Fetches messages by their places; those that are gone, or not of interest, are left out. */
  Map<Long, StreamMessage> fetch(Cursor cursor, List<Long> seqs) {
    long since = System.nanoTime();
    List<CompletableFuture<Message>> answers = new ArrayList<>();
    for (Long seq : seqs) {
      byte[] request = ("{\"seq\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
      answers.add(connection.request("$JS.API.STREAM.MSG.GET." + stream, request));
    }
    Map<Long, StreamMessage> found = new HashMap<>();
    for (int i = 0; i < seqs.size(); i++) {
      long seq = seqs.get(i);
      MessageInfo info =
          new MessageInfo(
              api.await("reading again from stream " + stream, answers.get(i), since),
              stream,
              false);
      if (info.hasError() && info.getErrorCode() != NOT_FOUND) {
        throw new BrokerException(
            "reading place %d of stream %s again failed: %s"
                .formatted(seq, stream, info.getError()));
      }
      if (!info.hasError()
          && !ServersOwn.is(connection, info.getHeaders(), info.getData())
          && interests.match(topicOf(info.getSubject()), info.getSubject())) {
        found.put(seq, message(cursor, seq, topicOf(info.getSubject()), content(seq, info)));
      }
    }
    return found;
  }

  private InboundMessage content(long seq, MessageInfo info) {
    String subject = info.getSubject();
    byte[] data = info.getData() == null ? new byte[0] : info.getData();
    return messages.read(Messages.bare(subject, stream, seq), info.getHeaders(), data);
  }
}
