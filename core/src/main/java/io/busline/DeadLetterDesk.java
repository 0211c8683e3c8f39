package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.EventBusException;
import io.busline.error.PublishUnknownException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Redrive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Works through stored dead letters, a page at a time. */
final class DeadLetterDesk implements DeadLetters {
  private static final int PAGE = 500;

  private final DeadLetterStore store;
  private final Publisher publisher;

  DeadLetterDesk(DeadLetterStore store, Publisher publisher) {
    this.store = store;
    this.publisher = publisher;
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query, int limit) {
    List<DeadLetter> letters = new ArrayList<>();
    String after = "";
    while (letters.size() < limit) {
      List<DeadLetter> page = store.list(query, after, Math.min(PAGE, limit - letters.size()));
      letters.addAll(page);
      if (page.isEmpty()) {
        break;
      }
      after = page.get(page.size() - 1).id();
    }
    return letters;
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return store.list(DeadLetterQuery.withId(id), "", 1).stream().findFirst();
  }

  @Override
  public RedriveReport redrive(DeadLetterQuery query, RedriveOptions options) {
    List<DeadLetter> letters = list(query, Integer.MAX_VALUE);
    if (options.dryRun()) {
      return new RedriveReport(letters, List.of(), true);
    }
    List<DeadLetter> redriven = new ArrayList<>();
    List<DeadLetter> failed = new ArrayList<>();
    Set<String> blockedKeys = new HashSet<>();
    for (DeadLetter letter : letters) {
      String lane = letter.group() + '\n' + letter.topic() + '\n' + letter.event().keyOrNull();
      if (!blockedKeys.contains(lane) && redrive(letter, options)) {
        redriven.add(letter);
      } else {
        failed.add(letter);
        if (letter.event().keyOrNull() != null) {
          blockedKeys.add(lane);
        }
      }
    }
    return new RedriveReport(redriven, failed, false);
  }

  /** Publishes first and removes then, so that a crash in between doubles rather than loses. */
  private boolean redrive(DeadLetter letter, RedriveOptions options) {
    try {
      Redrive mark = new Redrive(letter.group(), letter.id());
      publisher.republish(letter.topic(), mark.mark(letter.event()));
      store.remove(List.of(letter.id()));
      if (options.perSecond() > 0) {
        TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(1) / options.perSecond());
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (EventBusException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(e);
      }
      return false;
    }
  }

  private static PublishUnknownException interrupted(Exception e) {
    return new PublishUnknownException(
        "the redrive was interrupted; do it again, nothing is lost or doubled", e);
  }

  @Override
  public int discard(DeadLetterQuery query) {
    int discarded = 0;
    List<DeadLetter> page = store.list(query, "", PAGE);
    while (!page.isEmpty()) {
      discarded += store.remove(page.stream().map(DeadLetter::id).toList());
      page = store.list(query, "", PAGE);
    }
    return discarded;
  }
}
