package io.busline.cli.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.DriverDataSource;
import io.busline.cli.terminal.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The database of the demo's orders: one that was named, or a file for each bus. */
final class DemoDatabase implements AutoCloseable {

  /** Eight handlers, the relay, and who places orders. */
  private static final int CONNECTIONS = 12;

  /** SQLite has one writer at a time, and those who wait for it must not wait in a circle. */
  private static final String SQLITE_WRITES =
      "?journal_mode=WAL&transaction_mode=IMMEDIATE&busy_timeout=20000";

  private final HikariDataSource pool;
  private final String place;
  private final @Nullable Path removed;

  private DemoDatabase(HikariDataSource pool, String place, @Nullable Path removed) {
    this.pool = pool;
    this.place = place;
    this.removed = removed;
  }

  static DemoDatabase open(@Nullable String named, Map<String, String> environment, BusMixin bus) {
    String url = named != null ? named : environment.getOrDefault("BUSLINE_DATABASE", "");
    Path temporary = url.isEmpty() && bus.url().startsWith("memory:") ? temporary() : null;
    if (temporary != null) {
      url = "jdbc:sqlite:" + temporary;
    } else if (url.isEmpty()) {
      url = "jdbc:sqlite:" + bus.dataFile("orders-%s.db".formatted(id(bus.place())));
    }
    int parameters = url.indexOf('?');
    String place = Secrets.hidden(parameters < 0 ? url : url.substring(0, parameters));
    String whole = url.startsWith("jdbc:sqlite:") && parameters < 0 ? url + SQLITE_WRITES : url;
    return new DemoDatabase(pool(whole, environment, place), place, temporary);
  }

  /** The same for the same bus, and nothing of its URL. */
  private static String id(String bus) {
    return UUID.nameUUIDFromBytes(bus.getBytes(StandardCharsets.UTF_8)).toString().substring(0, 8);
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("busline-orders-", ".db");
    } catch (IOException e) {
      throw CommandException.failed(
          "a temporary file for the orders cannot be made. Name a database with --database", e);
    }
  }

  private static HikariDataSource pool(String url, Map<String, String> environment, String place) {
    String user = environment.getOrDefault("BUSLINE_DATABASE_USER", "");
    String password = environment.getOrDefault("BUSLINE_DATABASE_PASSWORD", "");
    HikariConfig config = new HikariConfig();
    config.setDataSource(new DriverDataSource(url, user, password));
    config.setMaximumPoolSize(CONNECTIONS);
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      String said = e.getCause() == null ? "" : String.valueOf(e.getCause().getMessage());
      throw CommandException.failed(
          "the database %s cannot be reached. Look whether it runs, and whether user and password are right: %s"
              .formatted(place, Secrets.hidden(said)),
          e);
    }
  }

  DataSource dataSource() {
    return pool;
  }

  /** As it may be shown. */
  String place() {
    return place;
  }

  @Override
  public void close() {
    pool.close();
    if (removed != null) {
      for (String end : new String[] {"", "-wal", "-shm"}) {
        remove(Path.of(removed + end));
      }
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is a temporary file, and the system clears those.
    }
  }
}
