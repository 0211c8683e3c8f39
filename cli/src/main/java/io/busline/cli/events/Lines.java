package io.busline.cli.events;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as bytes, with their numbers. For one thread. */
final class Lines {

  /** An event with its data in Base64 is shorter; what is longer is not kept in memory. */
  static final int MAX_LENGTH = 4 * 1024 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int position;
  private int end;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** A line without its end, and cut where it is too long. */
  static final class Line {
    private final long number;
    private final byte[] bytes;
    private final boolean tooLong;

    private Line(long number, byte[] bytes, boolean tooLong) {
      this.number = number;
      this.bytes = bytes;
      this.tooLong = tooLong;
    }

    /** From 1. */
    long number() {
      return number;
    }

    byte[] bytes() {
      return bytes;
    }

    boolean isTooLong() {
      return tooLong;
    }

    boolean isBlank() {
      for (byte b : bytes) {
        if (b != ' ' && b != '\t') {
          return false;
        }
      }
      return true;
    }
  }

  /** The next line, or null after the last. */
  @Nullable Line next() throws IOException {
    if (!fill()) {
      return null;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    boolean tooLong = false;
    boolean ended = false;
    while (!ended && fill()) {
      int start = position;
      while (position < end && buffer[position] != '\n') {
        position++;
      }
      int kept = Math.min(position - start, MAX_LENGTH - bytes.size());
      bytes.write(buffer, start, kept);
      tooLong |= kept < position - start;
      ended = position < end;
      position += ended ? 1 : 0;
    }
    number++;
    return new Line(number, withoutReturn(bytes.toByteArray()), tooLong);
  }

  /** Whether there is anything to read; waits for it. */
  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, in.read(buffer));
    }
    return position < end;
  }

  private static byte[] withoutReturn(byte[] line) {
    boolean windows = line.length > 0 && line[line.length - 1] == '\r';
    return windows ? Arrays.copyOf(line, line.length - 1) : line;
  }
}
