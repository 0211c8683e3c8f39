package io.busline.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a process of the soak says: each line in one write. Safe for use by several threads. */
final class Said {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  void say(Line line) {
    try {
      out.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("telling the soak " + line, e);
    }
  }

  void say(Line.Kind kind, String id) {
    say(Line.of(kind, id));
  }
}
