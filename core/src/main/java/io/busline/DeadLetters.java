package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import java.util.List;
import java.util.Optional;

/** The events that were given up, of all groups of a broker. Safe for use by several threads. */
public interface DeadLetters {

  /**
   * Lists letters in the order in which they died. Blocks.
   *
   * @param query which
   * @param limit how many at most
   * @return the letters
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  List<DeadLetter> list(DeadLetterQuery query, int limit);

  /**
   * Finds one letter. Blocks.
   *
   * @param id its id
   * @return the letter, if it is there
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  Optional<DeadLetter> find(String id);

  /**
   * Has letters handled again, each by its own group only, with a fresh count of attempts. Those of
   * one key keep their order: where one cannot be published, those behind it stay. Letters that die
   * meanwhile are not part of it.
   *
   * <p>A letter is published, and removed afterwards. A redrive that was cut short can be done
   * again: nothing is lost, and nothing doubled as long as the broker recognises duplicates. On
   * others, and later, up to 500 letters that were published and not yet removed are published
   * again.
   *
   * <p>Blocks until all is confirmed. Publishes letters of different keys beside one another.
   *
   * @param query which
   * @param options how
   * @return what was done
   * @throws io.busline.error.BrokerException if the letters cannot be read or removed
   * @throws io.busline.error.PublishUnknownException if the thread is interrupted; what was
   *     published by then is removed
   */
  RedriveReport redrive(DeadLetterQuery query, RedriveOptions options);

  /**
   * Removes letters for good. Blocks.
   *
   * @param query which
   * @return how many were removed
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  int discard(DeadLetterQuery query);
}
