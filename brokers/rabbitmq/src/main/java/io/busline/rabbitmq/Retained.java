package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.rabbitmq.Messages.Content;
import io.busline.rabbitmq.Origin.Resources;
import io.busline.spi.Interests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The stream of all events that are retained. Blocks; safe for use by several threads. */
final class Retained {
  private static final String COPYING = "copying retained events";

  /** The header of an entry that tells how far to read. */
  private static final String MARK = "busline-mark";

  /** So many copies are confirmed together. */
  private static final int BATCH = 500;

  private final StreamLog log;
  private final Publisher publisher;
  private final Resources resources;

  Retained(StreamLog log, Publisher publisher, Resources resources) {
    this.log = log;
    this.publisher = publisher;
    this.resources = resources;
  }

  /**
   * Copies what is selected into a queue, up to what was published before this is called, and an
   * entry at the end that says so if there was anything.
   *
   * @param past the queue
   * @param entrance binds it to the exchange of its name; called if there is anything to copy
   * @return how many events were copied
   */
  long copy(Selection selection, StartPosition start, String past, Runnable entrance) {
    Reception reception =
        new Reception(
            new Interests(selection.interests()), resources.layout().exchange(), () -> false);
    Since since = Since.of(start);
    String mark = mark();
    long copied = 0;
    List<CompletableFuture<Void>> copying = new ArrayList<>();
    String stream = resources.layout().retained();
    try (StreamReading reading =
        StreamLog.patiently(() -> StreamReading.from(resources.link(), stream, since.offset()))) {
      for (Delivery entry = reading.next(); !isMark(entry, mark); entry = reading.next()) {
        if (isSelected(entry, selection, reception, since)) {
          if (copied == 0) {
            entrance.run();
          }
          copying.add(send(CopyMessage.of(entry, past)));
          copied++;
        }
        if (copying.size() == BATCH) {
          copying.forEach(copy -> StreamLog.await(copy, COPYING));
          copying.clear();
        }
      }
    }
    if (copied > 0) {
      copying.add(send(CopyMessage.end(past)));
    }
    copying.forEach(copy -> StreamLog.await(copy, COPYING));
    return copied;
  }

  private String mark() {
    String mark = UUID.randomUUID().toString();
    StreamLog.await(log.append(() -> mark(mark), new byte[0]), COPYING);
    return mark;
  }

  private static BasicProperties mark(String mark) {
    return new BasicProperties.Builder().headers(Map.of(MARK, mark)).deliveryMode(2).build();
  }

  private static boolean isMark(Delivery entry, String mark) {
    return mark.equals(String.valueOf(StreamReading.headers(entry).get(MARK)));
  }

  private boolean isSelected(
      Delivery entry, Selection selection, Reception reception, Since since) {
    if (!isEvent(entry) || !selection.matches(StreamReading.headers(entry))) {
      return false;
    }
    Content content = resources.messages().read(entry);
    return reception.wants(content) && since.includes(content.event());
  }

  /** What was published straight to a stream is a mark, or nobody's. */
  static boolean isEvent(Delivery entry) {
    String exchange = entry.getEnvelope().getExchange();
    return !exchange.isEmpty() && !exchange.endsWith(Layout.STREAMS);
  }

  private CompletableFuture<Void> send(CopyMessage copy) {
    publisher.send(List.of(copy));
    return copy.stored();
  }

  /** Headers as they were before the stream had added its own. */
  static Map<String, Object> original(Delivery entry) {
    Map<String, Object> headers = new HashMap<>(StreamReading.headers(entry));
    headers.remove(StreamReading.OFFSET);
    return headers;
  }

  /** Whether the stream ends before a place, because it was deleted and made again; blocks. */
  boolean endsBefore(long place) {
    log.require();
    try {
      return StreamReading.end(resources.link(), resources.layout().retained()) < place - 1;
    } catch (BrokerException e) {
      log.distrust();
      throw e;
    }
  }

  /** Begins to read; the stream is there as long as its bus makes it. */
  StreamReading read(Object offset, Runnable news) {
    log.require();
    try {
      return StreamReading.from(resources.link(), resources.layout().retained(), offset, news);
    } catch (BrokerException e) {
      log.distrust();
      throw e;
    }
  }
}
