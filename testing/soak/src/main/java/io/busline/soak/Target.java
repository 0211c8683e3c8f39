package io.busline.soak;

import io.busline.servers.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The broker that is soaked, and what may be done to it. For one thread at a time. */
interface Target extends AutoCloseable {

  /**
   * To whom or what.
   *
   * @param what in words
   * @param group the one group that is concerned, if not all are
   */
  record Victim(String what, Optional<String> group) {
    static Victim of(String what) {
      return new Victim(what, Optional.empty());
    }
  }

  /** Where the processes connect. */
  String url();

  /** Where somebody connects from whom no permission is taken. */
  default String adminUrl() {
    return url();
  }

  /** The server, if it is the soak's own. */
  default Optional<Server> server() {
    return Optional.empty();
  }

  /** What may be done to it beyond what is done to its process. */
  Set<Mishap> allowed();

  /**
   * Which of several things it will be.
   *
   * @param mishap one of {@link #allowed}
   * @param choice which, modulo how many there are
   * @param groups those that read the type, which is what deletions are about
   */
  Victim victim(Mishap mishap, int choice, List<Group> groups);

  /**
   * Does it; blocks until it is done.
   *
   * @throws MishapFailedException if it cannot be done
   */
  void begin(Mishap mishap, int choice, List<Group> groups) throws MishapFailedException;

  /**
   * Undoes it, if that is possible.
   *
   * @throws MishapFailedException if it cannot be undone
   */
  default void end(Mishap mishap) throws MishapFailedException {}

  /** How long health may be wrong: it includes what a server takes to miss an instance. */
  default Duration healthBound() {
    return Duration.ofSeconds(30);
  }

  /** Removes what the soak has made, as far as that may be done, and ends what it has started. */
  @Override
  void close();
}
