package io.busline.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file. In one of another's, nothing is deleted. */
final class SqliteTarget implements Target {
  private final String url;
  private final Path file;
  private final @Nullable Path folder;
  private @Nullable Connection locking;

  private SqliteTarget(String url, Path file, @Nullable Path folder) {
    this.url = url;
    this.file = file;
    this.folder = folder;
  }

  static SqliteTarget own(String asked) {
    try {
      Path folder = Files.createTempDirectory("busline-soak-");
      Path file = folder.resolve("soak.db");
      return new SqliteTarget(Places.with("sqlite:" + file, "", asked), file, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("making a folder for a file", e);
    }
  }

  static SqliteTarget at(String url) {
    String path = url.substring("sqlite:".length()).split("\\?", 2)[0];
    return new SqliteTarget(url, Path.of(path), null);
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public Set<Mishap> allowed() {
    return folder == null ? EnumSet.of(Mishap.LOCK) : EnumSet.of(Mishap.LOCK, Mishap.DELETE_WAL);
  }

  @Override
  public Victim victim(Mishap mishap, int choice, List<Group> groups) {
    return Victim.of(mishap == Mishap.LOCK ? file.toString() : wal().toString());
  }

  private Path wal() {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  @Override
  public void begin(Mishap mishap, int choice, List<Group> groups) throws MishapFailedException {
    try {
      if (mishap == Mishap.LOCK) {
        lock();
      } else {
        Files.delete(wal());
      }
    } catch (SQLException | IOException e) {
      throw new MishapFailedException(mishap.text, e);
    }
  }

  private void lock() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout=5000");
      statement.execute("BEGIN IMMEDIATE");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    locking = connection;
  }

  @Override
  public void end(Mishap mishap) throws MishapFailedException {
    Connection connection = locking;
    locking = null;
    if (connection == null) {
      return;
    }
    try (connection;
        var statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      throw new MishapFailedException("unlocking the file", e);
    }
  }

  @Override
  public void close() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.toList()) {
        Files.deleteIfExists(each);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
