package io.busline.cli.events;

import io.busline.cli.command.CommandException;
import io.busline.cli.terminal.Terminal;
import io.busline.event.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files and standard input as options name them. */
final class Input {

  /** More than any broker takes for one event. */
  private static final int MAX_DATA = 64 * 1024 * 1024;

  private Input() {}

  /** The text itself, or what is in {@code @FILE}, or in standard input for {@code -}. */
  static byte[] data(Terminal terminal, String text) {
    if (text.equals("-")) {
      return read("standard input", terminal.in());
    }
    if (!text.startsWith("@")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    String name = text.substring(1);
    try (InputStream file = open(terminal, name)) {
      return read("the file " + Quoted.of(name), file);
    } catch (IOException e) {
      throw unreadable("the file " + Quoted.of(name), e);
    }
  }

  /** A file, or standard input for {@code -}. */
  static InputStream open(Terminal terminal, String name) {
    if (name.equals("-")) {
      return terminal.in();
    }
    try {
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw CommandException.failed(
            "the file %s cannot be read: it is a folder".formatted(Quoted.of(name)));
      }
      return Files.newInputStream(file);
    } catch (NoSuchFileException | InvalidPathException e) {
      throw CommandException.failed(
          "there is no file %s. Check the path, or use - for standard input"
              .formatted(Quoted.of(name)),
          e);
    } catch (IOException e) {
      throw unreadable("the file " + Quoted.of(name), e);
    }
  }

  private static byte[] read(String what, InputStream in) {
    try {
      byte[] bytes = in.readNBytes(MAX_DATA + 1);
      if (bytes.length > MAX_DATA) {
        throw CommandException.failed(
            "%s has more than %d bytes, which no broker takes for one event"
                .formatted(what, MAX_DATA));
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(what, e);
    }
  }

  private static CommandException unreadable(String what, IOException e) {
    return CommandException.failed(
        "%s cannot be read: %s".formatted(what, e.getClass().getSimpleName()), e);
  }
}
