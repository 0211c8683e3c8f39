package io.busline.benchmarks.harness;

import io.busline.EventBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new folder with a file in it, gone when closed. */
public final class Folder implements AutoCloseable {
  private final Path folder;

  public Folder(Path parent) throws IOException {
    Files.createDirectories(parent);
    folder = Files.createTempDirectory(parent, "sample");
  }

  public Path path() {
    return folder;
  }

  public Path file() {
    return folder.resolve("events.db");
  }

  public EventBus bus() {
    return EventBus.connect("sqlite:" + file(), "benchmarks");
  }

  @Override
  public void close() {
    try {
      List<Path> all;
      try (Stream<Path> found = Files.walk(folder)) {
        all = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + folder, e);
    }
  }
}
