package io.busline.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Where a command reads and writes. Lines on standard error and the status line there do not
 * disturb each other. Safe for use by several threads.
 */
final class Terminal {

  /** A stream that may be a terminal. */
  enum Stream {
    IN,
    OUT,
    ERR
  }

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final InputStream in;
  private final OutputStream out;
  private final PrintStream err;
  private final Set<Stream> terminals;
  private final int columns;
  private final boolean coloured;
  private String status = "";

  Terminal(
      InputStream in,
      OutputStream out,
      PrintStream err,
      Set<Stream> terminals,
      int columns,
      boolean coloured) {
    this.in = in;
    this.out = new BufferedOutputStream(out, 64 * 1024);
    this.err = err;
    this.terminals = Set.copyOf(terminals);
    this.columns = columns;
    this.coloured = coloured;
  }

  boolean is(Stream stream) {
    return terminals.contains(stream);
  }

  /** Whether somebody sits there who can be asked. */
  boolean isInteractive() {
    return is(Stream.IN) && is(Stream.ERR);
  }

  int columns() {
    return columns;
  }

  boolean coloured(Stream stream) {
    return coloured && is(stream);
  }

  InputStream in() {
    return in;
  }

  /** Writes data to standard output, at once. */
  synchronized void write(byte[] bytes) {
    boolean covered = is(Stream.OUT) && !status.isEmpty();
    String covering = status;
    if (covered) {
      status("");
    }
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new OutputClosedException(e);
    }
    if (covered) {
      status(covering);
    }
  }

  /** Writes a line of data to standard output, at once. */
  void line(String text) {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a line for people to standard error. */
  synchronized void note(String text) {
    if (status.isEmpty()) {
      err.println(text);
    } else {
      err.print(CLEAR_LINE);
      err.println(text);
      err.print(shownStatus());
    }
    err.flush();
  }

  /** Replaces the status line; an empty one takes it away. Does nothing without a terminal. */
  synchronized void status(String text) {
    if (!is(Stream.ERR) || text.equals(status)) {
      return;
    }
    status = text;
    err.print(CLEAR_LINE + shownStatus());
    err.flush();
  }

  private String shownStatus() {
    return status.length() < columns ? status : status.substring(0, Math.max(0, columns - 1));
  }

  /** Asks a question on standard error and reads the answer. */
  boolean confirms(String question) {
    synchronized (this) {
      err.print(question + " [y/N] ");
      err.flush();
    }
    StringBuilder answer = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        answer.append((char) c);
      }
    } catch (IOException e) {
      return false;
    }
    String word = answer.toString().strip();
    return word.equalsIgnoreCase("y") || word.equalsIgnoreCase("yes");
  }

  /** Text on a stream in a colour, if it has colours. */
  String paint(Stream stream, Paint paint, String text) {
    return coloured(stream) ? paint.code + text + "\u001b[0m" : text;
  }

  /** The few ways in which text is set off. */
  enum Paint {
    BOLD("\u001b[1m"),
    DIM("\u001b[2m"),
    RED("\u001b[31m"),
    GREEN("\u001b[32m"),
    YELLOW("\u001b[33m"),
    CYAN("\u001b[36m");

    private final String code;

    Paint(String code) {
      this.code = code;
    }
  }
}
