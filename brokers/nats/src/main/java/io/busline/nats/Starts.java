package io.busline.nats;

import io.busline.event.StartPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** After which place of a stream to begin. May ask the server. */
final class Starts {

  private final Backlog backlog;

  Starts(Backlog backlog) {
    this.backlog = backlog;
  }

  /** For who begins now, while some streams are there; one that comes later is read whole. */
  ToLongFunction<Found> now(StartPosition start, List<Found> there) {
    Map<String, Found> then = there.stream().collect(Collectors.toMap(Found::name, f -> f));
    if (start instanceof StartPosition.At at) {
      return found -> lastBefore(found, at.time());
    }
    return start instanceof StartPosition.Earliest
        ? found -> 0
        : found -> endThen(then.get(found.name()), found);
  }

  /** A stream of the same name made later is another one, of which nothing was there. */
  private static long endThen(@Nullable Found then, Found now) {
    return then != null && then.created().equals(now.created()) ? then.lastSeq() : 0;
  }

  /** For a group that was founded some time ago. */
  long of(GroupRecord group, Found found) {
    if (group.start() instanceof StartPosition.Earliest) {
      return 0;
    }
    if (group.start() instanceof StartPosition.At at) {
      return lastBefore(found, at.time());
    }
    Long end = group.ends().get(found.name());
    Instant made = group.made().get(found.name());
    if (made != null && !made.equals(found.created())) {
      return 0;
    }
    if (end != null && end <= found.lastSeq()) {
      return end;
    }
    return found.created().isAfter(group.founded()) ? 0 : lastBefore(found, group.founded());
  }

  private long lastBefore(Found found, Instant time) {
    return found.lastSeq() == 0 ? 0 : backlog.lastBefore(found.name(), time);
  }
}
