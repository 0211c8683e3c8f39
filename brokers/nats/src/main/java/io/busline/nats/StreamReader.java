package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.Feed.Placed;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream from a place on, in order and without a gap, through a consumer that lives as long
 * as it is used. Whatever happens to that consumer, another one goes on where it was. Used by one
 * thread; messages come on another.
 */
final class StreamReader {

  /**
   * How much is asked for at a time, and how much may wait here. Measured: below 1,000 messages a
   * round trip shows in the rate. In bytes, some of the largest messages, and not much memory.
   */
  private static final int BATCH = 1_000;

  private static final long BATCH_BYTES = 4 << 20;

  /** How long the server keeps what it was asked for. Asking costs nothing worth saving. */
  private static final Duration EXPIRES = Duration.ofSeconds(30);

  /** How often the server says that there is nothing. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** Two missing heartbeats are noticed. */
  private static final long SILENCE_NANOS = HEARTBEAT.toNanos() * 5 / 2;

  /** After how long the server forgets a consumer that nobody asks for anything. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(StreamReader.class.getName());

  private final Connector connector;
  private final Connection connection;
  private final Dispatcher dispatcher;
  private final JetStreamApi api;
  private final Messages messages;
  private final String stream;
  private final List<String> filters;
  private final Runnable news;
  private final long batchBytes;
  private final Deque<Pull> pulls = new ArrayDeque<>();

  private @Nullable Feed feed;
  private String consumer = "";
  private long next;
  private long delivered;
  private int asked;
  private int pullNumber;
  private long openedAt;

  /** What was asked for and has not come. */
  private static final class Pull {
    private final int number;
    private int left;

    Pull(int number, int left) {
      this.number = number;
      this.left = left;
    }
  }

  /**
   * A reader that has not begun.
   *
   * @param filters the subjects to read; none for all
   * @param news called on another thread when something came
   */
  StreamReader(
      Connector connector,
      Dispatcher dispatcher,
      JetStreamApi api,
      Messages messages,
      String stream,
      List<String> filters,
      Runnable news) {
    this.connector = connector;
    this.connection = connector.connection();
    this.dispatcher = dispatcher;
    this.api = api;
    this.messages = messages;
    this.stream = stream;
    this.filters = filters;
    this.news = news;
    this.batchBytes = Math.max(BATCH_BYTES, 2 * connection.getMaxPayload());
  }

  /** Whether it reads. */
  boolean isOpen() {
    return feed != null;
  }

  /** The place that comes next, or one before it. */
  long next() {
    return next;
  }

  /** Reads from a place on; blocks for a round trip. */
  void open(long from) {
    close();
    next = from;
    openedAt = System.nanoTime();
    Feed opened =
        new Feed(connection, messages, stream, connection.createInbox(), dispatcher, news);
    feed = opened;
    try {
      consumer =
          api.ask(
                  "reading stream " + stream,
                  m -> m.addOrUpdateConsumer(stream, configuration(from)))
              .getName();
    } catch (BrokerException e) {
      close();
      throw e;
    }
    delivered = 0;
    ask(opened, BATCH);
    // A refusal comes instead of an answer; with none by now there will be none.
    if (connector.hasRead(JetStreamApi.TIMEOUT)) {
      requireAllowed();
    }
  }

  private void requireAllowed() {
    Feed from = feed;
    try {
      if (from != null) {
        connector.denials().require(pullSubject(), from.inbox(), openedAt);
      }
    } catch (BrokerException e) {
      close();
      throw new BrokerException(
          "reading stream %s failed: %s".formatted(stream, e.getMessage()), e);
    }
  }

  private ConsumerConfiguration configuration(long from) {
    ConsumerConfiguration.Builder builder =
        ConsumerConfiguration.builder()
            .ackPolicy(AckPolicy.None)
            .deliverPolicy(DeliverPolicy.ByStartSequence)
            .startSequence(Math.max(1, from))
            .memStorage(true)
            .numReplicas(1)
            .inactiveThreshold(FORGOTTEN);
    if (!filters.isEmpty()) {
      builder.filterSubjects(filters);
    }
    return builder.build();
  }

  private void ask(Feed from, int batch) {
    int number = ++pullNumber;
    pulls.add(new Pull(number, batch));
    asked += batch;
    String request =
        "{\"batch\":%d,\"max_bytes\":%d,\"expires\":%d,\"idle_heartbeat\":%d}"
            .formatted(batch, batchBytes, EXPIRES.toNanos(), HEARTBEAT.toNanos());
    from.heardNow();
    try {
      connection.publish(
          pullSubject(), from.inbox(number), request.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      lost("the connection is gone");
    }
  }

  private String pullSubject() {
    return "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
  }

  /** The next message, or null if none is here. */
  @Nullable Placed poll() {
    Feed from = feed;
    while (from != null) {
      Feed.Sent sent = from.poll();
      if (sent == null) {
        askForMore(from);
        return null;
      }
      if (sent instanceof Feed.Notice notice) {
        noted(notice);
      } else if (sent instanceof Placed placed) {
        if (placed.place().consumerSeq() == delivered + 1) {
          delivered++;
          next = placed.place().streamSeq() + 1;
          arrivedOfPull(from);
          return placed;
        }
        lost("a message is missing");
      }
      from = feed;
    }
    return null;
  }

  private void arrivedOfPull(Feed from) {
    asked--;
    Pull pull = pulls.peek();
    if (pull != null && --pull.left == 0) {
      pulls.remove();
    }
    askForMore(from);
  }

  private void askForMore(Feed from) {
    if (asked < BATCH / 2 && feed == from) {
      ask(from, BATCH - asked);
    }
  }

  private void noted(Feed.Notice notice) {
    int code = notice.status().getCode();
    String text = notice.status().getMessage();
    if (code == 100) {
      return;
    }
    if (code == 408 || code == 404 || (code == 409 && isFull(text))) {
      ended(Feed.request(notice));
    } else {
      lost(code == 503 ? "the server does not know it any more" : text);
    }
  }

  /** Whether a pull has ended because it got what it may. */
  private static boolean isFull(String text) {
    return text.contains("MaxBytes") || text.contains("Batch Completed");
  }

  private void ended(int number) {
    pulls.removeIf(
        pull -> {
          if (pull.number == number) {
            asked -= pull.left;
          }
          return pull.number == number;
        });
  }

  /** Gives the consumer up; the next {@link #tend} makes another. */
  void lost(String why) {
    LOG.log(
        System.Logger.Level.INFO,
        "reading stream {0} begins again at {1}: {2}",
        stream,
        Long.toString(next),
        why);
    close();
  }

  /** Gives the consumer up if the server has fallen silent. */
  void tend() {
    requireAllowed();
    Feed from = feed;
    if (from != null && !pulls.isEmpty() && from.isSilentFor(SILENCE_NANOS)) {
      lost("the server fell silent");
    }
  }

  /** Ends reading; what came and was not taken is dropped. */
  void close() {
    Feed closing = feed;
    feed = null;
    pulls.clear();
    asked = 0;
    if (closing != null) {
      release(closing);
      consumer = "";
    }
  }

  private void release(Feed closing) {
    try {
      closing.close(dispatcher);
      if (!consumer.isEmpty()) {
        // Nobody waits for the answer: the server forgets the consumer by itself if this is lost.
        connection.publish("$JS.API.CONSUMER.DELETE." + stream + "." + consumer, new byte[0]);
      }
    } catch (IllegalStateException e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "the server will forget a consumer by itself: {0}",
          e.getMessage());
    }
  }
}
