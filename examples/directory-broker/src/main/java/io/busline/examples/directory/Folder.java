package io.busline.examples.directory;

import io.busline.error.BrokerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A directory that several processes use, and which one of them at a time changes. */
record Folder(Path path) {

  /** A file lock is a process's, so the threads of one take turns first. */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  /** Makes the directory if need be. */
  Folder {
    tried("making " + path, () -> Files.createDirectories(path));
  }

  /** What is done with files. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Does something while nobody else changes anything. */
  <T> T alone(String doing, Work<T> work) {
    ReentrantLock lock = LOCKS.computeIfAbsent(path.toAbsolutePath(), any -> new ReentrantLock());
    lock.lock();
    try {
      return tried(
          doing,
          () -> {
            try (FileChannel file =
                    FileChannel.open(
                        path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
              held.acquiredBy();
              return work.run();
            }
          });
    } finally {
      lock.unlock();
    }
  }

  static <T> T tried(String doing, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new BrokerException("%s failed: %s".formatted(doing, e), e);
    }
  }

  /** The names of what is in a folder below this one; none if it is not there. */
  List<String> names(String below) {
    return tried(
        "listing " + below,
        () -> {
          if (!Files.isDirectory(path.resolve(below))) {
            return List.of();
          }
          try (Stream<Path> files = Files.list(path.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
          }
        });
  }

  /** Writes a file as a whole: whoever looks sees all of it or nothing. */
  void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Path partial = path.resolve("partial");
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
