package io.busline.rabbitmq;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.LetterBook;
import io.busline.spi.LetterPage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Dead letters, in a stream: a queue that is read without being emptied. A letter is appended, and
 * so is the news that one was removed. Safe for use by several threads.
 */
final class DeadLetterStream implements DeadLetterStore {
  private static final String CHANGING = "changing dead letters";

  private final StreamLog log;
  private final Messages messages;
  private final LetterBook book;

  DeadLetterStream(StreamLog log, Messages messages) {
    this.log = log;
    this.messages = messages;
    this.book = new LetterBook(new LetterEntries(log, messages));
  }

  @Override
  public void prepare(String group) {
    Interrupts.defer(
        () -> {
          log.requireWritable();
          return log;
        });
  }

  @Override
  public CompletableFuture<Void> store(DeadLetter letter) {
    byte[] data = letter.event().data();
    return log.append(() -> LetterHeaders.write(letter, messages), data);
  }

  @Override
  public LetterPage list(DeadLetterQuery query, String from, int limit) {
    return book.list(query, from, limit);
  }

  /** How many letters each group has; blocks. */
  Map<String, Long> count() {
    return book.count();
  }

  /** How many entries others have written, which are no letters; blocks. */
  long foreign() {
    return book.foreign().size();
  }

  @Override
  public int remove(Collection<String> ids) {
    if (ids.isEmpty()) {
      return 0;
    }
    return Interrupts.defer(
        () -> {
          List<String> present = book.present(ids);
          List<CompletableFuture<Void>> removing =
              Removal.of(present).stream()
                  .map(removal -> log.append(removal::properties, removal.body()))
                  .toList();
          removing.forEach(stored -> StreamLog.await(stored, CHANGING));
          return present.size();
        });
  }
}
