package io.busline.outbox;

import io.busline.admin.Finding;
import io.busline.error.TransactionException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Looks after the tables of an outbox: for tools. Needs no bus and starts no relay. Each method
 * blocks, works in a transaction of its own, and throws a {@link TransactionException} if the
 * database refuses. Safe for use by all threads.
 */
public final class OutboxAdmin {
  private final DataSource dataSource;
  private final Tables tables;
  private final Clock clock;

  /**
   * Looks after the tables with a prefix.
   *
   * @param dataSource the database
   * @param tablePrefix how the tables' names begin, such as {@code busline_}
   * @throws io.busline.error.ConfigurationException if no table could be named so
   */
  public OutboxAdmin(DataSource dataSource, String tablePrefix) {
    this.dataSource = dataSource;
    this.tables = new Tables(tablePrefix);
    this.clock = Clock.systemUTC();
  }

  /**
   * The SQL that makes the tables, for Flyway, Liquibase or by hand. Asks no database.
   *
   * @param product such as {@code PostgreSQL}, {@code MySQL}, {@code MariaDB} or {@code SQLite}
   * @param tablePrefix how the tables' names begin
   * @return statements, each ended by a semicolon
   * @throws io.busline.error.ConfigurationException if that kind of database cannot hold an outbox
   */
  public static String schema(String product, String tablePrefix) {
    return new Schema(Database.named(product), new Tables(tablePrefix)).sql(Schema.SLOTS);
  }

  /**
   * The SQL that makes the tables in this database.
   *
   * @return statements, each ended by a semicolon
   */
  public String schema() {
    return call(
        "asking for the kind of database",
        connection -> new Schema(Database.of(connection), tables).sql(Schema.SLOTS));
  }

  /**
   * What waits and who publishes it. Counts rows, which takes a while where there are millions.
   *
   * @return the state now
   */
  public OutboxLag lag() {
    return call("reading the outbox", new AdminTables(tables)::lag);
  }

  /**
   * Events that were given up, the oldest first.
   *
   * @param limit how many at most
   * @return the letters
   */
  public List<OutboxLetter> letters(int limit) {
    return call(
        "listing the outbox's dead letters",
        connection -> new AdminTables(tables).letters(connection, limit));
  }

  /**
   * Has a letter published again, after what of its key waits by now.
   *
   * @param id as {@link OutboxLetter#id()} says it
   * @return false if there is no such letter
   */
  public boolean redrive(String id) {
    LetterId letter = LetterId.parse(id);
    return call(
        "redriving letter " + id,
        connection -> new Letters(tables).redrive(connection, letter.slot(), letter.seq()));
  }

  /**
   * Removes a letter for good.
   *
   * @param id as {@link OutboxLetter#id()} says it
   * @return false if there is no such letter
   */
  public boolean discard(String id) {
    LetterId letter = LetterId.parse(id);
    return call(
        "discarding letter " + id,
        connection -> new Letters(tables).delete(connection, letter.slot(), letter.seq()));
  }

  /**
   * Forgets which events were handled, if that was long ago. One that comes again is handled again.
   *
   * @param age how long ago at least
   * @return how many were forgotten
   */
  public int prune(Duration age) {
    long before = clock.instant().minus(age).toEpochMilli();
    return call(
        "pruning the inbox",
        connection -> new InboxMarks(Database.of(connection), tables).prune(connection, before));
  }

  /**
   * Looks for what is broken or unsafe.
   *
   * @return the findings, the good ones too
   */
  public List<Finding> diagnose() {
    try {
      return call("looking at the outbox", new OutboxDoctor(tables, clock)::findings);
    } catch (TransactionException e) {
      return List.of(Finding.failure("outbox", e.getMessage()));
    }
  }

  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T call(String doing, Work<T> work) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        Rollback.after(e, connection);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailure.explained(doing, e);
    }
  }
}
