package io.busline.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * A group of the soak.
 *
 * @param name its name on the broker
 * @param role what its instances do
 * @param instances how many there are
 */
record Group(String name, Role role, int instances) {

  /** What an instance does. */
  enum Role {
    /** Handles; some events fail once, and some for good. */
    STUMBLING,
    /** Handles; some events fail once. */
    HANDLING,
    /** Publishes a copy of each event in its transaction. */
    COPYING,
    /** Handles the copies. */
    READING_COPIES
  }

  /** Every so many events of a key fail for good, where a group stumbles. */
  private static final int POISON = 40;

  /** Every so many fail once. */
  private static final int STUMBLE = 25;

  static List<Group> all(String run, Promises promises) {
    List<Group> groups = new ArrayList<>();
    groups.add(new Group(run + "-alpha", promises.letters() ? Role.STUMBLING : Role.HANDLING, 2));
    groups.add(new Group(run + "-beta", Role.HANDLING, 2));
    if (promises.transactions()) {
      groups.add(new Group(run + "-copier", Role.COPYING, 2));
      groups.add(new Group(run + "-copies", Role.READING_COPIES, 1));
    }
    return groups;
  }

  /** Whether an event is to become a dead letter of this group. */
  boolean isPoison(int number) {
    return isPoison(role, number);
  }

  static boolean isPoison(Role role, int number) {
    return role == Role.STUMBLING && number % POISON == POISON / 2;
  }

  static boolean failsOnce(Role role, int number) {
    return role != Role.READING_COPIES && number % STUMBLE == 1;
  }

  /** A handler of it may have run in a transaction that was aborted: that doubles nothing. */
  boolean countsDoubles() {
    return role != Role.COPYING;
  }
}
