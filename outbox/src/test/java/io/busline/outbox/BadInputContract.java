package io.busline.outbox;

import static io.busline.outbox.Scene.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import io.busline.error.TransactionException;
import io.busline.event.Event;
import java.sql.Connection;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is refused, in one sentence, with nothing half done. */
class BadInputContract {
  private final Scene scene;

  BadInputContract(Supplier<TestDatabase> database) {
    scene = new Scene(database.get());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void a_connection_that_commits_each_statement() throws Exception {
    Outbox outbox = scene.open();
    try (Connection connection = scene.database.dataSource().getConnection()) {
      assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("Call setAutoCommit(false) first");
    }
    assertThat(scene.waiting()).isZero();
  }

  @Test
  void a_connection_to_another_database() throws Exception {
    Outbox outbox = scene.open();
    TestDatabase other = scene.database.another();
    try (Connection connection = other.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("the outbox's tables are in another database");
      connection.rollback();
    }
  }

  @Test
  void a_connection_to_another_database_with_an_outbox_of_its_own() throws Exception {
    Outbox outbox = scene.open();
    try (Scene other = new Scene(scene.database.another())) {
      other.open();
      try (Connection connection = other.begin()) {
        assertThatThrownBy(() -> outbox.publish(connection, event("a", 1)))
            .isInstanceOf(TransactionException.class)
            .hasMessageContaining("the outbox's tables are in another database");
        connection.rollback();
      }
      assertThat(other.waiting()).isZero();
    }
  }

  @Test
  void an_event_over_the_brokers_limit_before_the_commit() throws Exception {
    Outbox outbox = scene.open();
    byte[] large = new byte[64 * 1024 * 1024];
    try (Connection connection = scene.begin()) {
      assertThatThrownBy(
              () ->
                  outbox.publishAll(
                      connection, List.of(event("a", 1), Event.builder("order.large", large))))
          .isInstanceOf(InvalidEventException.class)
          .hasMessageContaining("Publish a reference to large data");
      connection.commit();
    }
    assertThat(scene.waiting()).isZero();
  }

  @Test
  void tables_of_another_version() {
    scene.open().close();
    scene.database.execute("UPDATE busline_outbox_meta SET setting = '7' WHERE name = 'version'");

    assertThatThrownBy(scene::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("are of version 7 and this Busline needs version 1")
        .hasMessageContaining("use that one here, too");
  }

  @Test
  void two_services_with_one_prefix() {
    scene.open();
    try (EventBus billing = EventBus.connect("memory:", "billing")) {
      assertThatThrownBy(() -> scene.open(billing, builder -> builder))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("belong to the service orders, and this is billing")
          .hasMessageContaining("tablePrefix(\"billing_\")");
      assertThat(scene.open(billing, builder -> builder.tablePrefix("billing_"))).isNotNull();
    }
  }

  @Test
  void tables_that_are_to_be_there_and_are_not() {
    assertThatThrownBy(() -> scene.open(builder -> builder.tables(TableSetup.VERIFY)))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("the tables are not there. Make them by TableSetup.CREATE");
  }

  @Test
  void a_prefix_that_is_no_name() {
    assertThatThrownBy(() -> scene.open(builder -> builder.tablePrefix("a; DROP TABLE b")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Use letters, digits and '_'");
  }

  @Test
  void tables_that_were_made_by_the_printed_sql_are_verified() throws Exception {
    String sql = new OutboxAdmin(scene.database.dataSource(), "own_").schema();
    for (String each : sql.replaceAll("(?m)^--.*$", "").split(";", -1)) {
      if (!each.isBlank()) {
        scene.database.execute(each.strip());
      }
    }

    Outbox outbox = scene.open(b -> b.tablePrefix("own_").tables(TableSetup.VERIFY));
    outbox.inTransaction(tx -> tx.publish(event("a", 1)));

    scene.awaitSent(1);
  }

  @Test
  void an_event_after_those_of_its_transaction_were_stored() throws Exception {
    Outbox outbox = scene.open();
    try (Connection connection = scene.begin()) {
      OutboxTransaction transaction = outbox.join(connection);
      transaction.publish(event("a", 1));
      transaction.store();
      assertThatThrownBy(() -> transaction.publish(event("a", 2)))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("Publish before it is about to commit");
      connection.commit();
      transaction.committed();
    }
    scene.awaitSent(1);
  }

  @Test
  void a_counter_that_was_deleted_stores_nothing() throws Exception {
    Outbox outbox = scene.open();
    scene.database.execute("DELETE FROM busline_outbox_counter");
    try (Connection connection = scene.begin()) {
      assertThatThrownBy(() -> outbox.publishAll(connection, List.of(event("a", 1), event("b", 1))))
          .isInstanceOf(TransactionException.class)
          .hasMessageContaining("has no row that counts slot");
      connection.rollback();
    }
    assertThat(scene.waiting()).isZero();
  }

  @Test
  void a_counter_that_was_deleted_keeps_the_outbox_from_committing_your_change() {
    scene.database.execute("CREATE TABLE note (id int)");
    Outbox outbox = scene.open();
    scene.database.execute("DELETE FROM busline_outbox_counter");

    assertThatThrownBy(
            () ->
                outbox.inTransaction(
                    tx -> {
                      tx.connection().createStatement().execute("INSERT INTO note VALUES (1)");
                      tx.publish(event("a", 1));
                    }))
        .isInstanceOf(TransactionException.class)
        .hasMessageContaining("has no row that counts slot");

    assertThat(scene.database.number("SELECT COUNT(*) FROM note")).isZero();
    assertThat(scene.waiting()).isZero();
  }
}
