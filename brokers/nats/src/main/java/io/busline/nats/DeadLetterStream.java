package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterCursor;
import io.busline.spi.LetterPage;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

  private static final String PREFIX = "$BUSLINE.dead-letter.";
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;

  private final JetStreamApi api;
  private final AckInbox acks;
  private final Streams streams;
  private final LetterMessages letters;
  private volatile boolean there;

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
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    List<DeadLetter> found = new ArrayList<>();
    LetterCursor cursor = LetterCursor.of(from, this::last);
    String filter = filter(query.group(), query.topic(), query.id());
    MessageInfo message = next(cursor.next(), filter).orElse(null);
    while (message != null && message.getSeq() <= cursor.end()) {
      if (found.size() == limit) {
        return cursor.page(found, message.getSeq());
      }
      letters.read(message).filter(query::matches).ifPresent(found::add);
      message = next(message.getSeq() + 1, filter).orElse(null);
    }
    return LetterPage.last(found);
  }

  /** The place of the last message; 0 if there is none. */
  private long last() {
    return api.find("reading dead letters", m -> m.getStreamInfo(StreamNames.DEAD_LETTERS))
        .map(info -> info.getStreamState().getLastSequence())
        .orElse(0L);
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
