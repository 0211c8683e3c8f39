package io.busline.examples.directory;

import io.busline.spi.Interests;
import io.busline.spi.TimeSource.Registration;
import io.busline.spi.log.Chunk;
import io.busline.spi.log.LogEntry;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.Span;
import io.busline.spi.log.TopicReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads topics for one consumer. */
record DirectoryReader(
    DirectoryLogs logs, Interests interests, Registration news, Set<String> known)
    implements LogReader {

  DirectoryReader(DirectoryLogs logs, Interests interests, Registration news) {
    this(logs, interests, news, new HashSet<>());
  }

  @Override
  public boolean refresh() {
    boolean more = false;
    for (LogInfo log : logs.find(interests)) {
      more |= known.add(log.name());
    }
    return more;
  }

  @Override
  public TopicReader open(LogInfo log) {
    return new Topic(logs, interests, log.name());
  }

  @Override
  public void close() {
    news.close();
  }

  /** Every reading begins where it is told to, so nothing is started or given up. */
  private record Topic(DirectoryLogs logs, Interests interests, String name)
      implements TopicReader {

    @Override
    public boolean isStarted(long after) {
      return true;
    }

    @Override
    public void start(long after) {}

    @Override
    public void distrust() {}

    @Override
    public Chunk read(Span span, int max) {
      List<LogEntry> entries = new ArrayList<>();
      long position = span.after();
      while (entries.size() < max && position < span.through() && logs.has(name, position + 1)) {
        LogEntry entry = logs.read(name, ++position, interests);
        if (entry != null) {
          entries.add(entry);
        }
      }
      return new Chunk(entries, position, false);
    }

    @Override
    public Map<Long, LogEntry> fetch(List<Long> positions) {
      Map<Long, LogEntry> found = new HashMap<>();
      for (long position : positions) {
        LogEntry entry = logs.has(name, position) ? logs.read(name, position, interests) : null;
        if (entry != null) {
          found.put(position, entry);
        }
      }
      return found;
    }

    @Override
    public void close() {}
  }
}
