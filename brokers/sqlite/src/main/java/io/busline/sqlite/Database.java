package io.busline.sqlite;

import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The file: opens sessions to it with the settings that make it safe, creates it, refuses what is
 * not ours, and explains what goes wrong with it. Safe for use by several threads.
 */
final class Database implements AutoCloseable {

  /** "BusL": says whose file this is; see sqlite.org/fileformat2.html#application_id. */
  static final int APPLICATION_ID = 0x4275734C;

  static final int SCHEMA_VERSION = 3;

  /** Older engines can corrupt a file in WAL mode; see sqlite.org/wal.html#walresetbug. */
  static final String OLDEST_ENGINE = "3.51.3";

  /** How long to wait for another process's transaction; ours take milliseconds. */
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  /** After a burst, the write-ahead log is cut back to this size: some seconds of full speed. */
  private static final int KEPT_WAL_BYTES = 64 << 20;

  private static final System.Logger LOG = System.getLogger(Database.class.getName());

  private final Path file;

  /**
   * Open as long as this is, so that SQLite never takes its companions away; and the one that still
   * has the log when somebody else did. Guarded by the lock, like what it is asked about.
   */
  private final Session keeper;

  private final Whereabouts whereabouts;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** Opens the file, or creates it. */
  Database(Path file) {
    this.file = file;
    createFile();
    try {
      this.keeper = created();
    } catch (SQLException e) {
      throw explain("opening", e);
    }
    this.whereabouts = new Whereabouts(file);
  }

  private Session created() throws SQLException {
    Session session = connect();
    try {
      requireEngine(session.text("SELECT sqlite_version()"));
      session.beginWrite();
      requireSchema(session);
      session.commit();
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  Path file() {
    return file;
  }

  private void createFile() {
    try {
      boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
      if (posix) {
        // SQLite gives its two companion files the same permissions.
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      // It is looked at later.
    } catch (IOException e) {
      throw new BrokerException(
          "creating %s failed: %s. Let this user write to the folder, or choose another path"
              .formatted(file, e),
          e);
    }
  }

  /**
   * Opens one more session. A companion that is gone would be made anew by it, so it is refused.
   */
  Session open() throws SQLException {
    requireInPlace();
    return connect();
  }

  /** Opens a session. Its first use of a file that is not a database fails. */
  private Session connect() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.resetOpenMode(SQLiteOpenMode.OPEN_URI);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.enforceForeignKeys(true);
    // Otherwise the driver compiles and runs one more statement after every insert.
    config.setGetGeneratedKeys(false);
    Session session = new Session(config.createConnection("jdbc:sqlite:" + file));
    try {
      session.execute("PRAGMA trusted_schema = OFF");
      session.execute("PRAGMA auto_vacuum = INCREMENTAL");
      session.execute("PRAGMA synchronous = FULL");
      session.execute("PRAGMA journal_size_limit = " + KEPT_WAL_BYTES);
      requireWal(session.text("PRAGMA journal_mode = WAL"));
      return session;
    } catch (SQLException | EventBusException e) {
      session.close();
      throw e;
    }
  }

  private void requireWal(String mode) {
    if (!mode.equals("wal")) {
      throw new BrokerException(
          "opening %s failed: its file system cannot share memory between processes (journal mode stays %s). Put the file on a local disk"
              .formatted(file, mode));
    }
  }

  static void requireEngine(String version) {
    if (Version.parse(version).compareTo(Version.parse(OLDEST_ENGINE)) < 0) {
      throw new ConfigurationException(
          "SQLite %s can damage a file in WAL mode; at least %s is needed. Have Maven bring it with the property <sqlite-jdbc.version>%s.0</sqlite-jdbc.version>, which Spring Boot reads too, or a newer org.xerial:sqlite-jdbc"
              .formatted(version, OLDEST_ENGINE, OLDEST_ENGINE));
    }
  }

  private void requireSchema(Session session) throws SQLException {
    long application = session.number("PRAGMA application_id");
    long version = session.number("PRAGMA user_version");
    if (application == 0 && session.number("SELECT count(*) FROM sqlite_schema") == 0) {
      session.execute(schema());
      session.execute("PRAGMA application_id = " + APPLICATION_ID);
      session.execute("PRAGMA user_version = " + SCHEMA_VERSION);
    } else if (application != APPLICATION_ID) {
      throw new ConfigurationException(
          "%s is a SQLite database of another program. Choose another path".formatted(file));
    } else if (version > SCHEMA_VERSION) {
      throw new ConfigurationException(
          "%s was written by a newer Busline (format %d, this one knows %d). Upgrade busline-sqlite"
              .formatted(file, version, SCHEMA_VERSION));
    } else if (version < SCHEMA_VERSION) {
      throw new ConfigurationException(
          "%s was written by a Busline before its first release (format %d, this one knows %d). Move it away to start anew, or choose another path"
              .formatted(file, version, SCHEMA_VERSION));
    }
  }

  private static String schema() {
    try (InputStream in = Database.class.getResourceAsStream("schema.sql")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading schema.sql from the jar of busline-sqlite", e);
    }
  }

  /**
   * Refuses to go on with a file that is not at its path any more: what is written to it would be
   * confirmed, and gone. The same of its companions.
   */
  void requireInPlace() {
    lock.lock();
    try {
      if (closed) {
        throw new BrokerException("%s is closed. Open a new bus".formatted(file));
      }
      whereabouts
          .misplaced()
          .ifPresent(
              gone -> {
                throw new BrokerException(
                    "%s was removed or replaced while it was open. Restart every process that uses it"
                        .formatted(gone));
              });
      if (whereabouts.isCut(keeper)) {
        throw cut();
      }
    } catch (SQLException e) {
      throw explain("looking at", e);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #requireInPlace()}, and looks into the log, which costs more. */
  void requireWhole() {
    requireInPlace();
    lock.lock();
    try {
      if (whereabouts.isHollow()) {
        throw cut();
      }
    } finally {
      lock.unlock();
    }
  }

  private BrokerException cut() {
    return new BrokerException(
        "%s was cut short while it was open, and what was confirmed last may be gone. Restart every process that uses it"
            .formatted(whereabouts.wal()));
  }

  /**
   * If only the log was taken away, brings what is in it into the file. The open sessions have it
   * until they end, and nobody after them.
   */
  void salvage() {
    lock.lock();
    try {
      if (!closed && whereabouts.hasLostLogOnly()) {
        keeper.each("PRAGMA wal_checkpoint(FULL)", row -> {});
      }
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, explain("salvaging", e).getMessage());
    } finally {
      lock.unlock();
    }
  }

  /** Ends the last session. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      keeper.close();
    } finally {
      lock.unlock();
    }
  }

  /** Says in words what an error means and what to do. */
  EventBusException explain(String doing, Throwable e) {
    if (e instanceof EventBusException explained) {
      return explained;
    }
    String advice =
        switch (code(e)) {
          case SQLITE_FULL -> "the disk is full. Free some space; it goes on by itself";
          case SQLITE_BUSY ->
              "another process held the write lock for more than %d ms. Find it with: fuser -v %s"
                  .formatted(BUSY_TIMEOUT_MILLIS, file);
          case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
              "file and folder must both be writable. Let this user write to them";
          case SQLITE_IOERR -> "the disk did not obey. Look at the system's log";
          case SQLITE_CORRUPT -> "the file is damaged. Restore it, or move it away to start anew";
          case SQLITE_NOTADB -> "it is not a SQLite database. Choose another path";
          default -> "this was not expected. Please report it";
        };
    String message = "%s %s failed: %s (%s)".formatted(doing, file, advice, e.getMessage());
    return code(e) == SQLiteErrorCode.SQLITE_NOTADB
        ? new ConfigurationException(message, e)
        : new BrokerException(message, e);
  }

  /** The error's primary code; sqlite.org/rescode.html: the low byte of the extended one. */
  static SQLiteErrorCode code(Throwable e) {
    return e instanceof SQLiteException error
        ? SQLiteErrorCode.getErrorCode(error.getResultCode().code & 0xFF)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
