package io.busline.rabbitmq;

import com.rabbitmq.client.Delivery;
import io.busline.admin.DeadLetter;
import io.busline.spi.LetterEntry;
import io.busline.spi.LetterLog;
import java.util.Map;
import java.util.function.Predicate;

/** The stream of dead letters, as a log. */
final class LetterEntries implements LetterLog {
  private final StreamLog log;
  private final Messages messages;

  LetterEntries(StreamLog log, Messages messages) {
    this.log = log;
    this.messages = messages;
  }

  @Override
  public long end() {
    return log.end();
  }

  @Override
  public void read(long from, long end, Predicate<LetterEntry> taker) {
    log.read(
        from, end, delivery -> LetterHeaders.isNothing(delivery) || taker.test(entry(delivery)));
  }

  private LetterEntry entry(Delivery delivery) {
    long position = StreamReading.place(delivery);
    Removal removal = Removal.of(delivery);
    if (removal != null) {
      return new LetterEntry.Removed(position, removal.ids());
    }
    Map<String, Object> headers = StreamReading.headers(delivery);
    DeadLetter letter = LetterHeaders.read(headers, messages.read(delivery).event());
    return letter == null
        ? new LetterEntry.Foreign(position, "")
        : new LetterEntry.Stored(position, letter);
  }
}
