package io.busline.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Temporary folders. */
final class Folders {
  private static final int TRIES = 50;
  private static final long PAUSE_NANOS = 20_000_000;

  private Folders() {}

  static Path create(Path parent, String name) {
    try {
      return Files.createTempDirectory(parent, "busline-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("making a temporary folder", e);
    }
  }

  /**
   * Removes a folder and all in it, if it is there. The children of a server that was killed may
   * still remove files, and make some, for a moment.
   */
  static void remove(Path folder) {
    for (int tries = 1; Files.exists(folder); tries++) {
      try {
        removeOnce(folder);
      } catch (IOException | UncheckedIOException e) {
        if (tries == TRIES) {
          throw new IllegalStateException("removing " + folder, e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static void removeOnce(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
      for (Path path : all) {
        Files.deleteIfExists(path);
      }
    }
  }
}
