package io.busline.sqlite;

import io.busline.spi.Interests;
import io.busline.spi.Ledger;
import io.busline.sqlite.Cursor.Fetched;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which topics have something for a consumer and reads them by turns. Costs follow what
 * is new, not how many topics there are. Used by the consumer's thread.
 */
final class Reader {

  /** Of many topics with a backlog, each gets at least so many events a turn. */
  private static final int TURN = 16;

  private static final String NEWS = "SELECT id, name, last_seq FROM topic WHERE last_seq > ?";

  private static final String AMONG = " AND name IN (SELECT value FROM json_each(?))";

  private final Interests interests;
  private final @Nullable String among;
  private final long start;
  private final Source source;
  private final Map<Long, Cursor> cursors = new HashMap<>();
  private final Set<Cursor> behind = new LinkedHashSet<>();
  private long seen;

  /** Where a cursor begins. */
  interface Source {
    Ledger ledger(Session session, long topic) throws SQLException;
  }

  Reader(Interests interests, long start, Source source) {
    this.interests = interests;
    this.among = interests.topics().map(Session::jsonArray).orElse(null);
    this.start = start;
    this.source = source;
  }

  Collection<Cursor> cursors() {
    return cursors.values();
  }

  /** Whether some topic was not read to its end. */
  boolean isBehind() {
    return !behind.isEmpty();
  }

  /** Has a topic looked at again. */
  void again(Cursor cursor) {
    behind.add(cursor);
  }

  /** Has all topics looked at that have something for slots that were not read before. */
  void wasNarrower(int slots) {
    if (slots != 0) {
      cursors.values().stream().filter(cursor -> cursor.isBehind(slots)).forEach(behind::add);
    }
  }

  void forgetAll() {
    cursors.clear();
    behind.clear();
    seen = 0;
  }

  /** Finds the topics with news; within the transaction that reads. */
  void lookForNews(Session session) throws SQLException {
    session.each(
        NEWS + (among == null ? "" : AMONG) + " ORDER BY last_seq",
        row -> {
          if (row.getLong(3) > start) {
            behind.add(cursor(session, row.getLong(1), row.getString(2)));
          }
          seen = row.getLong(3);
        },
        among == null ? new Object[] {seen} : new Object[] {seen, among});
  }

  private Cursor cursor(Session session, long topic, String name) throws SQLException {
    Cursor cursor = cursors.get(topic);
    if (cursor == null) {
      cursor = new Cursor(topic, name, interests, source.ledger(session, topic));
      cursors.put(topic, cursor);
    }
    return cursor;
  }

  /** Reads up to so many events of some slots; within one transaction. Changes nothing yet. */
  List<Fetched> fetch(Session session, int slots, int max) throws SQLException {
    List<Fetched> all = new ArrayList<>();
    int room = max;
    int turns = behind.size();
    for (Cursor cursor : behind) {
      int turn = Math.min(room, Math.max(TURN, room / turns--));
      Fetched fetched = cursor.fetch(session, slots, turn);
      all.add(fetched);
      room -= fetched.messages().size();
      if (room <= 0) {
        break;
      }
    }
    return all;
  }

  /** Enters what was read into the ledgers; within their lock. */
  void enter(List<Fetched> all) {
    for (Fetched fetched : all) {
      Ledger ledger = fetched.cursor().ledger;
      ledger.read(fetched.slots(), fetched.readTo());
      fetched.messages().forEach(message -> ledger.arrived(message.slot, message.seq));
      fetched.gone().forEach(ledger::done);
    }
  }

  /** Ends the turn of what was read; what has more waits for its next. */
  void endTurn(List<Fetched> all, int slots) {
    for (Fetched fetched : all) {
      behind.remove(fetched.cursor());
      if (fetched.cursor().isBehind(slots)) {
        behind.add(fetched.cursor());
      }
    }
  }
}
