package io.busline.nats;

import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Messages that the server keeps in a stream for itself and that are no events: marks in place of
 * what has expired or was removed, since 2.11, and what it is to publish at a later time, since
 * 2.12. Pure.
 */
final class ServersOwn {
  private static final String MARK = "Nats-Marker-Reason";
  private static final String SCHEDULE = "Nats-Schedule";

  private ServersOwn() {}

  /**
   * Whether a message is one.
   *
   * @param schedules whether its stream holds messages that the server publishes again
   */
  static boolean is(@Nullable Headers headers, byte @Nullable [] data, boolean schedules) {
    if (headers == null) {
      return false;
    }
    boolean empty = data == null || data.length == 0;
    return (empty && headers.containsKey(MARK)) || (schedules && headers.containsKey(SCHEDULE));
  }
}
