package io.busline.cli.terminal;

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
public final class Terminal {

  /** A stream that may be a terminal. */
  public enum Stream {
    /** Standard input. */
    IN,
    /** Standard output. */
    OUT,
    /** Standard error. */
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

  /**
   * Made of the streams of a process.
   *
   * @param in standard input
   * @param out standard output, buffered here
   * @param err standard error
   * @param terminals which of the three are terminals
   * @param columns how wide they are
   * @param coloured whether colours are wanted
   */
  public Terminal(
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

  /**
   * Whether a stream is a terminal.
   *
   * @param stream the stream
   * @return whether it is
   */
  public boolean is(Stream stream) {
    return terminals.contains(stream);
  }

  /**
   * Whether somebody sits there who can be asked.
   *
   * @return whether there is
   */
  public boolean isInteractive() {
    return is(Stream.IN) && is(Stream.ERR);
  }

  /**
   * How wide a line may be.
   *
   * @return the characters of a line
   */
  public int columns() {
    return columns;
  }

  /**
   * Whether a stream shows colours.
   *
   * @param stream the stream
   * @return whether it does
   */
  public boolean coloured(Stream stream) {
    return coloured && is(stream);
  }

  /**
   * Standard input.
   *
   * @return the stream, which is not to be closed
   */
  public InputStream in() {
    return in;
  }

  /**
   * Writes data to standard output, at once.
   *
   * @param bytes the data
   * @throws OutputClosedException if nobody reads any more
   */
  public synchronized void write(byte[] bytes) {
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

  /**
   * Writes a line of data to standard output, at once.
   *
   * @param text the line without its end
   * @throws OutputClosedException if nobody reads any more
   */
  public void line(String text) {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes a line for people to standard error.
   *
   * @param text the line without its end
   */
  public synchronized void note(String text) {
    if (status.isEmpty()) {
      err.println(text);
    } else {
      err.print(CLEAR_LINE);
      err.println(text);
      err.print(shownStatus());
    }
    err.flush();
  }

  /**
   * Replaces the status line; does nothing without a terminal.
   *
   * @param text the new line; an empty one takes it away
   */
  public synchronized void status(String text) {
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

  /**
   * Asks a question on standard error and waits for the answer.
   *
   * @param question the question, with its question mark
   * @return whether the answer was yes
   */
  public boolean confirms(String question) {
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

  /**
   * Text in a colour, if the stream has colours.
   *
   * @param stream where it is to be written
   * @param paint the colour
   * @param text the text
   * @return the text, painted or not
   */
  public String paint(Stream stream, Paint paint, String text) {
    return coloured(stream) ? paint.code + text + "\u001b[0m" : text;
  }

  /** The few ways in which text is set off. */
  public enum Paint {
    /** Strong, for titles. */
    BOLD("\u001b[1m"),
    /** Weak, for what matters less. */
    DIM("\u001b[2m"),
    /** For what is wrong. */
    RED("\u001b[31m"),
    /** For what is well. */
    GREEN("\u001b[32m"),
    /** For what deserves a look. */
    YELLOW("\u001b[33m"),
    /** For names. */
    CYAN("\u001b[36m");

    private final String code;

    Paint(String code) {
      this.code = code;
    }
  }
}
