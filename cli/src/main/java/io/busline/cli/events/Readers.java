package io.busline.cli.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Tells whether anybody still reads the pipe that standard output is. Only a write would notice
 * otherwise, so that {@code subscribe … | head -1} would wait for an event that nobody wants. Linux
 * shows who has a pipe open; elsewhere, and for readers of other users, nothing is ever told.
 */
final class Readers {
  private static final Path PROCESSES = Path.of("/proc");

  private final String pipe;

  /** The file of a reader's that was seen last; one look tells whether that still reads. */
  private Path last;

  private Readers(String pipe, Path last) {
    this.pipe = pipe;
    this.last = last;
  }

  /** Those of standard output; empty if it is no pipe, or if none can be seen. */
  static Optional<Readers> ofStandardOutput() {
    try {
      String pipe = Files.readSymbolicLink(PROCESSES.resolve("self/fd/1")).toString();
      return pipe.startsWith("pipe:")
          ? find(pipe).map(reader -> new Readers(pipe, reader))
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Whether those that were seen have gone, and nobody has taken their place. */
  boolean haveGone() {
    if (isReader(last)) {
      return false;
    }
    Optional<Path> other = find(pipe);
    other.ifPresent(reader -> last = reader);
    return other.isEmpty();
  }

  private static Optional<Path> find(String pipe) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        Optional<Path> found = find(pipe, process.resolve("fd"));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("looking for the readers of standard output", e);
    }
  }

  private static Optional<Path> find(String pipe, Path files) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(files)) {
      for (Path file : open) {
        if (isOf(pipe, file) && isForReading(file)) {
          return Optional.of(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // It has ended, or is another user's.
      return Optional.empty();
    }
    return Optional.empty();
  }

  private boolean isReader(Path file) {
    return isOf(pipe, file) && isForReading(file);
  }

  private static boolean isOf(String pipe, Path file) {
    try {
      return Files.readSymbolicLink(file).toString().equals(pipe);
    } catch (IOException e) {
      // Closed by now.
      return false;
    }
  }

  /** Its flags are octal, and the lowest two bits are how it was opened. */
  private static boolean isForReading(Path file) {
    Path info = file.getParent().resolveSibling("fdinfo").resolve(file.getFileName());
    try {
      return Files.readAllLines(info).stream()
          .filter(line -> line.startsWith("flags:"))
          .anyMatch(line -> (Integer.parseInt(line.substring(6).strip(), 8) & 3) == 0);
    } catch (IOException e) {
      return false;
    }
  }
}
