package io.busline.nats;

import io.busline.spi.InboundMessage;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.support.Status;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** What the server sends to one of a {@link StreamReader}'s consumers. */
final class Feed {
  private final Messages messages;
  private final String stream;
  private final Connection connection;
  private final String inbox;
  private final Runnable news;
  private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
  private final Subscription subscription;
  private volatile long heardAt = System.nanoTime();

  /** Something the server sent. */
  sealed interface Sent {}

  /**
   * A message of the stream.
   *
   * @param subject its subject
   * @param place where it was
   * @param content what it holds; null for what the server keeps there for itself
   */
  record Placed(String subject, Place place, @Nullable InboundMessage content) implements Sent {}

  /**
   * Something about the reading itself.
   *
   * @param status what the server says
   * @param inbox what it answers
   */
  record Notice(Status status, String inbox) implements Sent {}

  /**
   * Begins to listen.
   *
   * @param inbox where, without the last token, which tells requests apart
   * @param news called on another thread when something came
   */
  Feed(
      Connection connection,
      Messages messages,
      String stream,
      String inbox,
      Dispatcher dispatcher,
      Runnable news) {
    this.connection = connection;
    this.messages = messages;
    this.stream = stream;
    this.inbox = inbox;
    this.news = news;
    this.subscription = dispatcher.subscribe(inbox(), this::arrived);
  }

  /** What it listens to. */
  String inbox() {
    return inbox + ".*";
  }

  /** On the dispatcher's thread, which reads the message at once: see {@link Messages#read}. */
  private void arrived(Message message) {
    heardNow();
    sent.add(
        message.isStatusMessage()
            ? new Notice(message.getStatus(), message.getSubject())
            : placed(message));
    news.run();
  }

  private Placed placed(Message message) {
    Place place = Place.of(message);
    String subject = message.getSubject();
    if (ServersOwn.is(connection, message.getHeaders(), message.getData())) {
      return new Placed(subject, place, null);
    }
    InboundMessage content =
        messages.read(
            Messages.bare(subject, stream, place.streamSeq()),
            message.getHeaders(),
            message.getData());
    return new Placed(subject, place, content);
  }

  /** The next of what came, or null. */
  @Nullable Sent poll() {
    return sent.poll();
  }

  /** Where the answers to a request are to go. */
  String inbox(int request) {
    return inbox + "." + request;
  }

  /** The request that an answer is to. */
  static int request(Notice notice) {
    return Integer.parseInt(notice.inbox.substring(notice.inbox.lastIndexOf('.') + 1));
  }

  /** Begins to count again how long nothing came. */
  void heardNow() {
    heardAt = System.nanoTime();
  }

  boolean isSilentFor(long nanos) {
    return System.nanoTime() - heardAt > nanos;
  }

  /** Listens no more. */
  void close(Dispatcher dispatcher) {
    if (dispatcher.isActive()) {
      dispatcher.unsubscribe(subscription);
    }
  }
}
