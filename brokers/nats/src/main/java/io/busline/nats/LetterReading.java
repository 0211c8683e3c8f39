package io.busline.nats;

import io.busline.error.BrokerException;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is among the dead letters now, through a consumer that ends with the reading. It asks
 * for many at a time: a question for each would take longer than all the rest of a redrive. Blocks;
 * for one thread.
 */
final class LetterReading implements AutoCloseable {
  private static final String DOING = "reading dead letters";

  /** How many to ask for at a time, and how many bytes: some letters of the largest size. */
  private static final int BATCH = 500;

  private static final long BATCH_BYTES = 8L << 20;

  /** After how long the server forgets a consumer that nobody asks for anything. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(30);

  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Connection connection;
  private final Denials denials;
  private final String inbox;
  private final Subscription answers;
  private final String consumer;
  private final String pullSubject;

  /** How many are yet to come. */
  private long left;

  private long delivered;
  private int asked;
  private int questions;
  private long askedAt;

  /**
   * Begins to read.
   *
   * @param filter the subjects of the letters
   * @param from the first position
   */
  LetterReading(Connector connector, JetStreamApi api, String filter, long from) {
    this.connection = connector.connection();
    this.denials = connector.denials();
    this.inbox = connection.createInbox();
    ConsumerInfo made =
        api.find(
                DOING,
                m -> m.addOrUpdateConsumer(StreamNames.DEAD_LETTERS, configuration(filter, from)))
            .orElse(null);
    // Without the stream, no letter was ever stored.
    this.consumer = made == null ? "" : made.getName();
    this.left = made == null ? 0 : made.getNumPending();
    this.pullSubject = "$JS.API.CONSUMER.MSG.NEXT." + StreamNames.DEAD_LETTERS + "." + consumer;
    this.answers = connection.subscribe(inbox + ".*");
    answers.setPendingLimits(0, 0);
  }

  private static ConsumerConfiguration configuration(String filter, long from) {
    return ConsumerConfiguration.builder()
        .ackPolicy(AckPolicy.None)
        .deliverPolicy(DeliverPolicy.ByStartSequence)
        .startSequence(Math.max(1, from))
        .filterSubject(filter)
        .memStorage(true)
        .numReplicas(1)
        .inactiveThreshold(FORGOTTEN)
        .build();
  }

  /**
   * The next message; null if no more was there when the reading was begun.
   *
   * @param wanted how many more the caller will ask for, at most
   */
  @Nullable Message next(int wanted) {
    boolean askedNow = false;
    while (left > 0) {
      if (asked == 0) {
        ask((int) Math.min(Math.min(wanted, BATCH), left));
        askedNow = true;
      }
      Message message = await();
      if (!message.isStatusMessage()) {
        return taken(message);
      }
      if (message.getSubject().equals(answersTo(questions))) {
        if (askedNow) {
          throw new BrokerException(
              "%s failed: the server says %s. Try again".formatted(DOING, message.getStatus()));
        }
        // It ends what was asked for before that was complete, as when it was too many bytes.
        asked = 0;
      }
    }
    return null;
  }

  private String answersTo(int question) {
    return inbox + "." + question;
  }

  private Message taken(Message message) {
    if (message.metaData().consumerSequence() != ++delivered) {
      throw new BrokerException(DOING + " failed: some were lost on the way. Try again");
    }
    asked--;
    left--;
    return message;
  }

  private void ask(int batch) {
    asked = batch;
    askedAt = System.nanoTime();
    long bytes = Math.max(BATCH_BYTES, 2 * connection.getMaxPayload());
    String request =
        "{\"batch\":%d,\"max_bytes\":%d,\"expires\":%d}"
            .formatted(batch, bytes, JetStreamApi.TIMEOUT.toNanos());
    try {
      connection.publish(
          pullSubject, answersTo(++questions), request.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalStateException e) {
      throw new BrokerException(DOING + " failed: the connection is gone", e);
    }
  }

  private Message await() {
    long deadline = System.nanoTime() + JetStreamApi.TIMEOUT.toNanos();
    try {
      while (deadline - System.nanoTime() > 0) {
        Message message = answers.nextMessage(GLANCE);
        if (message != null) {
          return message;
        }
        if (denials.ofPublish(pullSubject, askedAt)) {
          throw new BrokerException(
              "%s failed: %s".formatted(DOING, denials.publish(pullSubject).getMessage()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(DOING + " was interrupted", e);
    } catch (IllegalStateException e) {
      throw new BrokerException(DOING + " failed: the connection is gone", e);
    }
    throw new BrokerException(
        "%s failed: JetStream did not answer within %d s. Look at the server's log"
            .formatted(DOING, JetStreamApi.TIMEOUT.toSeconds()));
  }

  @Override
  public void close() {
    try {
      answers.unsubscribe();
      if (!consumer.isEmpty()) {
        connection.publish(
            "$JS.API.CONSUMER.DELETE." + StreamNames.DEAD_LETTERS + "." + consumer, new byte[0]);
      }
    } catch (IllegalStateException e) {
      // Without a connection, the server forgets the consumer by itself.
      return;
    }
  }
}
