package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.event.Quoted;
import io.busline.spi.DeadLetterStore;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import java.nio.charset.StandardCharsets;
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

  private static final String PREFIX = "$BUSLINE.dead-letter.";
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;

  private final JetStreamApi api;
  private final AckInbox acks;
  private final Streams streams;
  private final LetterMessages letters;
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
    this.letters = new LetterMessages(messages);
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
    acks.publish(
        subject, LetterMessages.headers(letter), letter.event().data(), new Storing(stored));
    return stored;
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
      letters.read(message).filter(query::matches).ifPresent(found::add);
      from = message.getSeq() + 1;
    }
    return found;
  }

  /** The places of messages that are no letters, among the first so many. */
  List<Long> foreign(int limit) {
    List<Long> foreign = new ArrayList<>();
    MessageInfo message = next(1, SUBJECTS).orElse(null);
    for (int left = limit; message != null && left > 0; left--) {
      if (letters.read(message).isEmpty()) {
        foreign.add(message.getSeq());
      }
      message = next(message.getSeq() + 1, SUBJECTS).orElse(null);
    }
    return foreign;
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
