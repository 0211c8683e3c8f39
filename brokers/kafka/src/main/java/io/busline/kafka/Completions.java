package io.busline.kafka;

import io.busline.spi.Output;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Events that are done once a transaction says so, with what they bring about. Guarded by the lock
 * of the holdings.
 */
final class Completions {

  /** A transaction of so many takes some tens of milliseconds; what is lost is done again. */
  private static final int MOST = 1_000;

  /** About so much fits into the time that a transaction may take, even on a narrow line. */
  private static final long MOST_BYTES = 1L << 20;

  private final Holdings holdings;

  /** If not all that is done can be written down, some of it has to wait. */
  private final Notes notes;

  private final Deque<Completion> waiting = new ArrayDeque<>();

  /** An event, what is to be stored with it, and whom to tell. */
  record Completion(KafkaMessage message, List<Output> outputs, CompletableFuture<Void> end) {
    private long bytes() {
      return outputs.stream().mapToLong(output -> output.event().data().length).sum();
    }
  }

  /**
   * What one transaction is to store. It is written down at once: a topic may be made anew until it
   * is stored, and of the new one nothing is done.
   */
  record Share(List<Completion> completions, Map<TopicPartition, OffsetAndMetadata> bookmarks) {
    boolean isEmpty() {
      return bookmarks.isEmpty();
    }
  }

  Completions(Holdings holdings, Notes notes) {
    this.holdings = holdings;
    this.notes = notes;
  }

  void add(Completion completion) {
    holdings.locked(() -> waiting.add(completion));
  }

  /** Takes what a transaction can hold, and what else is to be noted. */
  Share begin() {
    return holdings.locked(
        () -> {
          List<Completion> taken = new ArrayList<>();
          long bytes = 0;
          while (taken.size() < MOST && bytes < MOST_BYTES && !waiting.isEmpty()) {
            Completion next = waiting.remove();
            if (next.message().window.begin(next.message())) {
              taken.add(next);
              bytes += next.bytes();
            }
          }
          Map<TopicPartition, OffsetAndMetadata> bookmarks = new HashMap<>();
          holdings.windows(holdings.partitions()).forEach(window -> note(window, taken, bookmarks));
          return new Share(List.copyOf(taken), bookmarks);
        });
  }

  private void note(
      Window window, List<Completion> taken, Map<TopicPartition, OffsetAndMetadata> bookmarks) {
    List<Completion> own = new ArrayList<>();
    taken.stream().filter(c -> c.message().window == window).forEach(own::add);
    if (!window.takeChanged() && own.isEmpty()) {
      return;
    }
    own.sort(Comparator.comparingLong(c -> c.message().offset));
    while (!fits(window) && !own.isEmpty()) {
      List<Completion> tooMany = own.subList(own.size() / 2, own.size());
      tooMany.forEach(c -> window.abort(c.message()));
      // They wait for those before them, without which they would be too much to write down.
      tooMany.forEach(waiting::addLast);
      taken.removeAll(tooMany);
      tooMany.clear();
    }
    Bookmark full = window.bookmark();
    TopicPartition partition = window.partition();
    boolean fits = notes.fits(partition, full);
    bookmarks.put(partition, notes.write(partition, fits ? full : window.outline()));
  }

  private boolean fits(Window window) {
    return notes.fits(window.partition(), window.outline());
  }

  void committed(Share share) {
    holdings.ack(share.completions().stream().map(Completion::message).toList());
    share.completions().forEach(completion -> completion.end().complete(null));
  }

  /** Nothing of it is stored; it is tried again, but for what can never be. */
  void aborted(Share share, Map<Completion, Exception> refused) {
    holdings.locked(
        () -> {
          List<Completion> completions = share.completions();
          for (int i = completions.size() - 1; i >= 0; i--) {
            Completion completion = completions.get(i);
            completion.message().window.abort(completion.message());
            if (!refused.containsKey(completion)) {
              waiting.addFirst(completion);
            }
          }
          return waiting;
        });
    holdings.notCommitted(share.bookmarks().keySet());
    refused.forEach((completion, failure) -> completion.end().completeExceptionally(failure));
  }
}
