package io.busline.soak;

import java.util.Optional;

/**
 * A mishap that has happened.
 *
 * @param mishap which
 * @param what to whom, such as {@code alpha-1}
 * @param group the one group that it concerns, if it does not concern all
 * @param from when it began, in microseconds of the machine's monotonic clock
 * @param to when it had ended; {@link Long#MAX_VALUE} while it lasts
 */
record Happened(Mishap mishap, String what, Optional<String> group, long from, long to) {

  Happened until(long end) {
    return new Happened(mishap, what, group, from, end);
  }

  boolean concerns(String anyGroup) {
    return mishap.concernsGroups() && (group.isEmpty() || group.get().equals(anyGroup));
  }

  /** Whether what a group had not handled went with it. */
  boolean loses(String anyGroup) {
    return mishap.loss != Loss.NOTHING && concerns(anyGroup);
  }
}
