package io.busline.postgres;

import io.busline.error.EventBusException;
import io.busline.spi.Output;
import io.busline.spi.TransactionLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Appends events in the application's transactions, on connections of its own to the database of
 * the bus. Safe for use by several threads.
 */
final class ConnectionLog implements TransactionLog<Connection> {

  /** Where a session is: the start tells apart servers whose databases are copies. */
  private static final String PLACE =
      "SELECT extract(epoch FROM pg_postmaster_start_time()) || ' ' || current_database()";

  /** Whether a session may append. */
  private static final String RIGHTS =
      "SELECT CASE WHEN has_schema_privilege(?, 'USAGE') THEN"
          + " has_table_privilege(to_regclass(?), 'SELECT')"
          + " AND has_table_privilege(to_regclass(?), 'UPDATE')"
          + " AND has_table_privilege(to_regclass(?), 'INSERT')"
          + " AND has_table_privilege(to_regclass(?), 'SELECT')"
          + " AND has_table_privilege(to_regclass(?), 'INSERT')"
          + " ELSE false END";

  private final Database database;
  private final String schema;
  private final Watch watch;

  /** Topics that are known to be there, and types that are known to be in their topic. */
  private final Set<String> topics = ConcurrentHashMap.newKeySet();

  private final Set<EventLog.TopicType> types = ConcurrentHashMap.newKeySet();

  ConnectionLog(Database database, String schema, Watch watch) {
    this.database = database;
    this.schema = schema;
    this.watch = watch;
  }

  @Override
  public boolean isOf(Connection connection) {
    try (Session theirs = Session.borrowed(connection, schema)) {
      String place = database.reading(session -> session.text(PLACE));
      return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
          && theirs.text(PLACE).equals(place)
          && mayAppend(theirs);
    } catch (SQLException | EventBusException e) {
      return false;
    }
  }

  private boolean mayAppend(Session theirs) throws SQLException {
    String topic = table("topic");
    String event = table("event");
    return theirs.text(RIGHTS, schema, topic, topic, table("topic_type"), event, event).equals("t");
  }

  private String table(String name) {
    return "\"" + schema + "\"." + name;
  }

  @Override
  public void append(Connection connection, List<Output> outputs) throws SQLException {
    makeTopics(outputs);
    EventLog log = new EventLog(types);
    try (Session theirs = Session.borrowed(connection, schema)) {
      log.append(theirs, outputs);
    } catch (SQLException e) {
      if (Failures.isConflict(e)) {
        topics.clear();
      }
      throw e;
    }
    learn(log.types());
  }

  /** In transactions of its own: who makes a topic waits for who makes it too. */
  private void makeTopics(List<Output> outputs) {
    Set<String> missing = new TreeSet<>();
    outputs.forEach(output -> missing.add(output.topic()));
    missing.removeAll(topics);
    for (String name : missing) {
      database.reading(
          session -> {
            EventLog.makeTopic(session, name);
            return name;
          });
      topics.add(name);
    }
  }

  /**
   * A type counts as known only when that is committed, for this transaction may be rolled back.
   */
  private void learn(Set<EventLog.TopicType> met) {
    Set<EventLog.TopicType> unknown = new HashSet<>(met);
    unknown.removeAll(types);
    for (EventLog.TopicType type : unknown) {
      boolean committed =
          database.reading(
              session ->
                  session.number(
                          "SELECT count(*) FROM {topic_type} WHERE topic = ? AND type = ?",
                          type.topic(),
                          type.type())
                      > 0);
      if (committed) {
        types.add(type);
      }
    }
  }

  @Override
  public void announce() {
    watch.expect();
  }
}
