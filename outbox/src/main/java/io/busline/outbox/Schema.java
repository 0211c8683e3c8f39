package io.busline.outbox;

import io.busline.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The tables of one version: their SQL, made and verified. */
final class Schema {
  /** Goes up with each change of the tables. */
  static final int VERSION = 1;

  /** The best of 1, 8, 64 and 256 in measurements with 8 writers. */
  static final int SLOTS = 64;

  private static final Pattern COMMENT = Pattern.compile("(?m)^--.*\\R");

  private final Database database;
  private final Tables tables;

  Schema(Database database, Tables tables) {
    this.database = database;
    this.tables = tables;
  }

  /** The statements that make the tables, but for the name of the service whose they are. */
  String sql(int slots) {
    String zeros =
        IntStream.range(0, slots).mapToObj(i -> "(" + i + ", 0)").collect(Collectors.joining(", "));
    return text().replace("${prefix}", tables.prefix()).replace("${index}", tables.index())
        + "INSERT INTO %s (slot, seq) VALUES %s;%n".formatted(tables.counter(), zeros)
        + "INSERT INTO %s (slot, epoch) VALUES %s;%n".formatted(tables.slot(), zeros)
        + "INSERT INTO %s (name, setting) VALUES ('slots', '%d'), ('version', '%d');%n"
            .formatted(tables.meta(), slots, VERSION);
  }

  private String text() {
    try (InputStream in = Schema.class.getResourceAsStream(database.file())) {
      if (in == null) {
        throw new IllegalStateException(database.file() + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + database.file(), e);
    }
  }

  /** Makes the tables, unless they are there. Another instance may be doing the same. */
  void create(Connection connection, int slots) throws SQLException {
    if (new Meta(tables).exists(connection)) {
      return;
    }
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String each : COMMENT.matcher(sql(slots)).replaceAll("").split(";", -1)) {
        if (!each.isBlank()) {
          statement.execute(each.strip());
        }
      }
      connection.commit();
    } catch (SQLException e) {
      Rollback.after(e, connection);
      throw e;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  /** Checks the version and whose the tables are; returns what is noted about them. */
  Meta.Noted verify(Connection connection, String service) throws SQLException {
    Meta meta = new Meta(tables);
    meta.awaitMade(connection);
    Meta.Noted noted = meta.read(connection);
    if (noted.version() != VERSION) {
      throw new ConfigurationException(
          "the tables %s… are of version %d and this Busline needs version %d. %s"
              .formatted(
                  tables.prefix() + "outbox",
                  noted.version(),
                  VERSION,
                  noted.version() > VERSION
                      ? "A newer Busline has made them: use that one here, too"
                      : "Migrate them: busline outbox schema prints what they have to be"));
    }
    String owner = noted.service().isEmpty() ? meta.claim(connection, service) : noted.service();
    if (!service.isEmpty() && !owner.equals(service)) {
      throw new ConfigurationException(
          "the tables %s… belong to the service %s, and this is %s. Two services in one database each need a prefix of their own: Outbox.builder(…).tablePrefix(\"%s_\")"
              .formatted(
                  tables.prefix() + "outbox",
                  owner,
                  service,
                  service.replaceAll("[^A-Za-z0-9_]", "_")));
    }
    return noted.id().isEmpty()
        ? noted.withId(meta.name(connection, UUID.randomUUID().toString()))
        : noted;
  }
}
