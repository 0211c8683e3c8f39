package io.busline.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An input as a message or a row: lines of a name, a colon and a value, then an empty line and the
 * body. So that a corpus can be read and written by hand.
 */
public final class Lines {
  private final List<Line> list;
  private final byte[] body;

  private Lines(List<Line> list, byte[] body) {
    this.list = List.copyOf(list);
    this.body = body;
  }

  /** One line; the value's bytes may be anything but the end of a line. */
  public static final class Line {
    private final String name;
    private final byte[] value;

    private Line(String name, byte[] value) {
      this.name = name;
      this.value = value;
    }

    /** What is before the colon. */
    public String name() {
      return name;
    }

    /** What is after it, as bytes. */
    public byte[] value() {
      return value;
    }

    /** What is after it, as text. */
    public String text() {
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /** The lines, in their order. */
  public List<Line> list() {
    return list;
  }

  /** What follows the empty line; no bytes if there is none. */
  public byte[] body() {
    return body;
  }

  /** Reads an input, every one of which is some message. */
  public static Lines of(byte[] input) {
    List<Line> list = new ArrayList<>();
    int start = 0;
    while (start < input.length) {
      int end = start;
      while (end < input.length && input[end] != '\n') {
        end++;
      }
      if (end == start) {
        return new Lines(list, Arrays.copyOfRange(input, end + 1, input.length));
      }
      list.add(line(input, start, end));
      start = end + 1;
    }
    return new Lines(list, new byte[0]);
  }

  private static Line line(byte[] input, int start, int end) {
    int colon = start + 1;
    while (colon < end && input[colon] != ':') {
      colon++;
    }
    String name = new String(input, start, colon - start, StandardCharsets.UTF_8);
    int value = Math.min(end, colon + 1);
    value += value < end && input[value] == ' ' ? 1 : 0;
    return new Line(name, Arrays.copyOfRange(input, value, end));
  }

  /** The text of the last line of a name. */
  public String text(String name, String otherwise) {
    String found = otherwise;
    for (Line line : list) {
      found = line.name().equals(name) ? line.text() : found;
    }
    return found;
  }

  /** What is no header of the message, but known of it besides: those names begin with a colon. */
  public List<Line> headers() {
    return list.stream().filter(line -> !line.name().startsWith(":")).toList();
  }
}
