package io.busline.memory;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterCursor;
import io.busline.spi.LetterPage;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Dead letters, numbered in the order in which they died. */
final class MemoryDeadLetters implements DeadLetterStore {
  private final NavigableMap<Long, DeadLetter> letters = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final MemoryFaults faults;
  private long last;

  MemoryDeadLetters(MemoryFaults faults) {
    this.faults = faults;
  }

  @Override
  public synchronized CompletableFuture<Void> store(DeadLetter letter) {
    if (faults.failsDeadLetter()) {
      return CompletableFuture.failedFuture(
          new BrokerException(
              "the memory broker refused a dead letter, as its faults() were told"));
    }
    if (numbers.putIfAbsent(letter.id(), last + 1) == null) {
      letters.put(++last, letter);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized LetterPage list(DeadLetterQuery query, String from, int limit) {
    return LetterCursor.of(from, () -> last).page(letters, query, limit);
  }

  @Override
  public synchronized int remove(Collection<String> ids) {
    int removed = 0;
    for (String id : ids) {
      Long number = numbers.remove(id);
      if (number != null) {
        letters.remove(number);
        removed++;
      }
    }
    return removed;
  }

  synchronized long count(String group) {
    return letters.values().stream().filter(l -> l.group().equals(group)).count();
  }
}
