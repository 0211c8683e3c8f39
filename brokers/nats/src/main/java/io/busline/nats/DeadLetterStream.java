package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.event.Quoted;
import io.busline.spi.DeadLetterStore;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, in a stream of their own: the event with its headers and bytes, and headers that
 * say what became of it. Each has its own subject, {@code $BUSLINE.dead-letter.GROUP.TOPIC.ID}, so
 * that the server finds it, and stores it once. Safe for use by several threads.
 */
final class DeadLetterStream implements DeadLetterStore {

  static final String SUBJECTS = "$BUSLINE.dead-letter.>";

  /** How many removed letters' places are remembered, so that paging can go on behind them. */
  private static final int REMEMBERED = 10_000;

  /** In characters, encoded: JetStream stores 64 KiB of headers, and envelopes may have 48. */
  private static final int MAX_CAUSE = 12_000;

  private static final String PREFIX = "$BUSLINE.dead-letter.";
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;

  private static final String ID = "Busline-Letter";
  private static final String GROUP = "Busline-Group";
  private static final String TOPIC = "Busline-Topic";
  private static final String REASON = "Busline-Reason";
  private static final String CAUSE = "Busline-Cause";
  private static final String ATTEMPTS = "Busline-Attempts";
  private static final String FIRST_FAILED_AT = "Busline-First-Failed-At";
  private static final String DEAD_AT = "Busline-Dead-At";

  private final JetStreamApi api;
  private final AckInbox acks;
  private final Streams streams;
  private final Messages messages;
  private volatile boolean there;
  private final Map<String, Long> removed =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  DeadLetterStream(JetStreamApi api, AckInbox acks, Streams streams, Messages messages) {
    this.api = api;
    this.acks = acks;
    this.streams = streams;
    this.messages = messages;
  }

  /** The stream may be gone. */
  void distrust() {
    there = false;
  }

  @Override
  public void prepare() {
    if (!there) {
      streams.requireDeadLetters();
      there = true;
    }
  }

  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    try {
      prepare();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    String subject =
        PREFIX
            + StreamNames.token(letter.group())
            + "."
            + StreamNames.token(letter.topic())
            + "."
            + token(letter.id());
    acks.publish(subject, headers(letter), letter.event().data(), new Storing(stored));
    return stored;
  }

  static Headers headers(DeadLetter letter) {
    return EventHeaders.of(letter.event())
        .with(ID, URLEncoder.encode(letter.id(), StandardCharsets.UTF_8))
        .with(GROUP, letter.group())
        .with(TOPIC, letter.topic())
        .with(REASON, letter.reason().name())
        .with(CAUSE, encodedCause(letter.cause()))
        .with(ATTEMPTS, Integer.toString(letter.attempts()))
        .with(FIRST_FAILED_AT, letter.firstFailedAt().toString())
        .with(DEAD_AT, letter.deadAt().toString())
        .with("Nats-Expected-Last-Subject-Sequence", "0");
  }

  /** Cut where it would not fit beside the largest envelope. */
  private static String encodedCause(String cause) {
    String encoded = URLEncoder.encode(cause, StandardCharsets.UTF_8);
    for (int length = cause.length(); encoded.length() > MAX_CAUSE; length = length * 3 / 4) {
      encoded = URLEncoder.encode(cause.substring(0, length) + "…", StandardCharsets.UTF_8);
    }
    return encoded;
  }

  /** An id as one token of a subject, whatever is in it. */
  private static String token(String id) {
    StringBuilder token = new StringBuilder();
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-') {
        token.append((char) b);
      } else {
        token.append("=%02x".formatted(b));
      }
    }
    return token.isEmpty() ? "=" : token.toString();
  }

  private final class Storing extends AckInbox.Pending {
    private final CompletableFuture<Void> stored;

    Storing(CompletableFuture<Void> stored) {
      this.stored = stored;
    }

    @Override
    void stored(long seq, boolean duplicate) {
      stored.complete(null);
    }

    @Override
    void refused(int code, String description) {
      if (code == WRONG_LAST_SEQUENCE || code == WRONG_LAST_SEQUENCE_CONSTANT) {
        stored.complete(null);
      } else {
        fail(new BrokerException(JetStreamApi.refusal(code, description)));
      }
    }

    @Override
    void nobody() {
      distrust();
      fail(new BrokerException("the stream of dead letters is not there"));
    }

    @Override
    void notSent(BrokerException cause) {
      fail(cause);
    }

    @Override
    void unknown(BrokerException cause) {
      fail(cause);
    }

    private void fail(BrokerException cause) {
      stored.completeExceptionally(cause);
    }
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query, String after, int limit) {
    List<DeadLetter> found = new ArrayList<>();
    String filter = filter(query.group(), query.topic(), query.id());
    long from = after.isEmpty() ? 1 : place(after) + 1;
    while (found.size() < limit) {
      MessageInfo message = next(from, filter).orElse(null);
      if (message == null) {
        break;
      }
      DeadLetter letter = letter(message, messages);
      if (letter != null && query.matches(letter)) {
        found.add(letter);
      }
      from = message.getSeq() + 1;
    }
    return found;
  }

  private Optional<MessageInfo> next(long from, String filter) {
    return api.find(
        "reading dead letters", m -> m.getNextMessage(StreamNames.DEAD_LETTERS, from, filter));
  }

  private static String filter(
      @Nullable String group, @Nullable String topic, @Nullable String id) {
    return PREFIX
        + (group == null ? "*" : StreamNames.token(group))
        + "."
        + (topic == null ? "*" : StreamNames.token(topic))
        + "."
        + (id == null ? "*" : token(id));
  }

  private long place(String id) {
    Optional<MessageInfo> message = next(1, filter(null, null, id));
    if (message.isPresent()) {
      return message.get().getSeq();
    }
    synchronized (removed) {
      Long place = removed.get(id);
      if (place == null) {
        throw new BrokerException(
            "listing dead letters after %s failed: somebody removed it. Begin with the first page"
                .formatted(Quoted.of(id)));
      }
      return place;
    }
  }

  /** The letter that a message is; null if it is none, for anybody may write into a stream. */
  static @Nullable DeadLetter letter(MessageInfo message, Messages messages) {
    Headers headers = message.getHeaders();
    if (headers == null) {
      return null;
    }
    byte[] data = message.getData() == null ? new byte[0] : message.getData();
    Event<byte[]> event =
        messages
            .read(
                Messages.bare("unknown", StreamNames.DEAD_LETTERS, message.getSeq()), headers, data)
            .event();
    try {
      return new DeadLetter(
          URLDecoder.decode(required(headers, ID), StandardCharsets.UTF_8),
          required(headers, GROUP),
          required(headers, TOPIC),
          event,
          DeadLetter.Reason.valueOf(required(headers, REASON)),
          URLDecoder.decode(required(headers, CAUSE), StandardCharsets.UTF_8),
          Integer.parseInt(required(headers, ATTEMPTS)),
          Instant.parse(required(headers, FIRST_FAILED_AT)),
          Instant.parse(required(headers, DEAD_AT)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return null;
    }
  }

  private static String required(Headers headers, String name) {
    String value = headers.getFirst(name);
    if (value == null) {
      throw new IllegalArgumentException("no header " + name);
    }
    return value;
  }

  @Override
  public int remove(Collection<String> ids) {
    int count = 0;
    for (String id : ids) {
      count += remove(id) ? 1 : 0;
    }
    return count;
  }

  private boolean remove(String id) {
    Optional<MessageInfo> message = next(1, filter(null, null, id));
    if (message.isEmpty()) {
      return false;
    }
    long place = message.get().getSeq();
    synchronized (removed) {
      removed.put(id, place);
    }
    return api.find(
            "removing a dead letter", m -> m.deleteMessage(StreamNames.DEAD_LETTERS, place, false))
        .orElse(false);
  }

  /** How many letters a group has. */
  long count(String group) {
    return api.find(
            "counting dead letters",
            m ->
                m.getStreamInfo(
                    StreamNames.DEAD_LETTERS,
                    StreamInfoOptions.filterSubjects(filter(group, null, null))))
        .map(info -> (long) info.getStreamState().getSubjects().size())
        .orElse(0L);
  }
}
