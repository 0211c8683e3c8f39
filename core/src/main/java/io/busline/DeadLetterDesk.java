package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Works through stored dead letters, a page at a time. */
final class DeadLetterDesk implements DeadLetters {
  private static final int PAGE = 1_000;

  private final DeadLetterStore store;
  private final Publisher publisher;

  DeadLetterDesk(DeadLetterStore store, Publisher publisher) {
    this.store = store;
    this.publisher = publisher;
  }

  @Override
  public List<DeadLetter> list(DeadLetterQuery query, int limit) {
    List<DeadLetter> letters = new ArrayList<>();
    String from = "";
    while (letters.size() < limit) {
      LetterPage page = store.list(query, from, Math.min(PAGE, limit - letters.size()));
      letters.addAll(page.letters());
      from = page.next();
      if (from.isEmpty()) {
        break;
      }
    }
    return letters;
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    return list(DeadLetterQuery.ofId(id), 1).stream().findFirst();
  }

  @Override
  public RedriveReport redrive(DeadLetterQuery query, RedriveOptions options) {
    RedriveRun run = new RedriveRun(store, publisher, options);
    forEachPage(query, run::redrive);
    return run.report();
  }

  @Override
  public int discard(DeadLetterQuery query) {
    int[] discarded = {0};
    forEachPage(
        query,
        letters -> discarded[0] += store.remove(letters.stream().map(DeadLetter::id).toList()));
    return discarded[0];
  }

  private void forEachPage(DeadLetterQuery query, Consumer<List<DeadLetter>> action) {
    String from = "";
    do {
      LetterPage page = store.list(query, from, PAGE);
      action.accept(page.letters());
      from = page.next();
    } while (!from.isEmpty());
  }
}
