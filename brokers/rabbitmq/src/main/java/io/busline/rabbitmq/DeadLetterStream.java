package io.busline.rabbitmq;

import com.rabbitmq.client.Delivery;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.LetterCursor;
import io.busline.spi.LetterPage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Dead letters, in a stream: a queue that is read without being emptied. A letter is appended, and
 * so is the news that one was removed; who lists letters reads all of that from the beginning. Safe
 * for use by several threads.
 */
final class DeadLetterStream implements DeadLetterStore {
  private static final String CHANGING = "changing dead letters";

  private static final System.Logger LOG = System.getLogger(DeadLetterStream.class.getName());

  private final StreamLog log;
  private final Messages messages;
  private volatile long foreignTold;

  DeadLetterStream(StreamLog log, Messages messages) {
    this.log = log;
    this.messages = messages;
  }

  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    return log.append(() -> LetterHeaders.write(letter, messages), letter.event().data());
  }

  @Override
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    return Interrupts.defer(() -> page(query, from, limit));
  }

  private LetterPage page(DeadLetterQuery query, String from, int limit) {
    NavigableMap<Long, DeadLetter> all = read().byPlace();
    return LetterCursor.of(from, () -> all.isEmpty() ? 0 : all.lastKey()).page(all, query, limit);
  }

  /** How many letters each group has; blocks. */
  Map<String, Long> count() {
    return read().byPlace().values().stream()
        .collect(Collectors.groupingBy(DeadLetter::group, Collectors.counting()));
  }

  /** How many entries others have written, which are no letters; blocks. */
  long foreign() {
    return read().foreign();
  }

  private Letters read() {
    Letters letters = log.read(Letters::new, collected -> entry -> take(entry, collected));
    long foreign = letters.foreign();
    if (foreign > foreignTold) {
      foreignTold = foreign;
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} of the messages among the dead letters are none, because another program has published them; they are passed over",
          foreign);
    }
    return letters;
  }

  private void take(Delivery entry, Letters letters) {
    Map<String, Object> headers = StreamReading.headers(entry);
    String removed = LetterHeaders.removed(headers);
    if (removed != null) {
      letters.remove(removed);
      return;
    }
    DeadLetter letter = LetterHeaders.read(headers, messages.read(entry).event());
    if (letter != null) {
      letters.add(StreamReading.place(entry), letter);
    } else if (!LetterHeaders.isNothing(entry)) {
      letters.addForeign();
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
                  .map(id -> log.append(() -> LetterHeaders.removed(id), new byte[0]))
                  .toList();
          removing.forEach(stored -> StreamLog.await(stored, CHANGING));
          return removing.size();
        });
  }
}
