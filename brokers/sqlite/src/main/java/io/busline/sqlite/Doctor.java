package io.busline.sqlite;

import io.busline.admin.Finding;
import io.busline.error.EventBusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at the file, its place and its settings. */
final class Doctor {

  /** Below this, a busy bus may stop within the hour. */
  private static final long LITTLE_SPACE = 256L << 20;

  /** A hundred times the size at which SQLite begins to write the log back. */
  private static final long LONG_WAL = 400L << 20;

  /** File systems of networks and shared folders, whose locks or shared memory do not hold. */
  private static final Set<String> REMOTE =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb",
          "smb2",
          "smb3",
          "smbfs",
          "9p",
          "vboxsf",
          "fuse.sshfs",
          "afs",
          "ceph",
          "glusterfs",
          "fuse.glusterfs",
          "lustre",
          "webdav",
          "davfs");

  /** How many rows of the table of dead letters to look at. */
  private static final int LETTERS = 10_000;

  private final SqliteBroker broker;
  private final Database database;
  private final DeadLetterTable letters;
  private final Path file;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(SqliteBroker broker, Database database, DeadLetterTable letters) {
    this.broker = broker;
    this.database = database;
    this.letters = letters;
    this.file = database.file();
  }

  List<Finding> diagnose() {
    look("writing", this::writing);
    look("permissions", this::permissions);
    look("file system", this::fileSystem);
    look("write-ahead log", this::wal);
    look("dead letters", this::foreignLetters);
    look("integrity", this::inside);
    findings.add(
        Finding.ok(
            "other programs",
            "One that opens this file with a SQLite before %s can damage it, the shell included."
                .formatted(Database.OLDEST_ENGINE)));
    return List.copyOf(findings);
  }

  private interface Look {
    void at() throws IOException;
  }

  private void look(String subject, Look look) {
    try {
      look.at();
    } catch (IOException | EventBusException e) {
      findings.add(Finding.failure(subject, String.valueOf(e.getMessage())));
    }
  }

  private void writing() {
    broker.requireInPlace();
    broker.writer().now(Retention::touch);
    findings.add(Finding.ok("writing", "A commit to " + file + " reached the disk."));
  }

  private void foreignLetters() {
    long foreign = letters.foreign(LETTERS);
    if (foreign > 0) {
      findings.add(
          Finding.warning(
              "dead letters",
              "Of the first %d rows of the table dead_letter, %d are no letters that this release can read, and are passed over. A later release may have written them; otherwise delete them."
                  .formatted(LETTERS, foreign)));
    }
  }

  private void permissions() throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    boolean ours =
        permissions.stream().allMatch(permission -> permission.name().startsWith("OWNER"));
    findings.add(
        ours
            ? Finding.ok("permissions", "Only the owner may read or write the file.")
            : Finding.warning(
                "permissions",
                "Others may open the file, and events may be private. Run: chmod 600 " + file));
  }

  private void fileSystem() throws IOException {
    String type = Files.getFileStore(file).type();
    findings.add(
        REMOTE.contains(type.toLowerCase(Locale.ROOT))
            ? Finding.failure(
                "file system",
                "The file is on %s, where locks between machines do not hold. Move it to a local disk."
                    .formatted(type))
            : Finding.ok("file system", "The file is on " + type + "."));
    long free = Files.getFileStore(file).getUsableSpace();
    findings.add(
        free < LITTLE_SPACE
            ? Finding.warning(
                "free space",
                "%d MiB are left, and a full disk stops publishing. Free some."
                    .formatted(free >> 20))
            : Finding.ok("free space", "%d MiB are left.".formatted(free >> 20)));
  }

  private void wal() throws IOException {
    Path wal = Whereabouts.beside(file, "-wal");
    long size = Files.exists(wal) ? Files.size(wal) : 0;
    findings.add(
        size > LONG_WAL
            ? Finding.warning(
                "write-ahead log",
                "It has %d MiB: some process reads without end. Find it with: fuser -v %s"
                    .formatted(size >> 20, file))
            : Finding.ok("write-ahead log", "It has %d KiB.".formatted(size >> 10)));
  }

  /** In a session of its own: checking a large file takes long. */
  private void inside() {
    try (Session session = database.open()) {
      settings(session);
      integrity(session);
    } catch (SQLException e) {
      throw database.explain("checking", e);
    }
  }

  private void settings(Session session) throws SQLException {
    findings.add(
        Finding.ok(
            "settings",
            "SQLite %s, journal_mode=%s, synchronous=%s (2 is FULL), %s of %s pages free."
                .formatted(
                    session.text("SELECT sqlite_version()"),
                    session.text("PRAGMA journal_mode"),
                    session.text("PRAGMA synchronous"),
                    session.text("PRAGMA freelist_count"),
                    session.text("PRAGMA page_count"))));
  }

  private void integrity(Session session) throws SQLException {
    String result = session.text("PRAGMA quick_check(1)");
    findings.add(
        result.equals("ok")
            ? Finding.ok("integrity", "SQLite found the file whole.")
            : Finding.failure(
                "integrity",
                "SQLite found damage: %s. Restore the file, or move it away to start anew."
                    .formatted(result)));
  }
}
