package io.busline.spi.log;

import io.busline.event.StartPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** After which position of a log to begin. May ask the store. */
final class Starts {

  private final LogStore store;

  Starts(LogStore store) {
    this.store = store;
  }

  /** For a consumer that begins now, while some logs exist; one that comes later is read whole. */
  ToLongFunction<LogInfo> now(StartPosition start, List<LogInfo> there) {
    Map<String, LogInfo> then = there.stream().collect(Collectors.toMap(LogInfo::name, log -> log));
    if (start instanceof StartPosition.At at) {
      return log -> lastBefore(log, at.time());
    }
    if (start instanceof StartPosition.Earliest) {
      return log -> 0;
    }
    OptionalLong end = store.end();
    return end.isPresent() ? log -> end.getAsLong() : log -> endThen(then.get(log.name()), log);
  }

  /** A log of the same name made later is another one, of which nothing was there. */
  private static long endThen(@Nullable LogInfo then, LogInfo now) {
    return then != null && then.created().equals(now.created()) ? then.end() : 0;
  }

  /** For a group that was founded some time ago. */
  long of(GroupRecord group, LogInfo log) {
    if (group.start() instanceof StartPosition.Earliest) {
      return 0;
    }
    if (group.start() instanceof StartPosition.At at) {
      return lastBefore(log, at.time());
    }
    Long all = group.ends().get(GroupRecord.ALL_LOGS);
    if (all != null) {
      return all;
    }
    Long end = group.ends().get(log.name());
    Instant made = group.made().get(log.name());
    if (made != null && !made.equals(log.created())) {
      return 0;
    }
    if (end != null && end <= log.end()) {
      return end;
    }
    return log.created().isAfter(group.founded()) ? 0 : lastBefore(log, group.founded());
  }

  private long lastBefore(LogInfo log, Instant time) {
    return log.end() == 0 ? 0 : store.lastBefore(log, time);
  }
}
