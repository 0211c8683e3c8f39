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
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics for one consumer, over a session of its own. Costs follow what is new, not how many
 * topics there are. Used by the consumer's thread, except where stated.
 */
final class SqliteReader implements LogReader {

  private static final String ENDS = "SELECT name, last_seq, types, id FROM topic_end";

  private static final String AMONG = " WHERE name IN (SELECT value FROM json_each(?))";

  private final SqliteBroker broker;
  private final Session session;
  private final Interests interests;
  private final Runnable wake;
  private final Map<String, List<SqliteTopic>> topics = new HashMap<>();

  /** The topics to look at. */
  private final Set<String> changed = ConcurrentHashMap.newKeySet();

  /** Whether to look at all topics instead, as at first. */
  private boolean all = true;

  SqliteReader(SqliteBroker broker, Session session, Interests interests, Runnable wake) {
    this.broker = broker;
    this.session = session;
    this.interests = interests;
    this.wake = wake;
  }

  /** Topics have new events. Any thread. */
  void news(Set<String> grown) {
    boolean some = false;
    for (String topic : grown) {
      if (interests.mayMatchOneOf(Set.of(topic))) {
        changed.add(topic);
        some = true;
      }
    }
    if (some) {
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
    if (all) {
      boolean more = look(interests.topics().orElse(null));
      all = false;
      return more;
    }
    if (changed.isEmpty()) {
      return false;
    }
    // What is told from now on is looked at again.
    Set<String> grown = Set.copyOf(changed);
    changed.removeAll(grown);
    try {
      return look(grown);
    } catch (RuntimeException e) {
      changed.addAll(grown);
      throw e;
    }
  }

  /**
   * Looks where topics end now.
   *
   * @param among the topics; null for all
   * @return whether there is one that is not read
   */
  private boolean look(@Nullable Set<String> among) {
    boolean[] more = {false};
    return reading(
        open -> {
          open.each(
              ENDS + (among == null ? "" : AMONG),
              row -> {
                List<SqliteTopic> read = topics.getOrDefault(row.getString(1), List.of());
                more[0] |= read.isEmpty() && row.getLong(2) > 0;
                for (SqliteTopic topic : read) {
                  topic.refresh(open, row.getLong(4), row.getLong(2), row.getInt(3));
                }
              },
              among == null ? new Object[0] : new Object[] {Session.jsonArray(among)});
          return more[0];
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
              SqliteTopic opened = new SqliteTopic(this, log.name(), interests);
              opened.refresh(
                  open,
                  id,
                  open.number("SELECT last_seq FROM topic_end WHERE id = ?", id),
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
