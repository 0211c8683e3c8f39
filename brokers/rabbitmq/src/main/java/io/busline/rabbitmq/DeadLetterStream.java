package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.event.Quoted;
import io.busline.rabbitmq.Origin.Resources;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters, in a stream: a queue that is read without being emptied. A letter is appended, and
 * so is the news that one was removed; who lists letters reads all of that from the beginning. Safe
 * for use by several threads.
 */
final class DeadLetterStream implements DeadLetterStore {
  private static final long ANSWER_WITHIN_SECONDS = 5;
  private static final long READY_WITHIN_NANOS = 10_000_000_000L;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Publisher publisher;
  private final Resources resources;

  /** The connection on which the stream was seen to be there. */
  private volatile @Nullable Connection seenOn;

  DeadLetterStream(Publisher publisher, Resources resources) {
    this.publisher = publisher;
    this.resources = resources;
  }

  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    return append(
        number -> LetterHeaders.write(letter, resources.messages(), number), letter.event().data());
  }

  private CompletableFuture<Void> append(
      Function<String, BasicProperties> properties, byte[] body) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    try {
      require();
    } catch (BrokerException e) {
      return CompletableFuture.failedFuture(e);
    }
    publisher.send(
        List.of(new LetterMessage(resources.layout().deadLetters(), properties, body, stored)));
    return stored.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            seenOn = null;
          }
        });
  }

  /** Makes the stream, or sees that it is there. */
  private void require() {
    Connection connection = resources.link().connection();
    if (connection != seenOn) {
      Channel channel = resources.link().channel("opening a channel");
      try {
        resources.topology().deadLetters(channel);
      } finally {
        resources.link().discard(channel);
      }
      seenOn = connection;
    }
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query, String after, int limit) {
    return Interrupts.defer(
        () -> {
          Letters letters = read();
          List<DeadLetter> found = new ArrayList<>();
          for (DeadLetter letter : letters.after(place(letters, after))) {
            if (found.size() < limit && query.matches(letter)) {
              found.add(letter);
            }
          }
          return found;
        });
  }

  private static long place(Letters letters, String after) {
    if (after.isEmpty()) {
      return -1;
    }
    Long place = letters.place(after);
    if (place == null) {
      throw new BrokerException(
          "listing dead letters after %s failed: there never was such a letter. Begin with the first page"
              .formatted(Quoted.of(after)));
    }
    return place;
  }

  /** A server that was just started takes a moment before it lets a stream be read. */
  private Letters read() {
    long deadline = System.nanoTime() + READY_WITHIN_NANOS;
    while (true) {
      try {
        return readOnce();
      } catch (BrokerException e) {
        if (!Failures.isStarting(e) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private Letters readOnce() {
    require();
    String stream = resources.layout().deadLetters();
    Letters letters = new Letters();
    try {
      long end = StreamReading.end(resources.link(), stream);
      if (end < 0) {
        // So that from now on there is a last entry to be found.
        await(append(LetterHeaders::nothing, new byte[0]));
        return letters;
      }
      try (StreamReading reading = StreamReading.fromFirst(resources.link(), stream)) {
        for (long place = -1; place < end; ) {
          Delivery entry = reading.next();
          place = StreamReading.place(entry);
          take(entry, place, letters);
        }
      }
      return letters;
    } catch (BrokerException e) {
      seenOn = null;
      throw e;
    }
  }

  private void take(Delivery entry, long place, Letters letters) {
    Map<String, Object> headers = StreamReading.headers(entry);
    String removed = LetterHeaders.removed(headers);
    if (removed != null) {
      letters.remove(removed);
      return;
    }
    DeadLetter letter = LetterHeaders.read(headers, resources.messages().read(entry).event());
    if (letter != null) {
      letters.add(place, letter);
    }
  }

  @Override
  public int remove(Collection<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    return Interrupts.defer(
        () -> {
          Letters letters = read();
          List<CompletableFuture<Void>> removing =
              ids.stream()
                  .distinct()
                  .filter(letters::has)
                  .map(id -> append(number -> LetterHeaders.removed(id, number), new byte[0]))
                  .toList();
          removing.forEach(DeadLetterStream::await);
          return removing.size();
        });
  }

  private static void await(CompletableFuture<Void> stored) {
    try {
      stored.get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      String cause = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
      throw new BrokerException("changing dead letters failed: " + cause, e);
    } catch (TimeoutException e) {
      throw new BrokerException(
          "changing dead letters failed: the server does not answer in time. Look again what is there",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("changing dead letters was interrupted", e);
    }
  }
}
