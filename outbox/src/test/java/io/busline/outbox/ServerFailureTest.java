package io.busline.outbox;

import static io.busline.outbox.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.busline.error.TransactionException;
import io.busline.servers.DriverDataSource;
import io.busline.servers.Release;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers refuse: each in one sentence, with nothing half done. */
class ServerFailureTest {

  @Test
  void a_counter_that_is_locked_for_too_long_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      isLockedForTooLong(scene, "SET LOCAL lock_timeout = 50");
    }
  }

  @Test
  void a_statement_that_takes_too_long_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      isLockedForTooLong(scene, "SET LOCAL statement_timeout = 50");
    }
  }

  static Stream<Release> releases() {
    return Stream.of(Release.OLD, Release.CURRENT);
  }

  @ParameterizedTest
  @MethodSource("releases")
  @Tag("slow")
  void a_counter_that_is_locked_for_too_long_on_mariadb(Release release) throws Exception {
    try (Scene scene = new Scene(TestDatabase.mariadb(release))) {
      isLockedForTooLong(scene, "SET innodb_lock_wait_timeout = 1");
    }
  }

  @Test
  void a_counter_that_is_locked_for_too_long_on_h2() throws Exception {
    try (Scene scene = new Scene(TestDatabase.h2())) {
      isLockedForTooLong(scene, "SET LOCK_TIMEOUT 50");
    }
  }

  private static void isLockedForTooLong(Scene scene, String impatient) throws Exception {
    Outbox outbox = scene.open(builder -> builder.slots(1));
    scene.database.execute("CREATE TABLE note (id int)");
    try (Connection holder = scene.begin();
        Connection connection = scene.begin()) {
      outbox.publish(holder, event("a", 1));
      execute(connection, impatient);
      execute(connection, "INSERT INTO note VALUES (1)");
      assertThatThrownBy(() -> outbox.publishAll(connection, List.of(event("b", 1), event("b", 2))))
          .asInstanceOf(type(TransactionException.class))
          .satisfies(e -> assertThat(e.isPassing()).isTrue())
          .satisfies(e -> assertThat(e).hasMessageContaining("holds the lock for too long"));
      connection.rollback();
      holder.commit();
    }
    scene.awaitEmpty();
    assertThat(scene.wire.texts()).containsExactly("a=1");
  }

  @Test
  void a_deadlock_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      Outbox outbox = scene.open();
      scene.database.execute("CREATE TABLE note (id int)", "INSERT INTO note VALUES (1)");
      try (Connection one = scene.begin();
          Connection other = scene.begin()) {
        outbox.publish(one, event("a", 1));
        execute(other, "UPDATE note SET id = 2");
        Thread waiting =
            new Thread(
                () -> {
                  try {
                    execute(one, "UPDATE note SET id = 3");
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        waiting.start();
        assertThatThrownBy(
                () -> {
                  execute(other, "SET LOCAL deadlock_timeout = 10");
                  outbox.publish(other, event("a", 2));
                })
            .asInstanceOf(type(TransactionException.class))
            .satisfies(e -> assertThat(e.isPassing()).isTrue())
            .satisfies(e -> assertThat(e).hasMessageContaining("in a circle"));
        other.rollback();
        waiting.join();
        one.commit();
      }
      scene.awaitEmpty();
      assertThat(scene.wire.texts()).containsExactly("a=1");
    }
  }

  @Test
  void a_transaction_in_which_a_statement_has_failed_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      Outbox outbox = scene.open();
      try (Connection connection = scene.begin()) {
        assertThatThrownBy(() -> execute(connection, "SELECT nonsense"))
            .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining("an earlier statement of its transaction has failed. Roll back");
        connection.rollback();
      }
    }
  }

  @Test
  void a_constraint_that_is_checked_at_the_commit_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      Outbox outbox = scene.open();
      scene.database.execute(
          "CREATE TABLE parent (id int PRIMARY KEY)",
          "CREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)");

      assertThatThrownBy(
              () ->
                  outbox.inTransaction(
                      tx -> {
                        execute(tx.connection(), "INSERT INTO child VALUES (7)");
                        tx.publish(event("a", 1));
                      }))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("violates foreign key constraint");
      outbox.inTransaction(tx -> tx.publish(event("a", 2)));

      scene.awaitEmpty();
      assertThat(scene.wire.texts()).containsExactly("a=2");
      assertThat(scene.database.number("SELECT COUNT(*) FROM child")).isZero();
    }
  }

  @Test
  void a_failure_that_the_work_has_hidden_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      Outbox outbox = scene.open();
      assertThatThrownBy(
              () ->
                  outbox.inTransaction(
                      tx -> {
                        assertThatThrownBy(() -> execute(tx.connection(), "SELECT nonsense"))
                            .isInstanceOf(SQLException.class);
                        tx.publish(event("a", 1));
                      }))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("an earlier statement of its transaction has failed");
      assertThat(scene.waiting()).isZero();
    }
  }

  @Test
  void a_read_only_transaction_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      Outbox outbox = scene.open();
      try (Connection connection = scene.database.dataSource().getConnection()) {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
            .hasMessageContaining("its connection is read-only");
        connection.rollback();
        connection.setReadOnly(false);
        execute(connection, "SET TRANSACTION READ ONLY");
        assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining("its transaction is read-only");
        connection.rollback();
      }
    }
  }

  @Test
  void a_user_without_rights_on_postgresql() throws Exception {
    TestDatabase database = TestDatabase.postgres(Release.CURRENT);
    try (Scene scene = new Scene(database)) {
      Outbox outbox = scene.open();
      String user = "u" + Long.toHexString(System.nanoTime());
      String url = ((DriverDataSource) database.dataSource()).url();
      String schema = url.replaceAll(".*currentSchema=", "");
      database.execute("CREATE USER " + user, "GRANT USAGE ON SCHEMA " + schema + " TO " + user);
      DriverDataSource weak = new DriverDataSource(url, user);
      try (Connection connection = weak.getConnection()) {
        connection.setAutoCommit(false);
        assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining("Grant SELECT, INSERT, UPDATE and DELETE");
        connection.rollback();
      }
      assertThatThrownBy(() -> Outbox.of(weak, scene.bus))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("Grant SELECT, INSERT, UPDATE and DELETE");
    }
  }

  @Test
  void a_snapshot_in_which_the_counter_is_old_on_postgresql() throws Exception {
    try (Scene scene = new Scene(TestDatabase.postgres(Release.CURRENT))) {
      Outbox outbox = scene.open(builder -> builder.slots(1));
      try (Connection connection = scene.begin()) {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        execute(connection, "SELECT 1 FROM busline_outbox_counter");
        outbox.inTransaction(tx -> tx.publish(event("a", 1)));
        assertThatThrownBy(() -> outbox.publish(connection, event("a", 2)))
            .asInstanceOf(type(TransactionException.class))
            .satisfies(e -> assertThat(e.isPassing()).isTrue())
            .satisfies(e -> assertThat(e).hasMessageContaining("or use READ COMMITTED"));
        connection.rollback();
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
