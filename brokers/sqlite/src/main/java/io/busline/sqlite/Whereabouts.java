package io.busline.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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

  private final Path file;
  private final Path wal;
  private final Path shm;
  private final @Nullable Object fileKey;
  private final @Nullable Object walKey;
  private final @Nullable Object shmKey;
  private long walBytes;
  private boolean wasCut;

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
    try {
      Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      return key == null ? "a file system without keys" : key;
    } catch (IOException e) {
      return null;
    }
  }

  /** Which of the files is not the one that was opened, if any. */
  Optional<Path> misplaced() {
    if (!Objects.equals(fileKey, key(file))) {
      return Optional.of(file);
    }
    if (!Objects.equals(walKey, key(wal))) {
      return Optional.of(wal);
    }
    return Objects.equals(shmKey, key(shm)) ? Optional.empty() : Optional.of(shm);
  }

  /** Whether only the log is gone, which the open sessions can still read. */
  boolean hasLostLogOnly() {
    return misplaced().equals(Optional.of(wal)) && Objects.equals(shmKey, key(shm));
  }

  /**
   * Whether somebody has cut the log short. It also becomes shorter when SQLite begins it anew
   * after a burst, and then holds less.
   *
   * @param session a session without a transaction
   */
  boolean isCut(Session session) throws SQLException {
    long bytes = size();
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
