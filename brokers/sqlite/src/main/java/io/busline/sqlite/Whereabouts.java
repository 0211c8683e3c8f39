package io.busline.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file and its two companions as they were when they were opened. SQLite goes on with a file
 * that was removed, and with a write-ahead log that was cut short, as if nothing had happened; what
 * it commits then is gone when the process ends. Never opens the file itself or its shared memory:
 * closing either again would drop the locks of the whole process; see sqlite.org/howtocorrupt.html.
 * Used by one thread at a time.
 */
final class Whereabouts {

  /** See sqlite.org/fileformat2.html#walformat: the header of the log, and of each frame in it. */
  private static final int WAL_HEADER_BYTES = 32;

  private static final int FRAME_HEADER_BYTES = 24;
  private static final int WAL_MAGIC = 0x377f0682;

  /** Two changes of a folder that are closer than a tick of the file system may have one time. */
  private static final long TICK_MILLIS = 50;

  private final Path file;
  private final Path wal;
  private final Path shm;
  private final @Nullable Object fileKey;
  private final @Nullable Object walKey;
  private final @Nullable Object shmKey;
  private long walBytes;
  private boolean wasCut;

  /** How long the log was at the last look. */
  private long seenBytes;

  /** How the folder looked when everything was in place and it had not changed for a while. */
  private @Nullable Folder settled;

  /** A folder that looks the same has lost and got no file. */
  private record Folder(Object key, FileTime modified) {}

  /** Remembers what is there now. A session must be open, and stay open, so that it is there. */
  Whereabouts(Path file) {
    this.file = file;
    this.wal = beside(file, "-wal");
    this.shm = beside(file, "-shm");
    this.fileKey = key(file);
    this.walKey = key(wal);
    this.shmKey = key(shm);
  }

  static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static @Nullable Object key(Path path) {
    BasicFileAttributes seen = attributes(path);
    return seen == null ? null : keyOf(seen);
  }

  private static Object keyOf(BasicFileAttributes seen) {
    Object key = seen.fileKey();
    return key == null ? "a file system without keys" : key;
  }

  /** Null if there is no such file. */
  private static @Nullable BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Which of the files is not the one that was opened, if any. Asked before each confirmation, so
   * as long as the folder does not change, only the log is looked at.
   */
  Optional<Path> misplaced() {
    Folder folder = folder();
    BasicFileAttributes log = attributes(wal);
    seenBytes = log == null ? 0 : log.size();
    if (folder != null && folder.equals(settled) && log != null) {
      return Objects.equals(walKey, keyOf(log)) ? Optional.empty() : Optional.of(wal);
    }
    Optional<Path> misplaced = firstMisplaced();
    settled = misplaced.isEmpty() && isOld(folder, log) ? folder : null;
    return misplaced;
  }

  private Optional<Path> firstMisplaced() {
    if (!Objects.equals(fileKey, key(file))) {
      return Optional.of(file);
    }
    if (!Objects.equals(walKey, key(wal))) {
      return Optional.of(wal);
    }
    return Objects.equals(shmKey, key(shm)) ? Optional.empty() : Optional.of(shm);
  }

  /** Whether the log was written after the folder's last change, by the file system's clock. */
  private static boolean isOld(@Nullable Folder folder, @Nullable BasicFileAttributes log) {
    return folder != null
        && log != null
        && log.lastModifiedTime().toMillis() - folder.modified().toMillis() > TICK_MILLIS;
  }

  private @Nullable Folder folder() {
    Path parent = file.toAbsolutePath().getParent();
    BasicFileAttributes seen = parent == null ? null : attributes(parent);
    return seen == null || seen.fileKey() == null
        ? null
        : new Folder(seen.fileKey(), seen.lastModifiedTime());
  }

  /** Whether only the log is gone, which the open sessions can still read. */
  boolean hasLostLogOnly() {
    return misplaced().equals(Optional.of(wal)) && Objects.equals(shmKey, key(shm));
  }

  /**
   * Whether somebody had cut the log short at the last look. It also becomes shorter when SQLite
   * begins it anew after a burst, and then holds less.
   *
   * @param session a session without a transaction
   */
  boolean isCut(Session session) throws SQLException {
    long bytes = seenBytes;
    wasCut |= bytes < walBytes && bytes < needed(session);
    walBytes = wasCut ? walBytes : bytes;
    return wasCut;
  }

  /** Whether the log was cut short and has grown since, so that its beginning is missing. */
  boolean isHollow() {
    wasCut |= size() > 0 && !hasHeader();
    return wasCut;
  }

  Path wal() {
    return wal;
  }

  private long size() {
    try {
      return Files.size(wal);
    } catch (IOException e) {
      return 0;
    }
  }

  /** How long the log must be to hold what is in it. */
  private static long needed(Session session) throws SQLException {
    long[] frames = new long[1];
    session.each("PRAGMA wal_checkpoint(NOOP)", row -> frames[0] = Math.max(0, row.getLong(2)));
    long frame = FRAME_HEADER_BYTES + session.number("PRAGMA page_size");
    return frames[0] == 0 ? 0 : WAL_HEADER_BYTES + frames[0] * frame;
  }

  private boolean hasHeader() {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES);
    try (FileChannel channel = FileChannel.open(wal, StandardOpenOption.READ)) {
      return channel.read(header, 0) == Integer.BYTES && (header.getInt(0) | 1) == (WAL_MAGIC | 1);
    } catch (IOException e) {
      return false;
    }
  }
}
