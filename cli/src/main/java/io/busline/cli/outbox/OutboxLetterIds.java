package io.busline.cli.outbox;

import io.busline.cli.command.CommandException;
import io.busline.event.Quoted;
import io.busline.outbox.OutboxLetter;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the letters of an outbox that a user means by the beginning of an id: of the letter, or of
 * its event. For one moment.
 *
 * @param all the letters that there are
 */
record OutboxLetterIds(List<OutboxLetter> all) {
  private static final int CANDIDATES = 5;

  /**
   * The letter that is meant.
   *
   * @return the letter; empty if no id begins like that
   * @throws CommandException if several do
   */
  Optional<OutboxLetter> find(String beginning) {
    List<OutboxLetter> meant = with(letter -> letter.id().equals(beginning));
    if (meant.isEmpty()) {
      meant = with(letter -> letter.eventId().equals(beginning));
    }
    if (meant.isEmpty()) {
      meant =
          with(
              letter ->
                  letter.id().startsWith(beginning) || letter.eventId().startsWith(beginning));
    }
    if (meant.size() > 1) {
      throw CommandException.usage(
          "%s may mean %s%s. Write more of the id"
              .formatted(
                  Quoted.of(beginning),
                  meant.stream()
                      .limit(CANDIDATES)
                      .map(letter -> "%s (event %s)".formatted(letter.id(), letter.eventId()))
                      .collect(Collectors.joining(", ")),
                  meant.size() > CANDIDATES
                      ? " and %,d more".formatted(meant.size() - CANDIDATES)
                      : ""));
    }
    return meant.stream().findFirst();
  }

  private List<OutboxLetter> with(Predicate<OutboxLetter> predicate) {
    return all.stream().filter(predicate).toList();
  }
}
