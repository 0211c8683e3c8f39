package io.busline.spi;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where a broker keeps dead letters. Safe for use by several threads. */
public interface DeadLetterStore {

  /**
   * Sees to it that there is a place for a group's letters and that this user may write there, or
   * refuses. Called before a subscription that keeps dead letters begins, so that what is missing
   * is found then and not by the first letter. Blocks. Does nothing by default.
   *
   * @param group the group, or the name of the subscription
   * @throws io.busline.error.BrokerException if there is no place and none can be made, or the
   *     server does not allow to write there
   */
  default void prepare(String group) {}

  /**
   * Stores a letter. Storing one with the id of a letter that is there changes nothing.
   *
   * @param letter the letter
   * @return completes when the broker has confirmed it, as durable as a published event; fails with
   *     a {@link io.busline.error.TooLargeException} if it is larger than the broker takes, and the
   *     engine stores less of it then; fails with another exception, in the server's own words, if
   *     it may not be stored
   */
  CompletableFuture<Void> store(DeadLetter letter);

  /**
   * Reads a page of letters, in the order in which they died. Blocks. The last page ends with the
   * letters that were there when the first one was read: {@link LetterCursor} helps with that.
   *
   * @param query which
   * @param from where the page begins: empty for the first one, else {@link LetterPage#next} of the
   *     one before
   * @param limit how many letters at most, 1 or more
   * @return the page
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  LetterPage list(DeadLetterQuery query, String from, int limit);

  /**
   * Publishes the events of letters and removes these letters, both or neither, on a broker that
   * has transactions. Blocks. Does nothing by default.
   *
   * @param letters the events to publish, by the ids of their letters; in the order of the map
   * @return whether it is done; false if this broker cannot do it, and nothing is done then
   * @throws io.busline.error.BrokerException if it surely or probably is not done; what is repeated
   *     after a new {@link #list} is not doubled
   */
  default boolean redrive(Map<String, Output> letters) {
    return false;
  }

  /**
   * Removes letters. Blocks until the broker has confirmed. An id that is not there is passed over.
   *
   * @param ids the letters' ids
   * @return how many were removed
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  int remove(Collection<String> ids);
}
