package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.busline.error.BrokerException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream to which entries are appended, and which is read from its beginning. Safe for use by
 * several threads.
 */
final class StreamLog {
  private static final long ANSWER_WITHIN_SECONDS = 5;
  private static final long READY_WITHIN_NANOS = 10_000_000_000L;
  private static final long PAUSE_NANOS = 100_000_000;

  /** A key that no stream has. */
  private static final String NOWHERE = ":nowhere";

  private final String name;
  private final Consumer<Channel> making;
  private final Publisher publisher;
  private final Link link;
  private final Topology topology;

  /** The connection on which the stream was seen to be there. */
  private volatile @Nullable Connection seenOn;

  /**
   * Creates one.
   *
   * @param making makes the stream, or sees that it is there
   */
  StreamLog(
      String name, Consumer<Channel> making, Publisher publisher, Link link, Topology topology) {
    this.name = name;
    this.making = making;
    this.publisher = publisher;
    this.link = link;
    this.topology = topology;
  }

  /** Appends an entry. */
  CompletableFuture<Void> append(Supplier<BasicProperties> properties, byte[] body) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    try {
      require();
    } catch (BrokerException e) {
      return CompletableFuture.failedFuture(e);
    }
    String exchange = topology.streams().exchange();
    publisher.send(List.of(new LetterMessage(exchange, name, properties, body, stored)));
    CompletableFuture<Void> unused =
        stored.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                distrust();
              }
            });
    return stored;
  }

  /** Something was lost, so the stream may be, too. */
  void distrust() {
    seenOn = null;
  }

  /** Whether there is no such stream; blocks. */
  boolean isMissing() {
    Connection connection = link.connection();
    return Failures.explained(
        "looking for the stream " + name, () -> Channels.isMissing(connection, name));
  }

  /** Makes the stream, or sees that it is there. */
  void require() {
    Connection connection = link.connection();
    if (connection != seenOn) {
      Channel channel = link.channel("opening a channel");
      try {
        making.accept(channel);
      } finally {
        link.discard(channel);
      }
      seenOn = connection;
    }
  }

  /** Sees that the stream is there, and that this user may write it; blocks. */
  void requireWritable() {
    patiently(
        () -> {
          require();
          if (isMissing()) {
            throw new BrokerException(
                "the stream %s is not there. Make it, or leave out topology=none".formatted(name));
          }
          return writeNothing();
        });
  }

  /** With a key that leads nowhere, so nothing is stored. */
  private boolean writeNothing() {
    Channel channel = link.channel("opening a channel");
    try {
      return Failures.explained(
          "writing to the stream " + name,
          () -> {
            channel.confirmSelect();
            channel.basicPublish(topology.streams().exchange(), NOWHERE, null, new byte[0]);
            return confirmed(channel);
          });
    } finally {
      link.discard(channel);
    }
  }

  private static boolean confirmed(Channel channel) throws IOException, TimeoutException {
    try {
      return channel.waitForConfirms(TimeUnit.SECONDS.toMillis(ANSWER_WITHIN_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * Reads all entries in their order; blocks.
   *
   * @param collecting makes what an entry is added to; more than once if reading is begun again
   * @param entry makes what takes an entry
   */
  <T> T read(Supplier<T> collecting, Function<T, Consumer<Delivery>> entry) {
    return patiently(
        () -> {
          try {
            return readOnce(collecting.get(), entry);
          } catch (BrokerException e) {
            if (!Failures.isRefusal(e, AMQP.NOT_FOUND)) {
              throw e;
            }
            // It was seen to be there, and somebody has deleted it since. Now it is made again.
            return readOnce(collecting.get(), entry);
          }
        });
  }

  /** A server that was just started takes a moment before it lets a stream be used. */
  static <T> T patiently(Supplier<T> reading) {
    long deadline = System.nanoTime() + READY_WITHIN_NANOS;
    while (true) {
      try {
        return reading.get();
      } catch (BrokerException e) {
        if (!Failures.isStarting(e) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private <T> T readOnce(T collected, Function<T, Consumer<Delivery>> taking) {
    Consumer<Delivery> entry = taking.apply(collected);
    require();
    try {
      scan(
          () -> StreamReading.from(link, name, "first"),
          last(),
          next -> {
            entry.accept(next);
            return true;
          });
      return collected;
    } catch (BrokerException e) {
      distrust();
      throw e;
    }
  }

  /** Where the next entry will be; blocks. */
  long end() {
    return patiently(
        () -> {
          try {
            return endOnce();
          } catch (BrokerException e) {
            if (!Failures.isRefusal(e, AMQP.NOT_FOUND)) {
              throw e;
            }
            return endOnce();
          }
        });
  }

  private long endOnce() {
    require();
    try {
      return last() + 1;
    } catch (BrokerException e) {
      distrust();
      throw e;
    }
  }

  /**
   * Reads entries in their order; blocks.
   *
   * @param from the offset of the first one
   * @param end the offset to stop before
   * @param taker gets each entry, and returns whether it wants more
   */
  void read(long from, long end, Predicate<Delivery> taker) {
    try {
      // The server may begin a little earlier.
      Predicate<Delivery> next = entry -> StreamReading.place(entry) < from || taker.test(entry);
      scan(() -> StreamReading.of(link, name, from, end - from), end - 1, next);
    } catch (BrokerException e) {
      distrust();
      throw e;
    }
  }

  private static void scan(Supplier<StreamReading> opening, long last, Predicate<Delivery> taker) {
    try (StreamReading reading = patiently(opening)) {
      for (long place = -1; place < last; ) {
        Delivery next = reading.next();
        place = StreamReading.place(next);
        if (place > last || !taker.test(next)) {
          return;
        }
      }
    }
  }

  /**
   * Where the last entry is. If none comes, there may be none, or the server is busy; after one
   * more is appended, there is one.
   */
  private long last() {
    long end = StreamReading.end(link, name);
    if (end < 0) {
      begin();
      end = StreamReading.end(link, name);
    }
    if (end < 0) {
      throw StreamReading.noMore(name);
    }
    return end;
  }

  /** Not through the publisher, whose thread may be the one that reads. */
  private void begin() {
    Channel channel = link.channel("opening a channel");
    try {
      Failures.explained(
          "reading the stream " + name,
          () -> {
            topology.streams().begin(channel, name);
            // When this is answered, the entry was taken.
            return channel.queueDeclarePassive(name);
          });
    } finally {
      link.discard(channel);
    }
  }

  /** Waits until an entry is confirmed. One that is given up need not be written any more. */
  static void await(CompletableFuture<Void> stored, String doing) {
    try {
      stored.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String cause = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
      throw new BrokerException("%s failed: %s".formatted(doing, cause), e);
    } catch (TimeoutException e) {
      stored.cancel(false);
      throw new BrokerException(
          "%s failed: the server does not answer in time. Look again what is there"
              .formatted(doing),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(doing + " was interrupted", e);
    }
  }
}
