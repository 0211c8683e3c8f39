package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.event.EventDefinition;
import io.busline.event.StartPosition;
import io.busline.nats.Feed.Placed;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.InboundMessage;
import io.busline.spi.Interests;
import io.busline.spi.log.LogEntry;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a consumer sees of one stream: which messages are of interest, and what they are. */
final class StreamView {

  private static final int NOT_FOUND = 404;

  /** The last time that can be told in nanoseconds. */
  private static final Instant LATEST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

  private final Connection connection;
  private final JetStreamApi api;
  private final Messages messages;
  private final Interests interests;
  private final String stream;
  private final @Nullable String topic;
  private final Map<String, String> topics = new HashMap<>();
  private final long notBeforeNanos;

  StreamView(
      Connection connection,
      JetStreamApi api,
      Messages messages,
      Interests interests,
      Found found,
      StartPosition start) {
    this.connection = connection;
    this.api = api;
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

  /** What is there, or null if it is not of interest. */
  @Nullable LogEntry entry(Placed placed) {
    String itsTopic = topicOf(placed.subject());
    InboundMessage content = placed.content();
    return content != null
            && interests.match(itsTopic, placed.subject())
            && placed.place().nanos() >= notBeforeNanos
        ? entry(placed.place().streamSeq(), itsTopic, content)
        : null;
  }

  private static LogEntry entry(long position, String topic, InboundMessage content) {
    return new LogEntry(
        position, topic, content.event(), content.headers(), content.defect().orElse(null));
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

  /** Fetches events by their positions; those that are gone, or not of interest, are left out. */
  Map<Long, LogEntry> fetch(List<Long> seqs) {
    long since = System.nanoTime();
    List<CompletableFuture<Message>> answers = new ArrayList<>();
    for (Long seq : seqs) {
      byte[] request = ("{\"seq\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
      answers.add(connection.request("$JS.API.STREAM.MSG.GET." + stream, request));
    }
    Map<Long, LogEntry> found = new HashMap<>();
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
        found.put(seq, entry(seq, topicOf(info.getSubject()), content(seq, info)));
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
