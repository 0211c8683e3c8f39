package io.busline.sqlite;

import io.busline.error.BrokerException;
import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.TopicReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics for one consumer, over a session of its own. Costs follow what is new, not how many
 * topics there are. Used by the consumer's thread, except where stated.
 */
final class SqliteReader implements LogReader {

  private static final String NEWS =
      "SELECT id, name, last_seq, types FROM topic WHERE last_seq > ?";

  private static final String AMONG = " AND name IN (SELECT value FROM json_each(?))";

  private final SqliteBroker broker;
  private final Session session;
  private final Interests interests;
  private final @Nullable String among;
  private final Runnable wake;
  private final Map<String, List<SqliteTopic>> topics = new HashMap<>();
  private volatile boolean news = true;
  private boolean more;
  private long seen;

  SqliteReader(SqliteBroker broker, Session session, Interests interests, Runnable wake) {
    this.broker = broker;
    this.session = session;
    this.interests = interests;
    this.among = interests.topics().map(Session::jsonArray).orElse(null);
    this.wake = wake;
  }

  /** Topics have new events. Any thread. */
  void news(Set<String> changed) {
    if (interests.mayMatchOneOf(changed)) {
      news = true;
      wake.run();
    }
  }

  <T> T reading(SqliteBroker.Reading<T> reading) {
    try {
      return reading.read(session);
    } catch (SQLException | RuntimeException e) {
      session.rollback();
      throw broker.explain("reading", e);
    }
  }

  @Override
  public boolean refresh() {
    if (news) {
      news = false;
      try {
        look();
      } catch (RuntimeException e) {
        news = true;
        throw e;
      }
    }
    boolean was = more;
    more = false;
    return was;
  }

  private void look() {
    long from = seen;
    seen =
        reading(
            open -> {
              long[] last = {from};
              open.each(
                  NEWS + (among == null ? "" : AMONG) + " ORDER BY last_seq",
                  row -> {
                    last[0] = row.getLong(3);
                    List<SqliteTopic> read = topics.getOrDefault(row.getString(2), List.of());
                    more |= read.isEmpty();
                    for (SqliteTopic topic : read) {
                      topic.refresh(open, last[0], row.getInt(4));
                    }
                  },
                  among == null ? new Object[] {from} : new Object[] {from, among});
              return last[0];
            });
  }

  @Override
  public TopicReader open(LogInfo log) {
    SqliteTopic topic =
        reading(
            open -> {
              long id = open.number("SELECT id FROM topic WHERE name = ?", log.name());
              if (id == 0) {
                throw new BrokerException("topic %s is gone".formatted(log.name()));
              }
              SqliteTopic opened = new SqliteTopic(this, id, log.name(), interests);
              opened.refresh(
                  open,
                  open.number("SELECT last_seq FROM topic WHERE id = ?", id),
                  (int) open.number("SELECT types FROM topic WHERE id = ?", id));
              return opened;
            });
    topics.computeIfAbsent(log.name(), name -> new ArrayList<>(1)).add(topic);
    return topic;
  }

  /** A topic is read no more by one of its readers. */
  void closed(String name, SqliteTopic topic) {
    topics.computeIfPresent(
        name, (n, readers) -> readers.remove(topic) && readers.isEmpty() ? null : readers);
  }

  @Override
  public void close() {
    broker.closed(this);
    session.close();
  }
}
