package io.busline.nats;

import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.TopicReader;

/** Reads streams for one consumer. Used by the consumer's thread, except where stated. */
final class StreamLogs implements LogReader {

  private final JetStreamLogs store;
  private final Interests interests;
  private final StartPosition start;
  private final Runnable news;
  private volatile boolean changed;

  StreamLogs(JetStreamLogs store, Interests interests, StartPosition start, Runnable news) {
    this.store = store;
    this.interests = interests;
    this.start = start;
    this.news = news;
  }

  /** Something about streams is another than before. Any thread. */
  void changed() {
    changed = true;
    news.run();
  }

  @Override
  public boolean refresh() {
    boolean was = changed;
    if (was) {
      changed = false;
    }
    return was;
  }

  @Override
  public TopicReader open(LogInfo log) {
    return store.topic(log, interests, start, news);
  }

  @Override
  public void close() {
    store.closed(this);
  }
}
