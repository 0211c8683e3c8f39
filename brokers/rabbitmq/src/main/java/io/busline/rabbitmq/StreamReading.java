package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.busline.error.BrokerException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a stream through a channel of its own. For one thread. */
final class StreamReading implements AutoCloseable {

  /** The argument that says where to begin, and the header that says where an entry is. */
  static final String OFFSET = "x-stream-offset";

  /** So many entries at most come before one is acknowledged. */
  private static final int PREFETCH = 1_000;

  /** Of the entries that may come, a fifth is acknowledged at a time. */
  private static final int PARTS = 5;

  /**
   * How long the last entry of a stream may take to come before it is asked for otherwise. Streams
   * have one from the beginning, unless others have made them.
   */
  private static final long LAST_WITHIN_MILLIS = 1_000;

  private static final long NEXT_WITHIN_MILLIS = 5_000;

  private final String stream;
  private final Runnable news;
  private final int prefetch;
  private final Channel channel;
  private final BlockingQueue<Delivery> entries = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private int unacknowledged;

  private StreamReading(Link link, String stream, Object offset, int prefetch, Runnable news) {
    this.stream = stream;
    this.prefetch = prefetch;
    this.news = news;
    this.channel = link.channel("opening a channel");
    try {
      Failures.explained("reading the stream " + stream, () -> consume(offset));
    } catch (BrokerException e) {
      close();
      throw e;
    }
  }

  private String consume(Object offset) throws IOException {
    channel.basicQos(prefetch);
    return channel.basicConsume(
        stream,
        false,
        Map.of(OFFSET, offset),
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            entries.add(new Delivery(envelope, properties, body));
            news.run();
          }

          @Override
          public void handleCancel(String tag) {
            closed.countDown();
            news.run();
          }

          @Override
          public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
            closed.countDown();
            news.run();
          }
        });
  }

  /** Begins at an offset, a time, or where a word says that the server knows. */
  static StreamReading from(Link link, String stream, Object offset) {
    return from(link, stream, offset, () -> {});
  }

  /**
   * Begins somewhere.
   *
   * @param news called when an entry has come, or no more will; on any thread
   */
  static StreamReading from(Link link, String stream, Object offset, Runnable news) {
    return new StreamReading(link, stream, offset, PREFETCH, news);
  }

  /**
   * Begins at an offset for a known number of entries. The server sends few more than that: each
   * entry it sends in vain costs it as much as one that is read, and the end of reading waits.
   */
  static StreamReading of(Link link, String stream, long offset, long entries) {
    int prefetch = (int) Math.max(1, Math.min(PREFETCH, entries));
    return new StreamReading(link, stream, offset, prefetch, () -> {});
  }

  /**
   * Where the last entry is, or -1 if none comes. The server does not tell, but gives the last
   * entries to who asks for them, and all at once: it has sent them when it answers what it is
   * asked after the first of them has come. The client hands them over before it tells that the
   * channel is closed.
   */
  static long end(Link link, String stream) {
    StreamReading last = from(link, stream, "last");
    Delivery entry;
    try (last) {
      entry = last.next(LAST_WITHIN_MILLIS);
      Failures.explained("reading the stream " + stream, last::ask);
    }
    last.awaitClosed();
    long end = -1;
    for (; entry != null; entry = last.entries.poll()) {
      end = Math.max(end, place(entry));
    }
    return end;
  }

  private String ask() throws IOException {
    channel.basicQos(prefetch);
    return stream;
  }

  private void awaitClosed() {
    try {
      if (!closed.await(NEXT_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
        throw noMore();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The next entry; blocks. */
  Delivery next() {
    Delivery entry = next(NEXT_WITHIN_MILLIS);
    if (entry == null) {
      throw noMore();
    }
    taken(entry);
    return entry;
  }

  /** The next entry if it is there already; null if not. */
  @Nullable Delivery poll() {
    Delivery entry = entries.poll();
    if (entry != null) {
      taken(entry);
    }
    return entry;
  }

  /** Whether no more will come. */
  boolean isEnded() {
    return closed.getCount() == 0;
  }

  private void taken(Delivery entry) {
    if (++unacknowledged >= Math.max(1, prefetch / PARTS)) {
      unacknowledged = 0;
      Failures.explained("reading the stream " + stream, () -> acknowledge(entry));
    }
  }

  private Delivery acknowledge(Delivery entry) throws IOException {
    channel.basicAck(entry.getEnvelope().getDeliveryTag(), true);
    return entry;
  }

  private @Nullable Delivery next(long millis) {
    try {
      return entries.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private BrokerException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new BrokerException("reading the stream %s was interrupted".formatted(stream), e);
  }

  private BrokerException noMore() {
    return noMore(stream);
  }

  static BrokerException noMore(String stream) {
    return new BrokerException(
        "reading the stream %s failed: the server sends no more of it. Try again"
            .formatted(stream));
  }

  static Map<String, Object> headers(Delivery entry) {
    Map<String, Object> headers = entry.getProperties().getHeaders();
    return headers == null ? Map.of() : headers;
  }

  /** Where an entry is in its stream. */
  static long place(Delivery entry) {
    return headers(entry).get(OFFSET) instanceof Long place ? place : -1;
  }

  @Override
  public void close() {
    Channels.close(channel);
  }
}
