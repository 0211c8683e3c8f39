package io.busline.cli.letters;

import io.busline.DeadLetters;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.cli.command.CommandException;
import io.busline.event.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the letters that a user means by the beginning of an id: of the letter, or of its event.
 * For one thread, and for one moment.
 */
final class LetterIds {
  private static final int CANDIDATES = 5;

  private final DeadLetters letters;

  /** Read when it is first needed: whole ids are found without. */
  private List<DeadLetter> all = List.of();

  LetterIds(DeadLetters letters) {
    this.letters = letters;
  }

  /**
   * The ids of the letters that are meant. What nothing begins with is passed on as it is.
   *
   * @throws CommandException if a beginning means several letters
   */
  List<String> resolved(List<String> beginnings) {
    List<String> ids = new ArrayList<>();
    beginnings.forEach(each -> ids.add(resolved(each)));
    return ids;
  }

  /** As for several. */
  String resolved(String beginning) {
    if (letters.find(beginning).isPresent()) {
      return beginning;
    }
    if (all.isEmpty()) {
      all = letters.list(DeadLetterQuery.all(), Integer.MAX_VALUE);
    }
    List<DeadLetter> meant = with(letter -> letter.event().id().equals(beginning));
    if (meant.isEmpty()) {
      meant =
          with(
              letter ->
                  letter.id().startsWith(beginning) || letter.event().id().startsWith(beginning));
    }
    if (meant.size() > 1) {
      throw CommandException.usage(
          "%s may mean %s%s. Write more of the id"
              .formatted(
                  Quoted.of(beginning),
                  meant.stream()
                      .limit(CANDIDATES)
                      .map(LetterIds::described)
                      .collect(Collectors.joining(", ")),
                  meant.size() > CANDIDATES
                      ? " and %,d more".formatted(meant.size() - CANDIDATES)
                      : ""));
    }
    return meant.isEmpty() ? beginning : meant.get(0).id();
  }

  private List<DeadLetter> with(Predicate<DeadLetter> beginning) {
    return all.stream().filter(beginning).toList();
  }

  private static String described(DeadLetter letter) {
    return "%s (event %s of group %s)".formatted(letter.id(), letter.event().id(), letter.group());
  }
}
