package io.busline.nats;

import io.nats.client.Connection;
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
  private static final String SCHEDULES_SINCE = "2.12.0";

  private ServersOwn() {}

  /** Whether a message is one. Servers before know nothing of schedules, and bring it once only. */
  static boolean is(Connection connection, @Nullable Headers headers, byte @Nullable [] data) {
    if (headers == null) {
      return false;
    }
    boolean empty = data == null || data.length == 0;
    return (empty && headers.containsKey(MARK))
        || (headers.containsKey(SCHEDULE)
            && connection.getServerInfo().isSameOrNewerThanVersion(SCHEDULES_SINCE));
  }
}
