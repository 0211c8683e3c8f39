package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.error.TooLargeException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.LetterCursor;
import io.busline.spi.LetterPage;
import io.nats.client.Message;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
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

  /** JetStream's for a message, or its headers, that are larger than it takes. */
  private static final Set<Integer> TOO_LARGE = Set.of(10054, 10097);

  private static final long TIMEOUT_MILLIS = JetStreamApi.TIMEOUT.toMillis();

  /** A sequence that no subject will ever have. */
  private static final long NEVER = (1L << 53) - 1;

  private final Connector connector;
  private final JetStreamApi api;
  private final AckInbox acks;
  private final Streams streams;
  private final LetterMessages letters;
  private final LetterRemoval removal;
  private volatile boolean there;

  DeadLetterStream(
      Connector connector, JetStreamApi api, AckInbox acks, Streams streams, Messages messages) {
    this.connector = connector;
    this.api = api;
    this.removal = new LetterRemoval(connector.connection(), api);
    this.acks = acks;
    this.streams = streams;
    this.letters = new LetterMessages(messages);
  }

  /** The stream may be gone. */
  void distrust() {
    there = false;
  }

  /**
   * Also whether this user may publish there, by a message that the stream refuses because of the
   * sequence that it expects.
   */
  @Override
  public void prepare(String group) {
    prepare();
    Headers impossible =
        new Headers().add("Nats-Expected-Last-Subject-Sequence", Long.toString(NEVER));
    CompletableFuture<Void> refused = new CompletableFuture<>();
    acks.publish(
        PREFIX + StreamNames.token(group) + ".=.=", impossible, new byte[0], new Storing(refused));
    try {
      Interrupts.defer(() -> refused.orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS).join());
    } catch (CompletionException e) {
      throw new BrokerException(
          "storing dead letters of %s would fail: %s"
              .formatted(
                  group,
                  e.getCause() instanceof BrokerException cause
                      ? cause.getMessage()
                      : "the server does not answer"),
          e);
    }
  }

  private void prepare() {
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
    Headers headers = LetterMessages.headers(letter);
    byte[] data = letter.event().data();
    long bytes = headers.serializedLength() + (long) data.length;
    long most = connector.connection().getMaxPayload();
    if (bytes > most) {
      return CompletableFuture.failedFuture(
          new TooLargeException(
              "the letter has %d bytes with its headers, and the server takes %d (max_payload)"
                  .formatted(bytes, most)));
    }
    acks.publish(subject, headers, data, new Storing(stored));
    return stored;
  }

  /** An id as one token of a subject, whatever is in it. */
  static String token(String id) {
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
      } else if (TOO_LARGE.contains(code)) {
        stored.completeExceptionally(
            new TooLargeException(JetStreamApi.refusal(code, description)));
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
    return Interrupts.defer(() -> page(query, LetterCursor.of(from, this::last), limit));
  }

  private LetterPage page(DeadLetterQuery query, LetterCursor cursor, int limit) {
    List<DeadLetter> found = new ArrayList<>();
    String filter = filter(query.group(), query.topic(), query.id());
    try (LetterReading reading = new LetterReading(connector, api, filter, cursor.next())) {
      while (true) {
        // One more than the page has says whether another follows.
        Message message = reading.next(limit - found.size() + 1);
        long position = message == null ? Long.MAX_VALUE : message.metaData().streamSequence();
        if (message == null || position > cursor.end()) {
          return LetterPage.last(found);
        }
        if (found.size() == limit) {
          return cursor.page(found, position);
        }
        letters
            .read(position, message.getHeaders(), message.getData())
            .filter(query::matches)
            .ifPresent(
                letter -> {
                  removal.seen(letter.id(), position);
                  found.add(letter);
                });
      }
    }
  }

  /** The place of the last message; 0 if there is none. */
  private long last() {
    return api.find("reading dead letters", m -> m.getStreamInfo(StreamNames.DEAD_LETTERS))
        .map(info -> info.getStreamState().getLastSequence())
        .orElse(0L);
  }

  /** The places of messages that are no letters, among the first so many. */
  List<Long> foreign(int limit) {
    return Interrupts.defer(
        () -> {
          List<Long> foreign = new ArrayList<>();
          try (LetterReading reading = new LetterReading(connector, api, SUBJECTS, 1)) {
            for (int left = limit; left > 0; left--) {
              Message message = reading.next(left);
              if (message == null) {
                return foreign;
              }
              long position = message.metaData().streamSequence();
              if (letters.read(position, message.getHeaders(), message.getData()).isEmpty()) {
                foreign.add(position);
              }
            }
          }
          return foreign;
        });
  }

  static String filter(@Nullable String group, @Nullable String topic, @Nullable String id) {
    return PREFIX
        + (group == null ? "*" : StreamNames.token(group))
        + "."
        + (topic == null ? "*" : StreamNames.token(topic))
        + "."
        + (id == null ? "*" : token(id));
  }

  @Override
  public int remove(Collection<String> ids) {
    return removal.remove(ids);
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
