package io.busline.postgres;

import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.TopicReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads topics for one consumer. Used by the consumer's thread, except where stated. */
final class PostgresReader implements LogReader {

  private final PostgresLogs logs;
  private final Interests interests;
  private final Runnable wake;

  /** What the consumer knows of the topics that there are: a new type may be of interest. */
  private final Map<String, Known> known = new HashMap<>();

  private volatile boolean news = true;

  private record Known(long topic, int types) {}

  PostgresReader(PostgresLogs logs, Interests interests, Runnable wake) {
    this.logs = logs;
    this.interests = interests;
    this.wake = wake;
  }

  /** Topics have new events. Any thread. */
  void news(Set<String> changed) {
    if (interests.mayMatchOneOf(changed)) {
      wake();
    }
  }

  /** Has the consumer look. Any thread. */
  void wake() {
    news = true;
    wake.run();
  }

  @Override
  public boolean refresh() {
    if (!news) {
      return false;
    }
    news = false;
    Map<String, Known> found = new HashMap<>();
    logs.heads().forEach((name, head) -> found.put(name, new Known(head.id(), head.types())));
    found.keySet().removeIf(name -> !interests.mayMatchOneOf(Set.of(name)));
    boolean more = !found.equals(known);
    known.clear();
    known.putAll(found);
    return more;
  }

  @Override
  public TopicReader open(LogInfo log) {
    return new PostgresTopic(logs, log, interests);
  }

  @Override
  public void close() {
    logs.closed(this);
  }
}
