package io.busline.memory;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.BrokerException;
import io.busline.spi.DeadLetterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Dead letters in the order in which they died. */
final class MemoryDeadLetters implements DeadLetterStore {
  private final Map<String, DeadLetter> letters = new LinkedHashMap<>();
  private final MemoryFaults faults;

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
    letters.putIfAbsent(letter.id(), letter);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized List<DeadLetter> list(DeadLetterQuery query, String after, int limit) {
    List<DeadLetter> page = new ArrayList<>();
    boolean reached = after.isEmpty() || !letters.containsKey(after);
    for (DeadLetter letter : letters.values()) {
      if (reached && page.size() < limit && query.matches(letter)) {
        page.add(letter);
      }
      reached |= letter.id().equals(after);
    }
    return page;
  }

  @Override
  public synchronized int remove(Collection<String> ids) {
    int before = letters.size();
    ids.forEach(letters::remove);
    return before - letters.size();
  }

  synchronized long count(String group) {
    return letters.values().stream().filter(l -> l.group().equals(group)).count();
  }
}
