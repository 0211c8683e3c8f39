package io.busline.nats;

import io.busline.nats.AckInbox.Pending;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Finds out which messages the server means when it refuses a publish. It names the subject only. A
 * subject that was never accepted is refused each time, so the oldest message is meant. One that
 * was accepted before has lost its permission in between: what was sent before that will have an
 * answer, so no message is meant until as many wait as were refused. Safe for use by several
 * threads.
 */
final class DeniedPublishes {

  /** Beyond, subjects are forgotten that were accepted: each dead letter has one of its own. */
  private static final int REMEMBERED = 10_000;

  private final Function<String, List<Pending>> waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> owed = new ConcurrentHashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param waiting the messages to a subject that have no answer yet, oldest first
   */
  DeniedPublishes(Function<String, List<Pending>> waiting) {
    this.waiting = waiting;
  }

  /** The server has refused a publish; returns what was certainly refused. */
  List<Pending> refused(String subject) {
    lock.lock();
    try {
      if (!accepted.contains(subject)) {
        return waiting.apply(subject).stream().limit(1).toList();
      }
      owed.merge(subject, 1, Integer::sum);
      return settled(subject);
    } finally {
      lock.unlock();
    }
  }

  /** A stream has answered; returns what was certainly refused. */
  List<Pending> accepted(String subject) {
    if (accepted.contains(subject) && !owed.containsKey(subject)) {
      return List.of();
    }
    lock.lock();
    try {
      if (accepted.size() >= REMEMBERED) {
        accepted.retainAll(owed.keySet());
      }
      accepted.add(subject);
      return owed.containsKey(subject) ? settled(subject) : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing of this connection will be answered any more. */
  void forget() {
    lock.lock();
    try {
      owed.clear();
      accepted.clear();
    } finally {
      lock.unlock();
    }
  }

  private List<Pending> settled(String subject) {
    List<Pending> left = waiting.apply(subject);
    if (left.size() > owed.getOrDefault(subject, 0)) {
      return List.of();
    }
    owed.remove(subject);
    accepted.remove(subject);
    return left;
  }
}
