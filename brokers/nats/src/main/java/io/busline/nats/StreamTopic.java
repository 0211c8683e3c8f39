package io.busline.nats;

import io.busline.nats.Feed.Placed;
import io.busline.spi.log.Chunk;
import io.busline.spi.log.LogEntry;
import io.busline.spi.log.Span;
import io.busline.spi.log.TopicReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A stream as one consumer reads it. Used by the consumer's thread. */
final class StreamTopic implements TopicReader {

  private final StreamReader reader;
  private final StreamView view;

  /** What came and is beyond the span that was asked for. */
  private @Nullable Placed ahead;

  /** Everything up to here was taken from the reader, and would have to be read anew. */
  private long taken;

  StreamTopic(StreamReader reader, StreamView view) {
    this.reader = reader;
    this.view = view;
  }

  @Override
  public boolean isStarted(long after) {
    reader.tend();
    return reader.isOpen() && after >= taken;
  }

  @Override
  public void start(long after) {
    ahead = null;
    taken = after;
    reader.open(after + 1);
  }

  @Override
  public void distrust() {
    if (reader.isOpen()) {
      reader.lost("the connection was gone");
    }
    ahead = null;
  }

  @Override
  public Chunk read(Span span, int max) {
    List<LogEntry> entries = new ArrayList<>();
    long readTo = span.after();
    while (entries.size() < max) {
      Placed next = next();
      if (next == null) {
        break;
      }
      long position = next.place().streamSeq();
      if (position > span.through()) {
        ahead = next;
        readTo = span.through();
        break;
      }
      taken = position;
      if (position > span.after()) {
        readTo = position;
        LogEntry entry = view.entry(next);
        if (entry != null) {
          entries.add(entry);
        }
      }
    }
    return new Chunk(entries, readTo, false);
  }

  private @Nullable Placed next() {
    Placed next = ahead;
    ahead = null;
    return next == null ? reader.poll() : next;
  }

  @Override
  public Map<Long, LogEntry> fetch(List<Long> positions) {
    return view.fetch(positions);
  }

  @Override
  public void close() {
    reader.close();
  }
}
