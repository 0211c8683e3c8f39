package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.busline.admin.Finding;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.logs.Warns;
import io.busline.spi.BrokerContext;
import io.busline.spi.BusUrl;
import io.busline.spi.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a URL, a path or a file, and what is said about it. */
class RefusalTest {
  @TempDir Path folder;

  private void open(String url) {
    new SqliteBrokerProvider()
        .open(
            BusUrl.parse(url),
            new BrokerContext("test", TimeSource.system(), new SplittableRandom()))
        .close();
  }

  @ParameterizedTest(name = "sqlite:{0}")
  @ValueSource(
      strings = {
        "",
        " ",
        ":memory:",
        "file:bus.db",
        "FILE:bus.db",
        ":resource:bus.db",
        ":resource:http://localhost/bus.db",
        "//localhost/bus.db",
        "/",
        "/no/such/folder/bus.db",
        "bus.db?lease=1ms",
        "bus.db?retention=soon",
        "bus.db?leese=10s",
      })
  void a_url_that_makes_no_sense_is_refused(String rest) {
    assertThatThrownBy(() -> open("sqlite:" + rest)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void a_folder_is_not_a_file() {
    assertThatThrownBy(() -> open("sqlite:" + folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is a folder. Name a file in it");
  }

  @Test
  void a_folder_that_is_not_there_cannot_drive_a_terminal() {
    assertThatThrownBy(() -> open("sqlite:no\u001b[2J/bus.db"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no\\u001B[2J")
        .hasMessageContaining("does not exist");
  }

  @Test
  void a_file_of_something_else_is_left_alone() throws IOException {
    Path file = folder.resolve("letter.txt");
    Files.writeString(file, "Dear Sir or Madam, ".repeat(100));

    assertThatThrownBy(() -> open("sqlite:" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("not a SQLite database. Choose another path");
    assertThat(file).hasContent("Dear Sir or Madam, ".repeat(100));
  }

  @Test
  void the_database_of_another_program_is_left_alone() throws SQLException {
    Path file = folder.resolve("other.db");
    sql(file, "CREATE TABLE invoice (id)");

    assertThatThrownBy(() -> open("sqlite:" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("of another program");
  }

  @Test
  void a_file_of_an_older_format_is_left_alone_with_the_remedy() throws SQLException {
    Path file = folder.resolve("bus.db");
    open("sqlite:" + file);
    sql(file, "PRAGMA user_version = 1");

    assertThatThrownBy(() -> open("sqlite:" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("format 1, this one knows 3")
        .hasMessageContaining("Move it away");
  }

  @Test
  void a_file_of_a_newer_version_is_left_alone() throws SQLException {
    Path file = folder.resolve("bus.db");
    open("sqlite:" + file);
    sql(file, "PRAGMA user_version = 4");

    assertThatThrownBy(() -> open("sqlite:" + file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("newer Busline (format 4, this one knows 3)");
  }

  private static void sql(Path file, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void an_engine_that_can_damage_the_file_is_refused() {
    Database.requireEngine("3.51.3");
    Database.requireEngine("3.100.0");

    assertThatThrownBy(() -> Database.requireEngine("3.51.2"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("at least 3.51.3 is needed");
  }

  @Test
  void a_file_that_may_not_be_written_is_refused() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may write everywhere");
    Path file = folder.resolve("bus.db");
    open("sqlite:" + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    assertThatThrownBy(() -> open("sqlite:" + file))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("must both be writable");
  }

  @Test
  void all_three_files_are_readable_by_their_owner_only() throws IOException {
    Path file = folder.resolve("bus.db");
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 1, 1);

      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("bus.db" + suffix))))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void the_doctor_finds_a_new_file_in_good_health() {
    try (Bus bus = new Bus(folder.resolve("bus.db"))) {
      assertThat(bus.broker.diagnose())
          .filteredOn(finding -> finding.severity() != Finding.Severity.OK)
          .isEmpty();
      assertThat(bus.broker.diagnose()).anyMatch(f -> f.message().contains("synchronous=2"));
    }
  }

  @Test
  void the_doctor_warns_of_a_file_that_others_can_read() throws IOException {
    Path file = folder.resolve("bus.db");
    try (Bus bus = new Bus(file)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

      assertThat(bus.broker.diagnose())
          .anyMatch(
              finding ->
                  finding.severity() == Finding.Severity.WARNING
                      && finding.message().contains("chmod 600"));
    }
  }

  @Test
  @Warns("was removed or replaced while it was open")
  void a_file_that_is_taken_away_takes_nothing_silently_and_may_come_back() throws IOException {
    Path file = folder.resolve("bus.db");
    Path away = folder.resolve("away.db");
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("g", "order.created")) {
      consumer.poll();
      Files.move(file, away);

      Outcome outcome = bus.publish("order.created", "1", null);

      assertThat(outcome.await()).isEqualTo("failed");
      assertThat(outcome.cause).hasMessageContaining("was removed or replaced");
      assertThat(bus.broker.problem()).hasValue(outcome.cause.getMessage());
      assertThat(bus.broker.diagnose())
          .anyMatch(finding -> finding.severity() == Finding.Severity.FAILURE);
      Files.move(away, file);
      assertThat(bus.publish("order.created", "2", null).await()).isEqualTo("stored");
      assertThat(bus.broker.problem()).isEmpty();
      assertThat(consumer.await(1).ids()).containsExactly("2");
    }
  }
}
