package io.busline.kafka;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How far a group has come in a partition. Kafka keeps one offset, before which everything is done;
 * what is done beyond it goes into the text that Kafka keeps with the offset, by saying what is
 * not, and what is to be tried again. Other clients of the group see an ordinary offset.
 *
 * @param position the first offset that is not done
 * @param through the offset from which on nothing is done
 * @param open what is not done between the two, with what is known of it
 */
record Bookmark(long position, long through, NavigableMap<Long, Retry> open) {

  /** What follows is the topic's id, after another one the group's interests, and then a beat. */
  private static final String NOTE = ";";

  /** Longer ones are not written down, for retries are worth more. */
  private static final int MAX_INTERESTS = 1024;

  /** Kafka's default for {@code offset.metadata.max.bytes}. */
  static final int MAX_TEXT = 4096;

  private static final String PREFIX = "busline1:";
  private static final int MAX_BYTES = (MAX_TEXT - PREFIX.length()) / 4 * 3 - 32;

  /**
   * What is noted of an event that failed.
   *
   * @param attempts how often it was tried
   * @param notBefore when it is due again
   */
  record Retry(int attempts, Instant notBefore) {
    /** Of an event that never failed. */
    static final Retry NONE = new Retry(0, Instant.EPOCH);
  }

  /** Copies the map. */
  Bookmark {
    open = Collections.unmodifiableNavigableMap(new TreeMap<>(open));
  }

  /** Where nothing is known of what follows. */
  static Bookmark at(long position) {
    return new Bookmark(position, position, new TreeMap<>());
  }

  /** Whether an event need not be handled any more. */
  boolean isDone(long offset) {
    return offset < position || (offset < through && !open.containsKey(offset));
  }

  /** What was noted of an event. */
  @Nullable Retry retry(long offset) {
    Retry retry = open.get(offset);
    return retry == null || retry.attempts() == 0 ? null : retry;
  }

  /** The same, with no retry noted. */
  Bookmark withoutRetries() {
    NavigableMap<Long, Retry> bare = new TreeMap<>(open);
    bare.replaceAll((offset, retry) -> Retry.NONE);
    return new Bookmark(position, through, bare);
  }

  /** How many events between position and through are not done. */
  int openCount() {
    return open.size();
  }

  /** As below, without a note. */
  OffsetAndMetadata encode() {
    return encode("", "", "");
  }

  /**
   * Writes it down: differences of offsets in groups of seven bits. What finds no room is left out
   * from the end, and is handled again after a restart.
   *
   * @param topic the topic's id, so that it means nothing in another topic of that name; or empty
   * @param interests what the group reads, for whoever lists groups; or empty
   * @param beat what tells the other instances that this one lives; or empty
   */
  OffsetAndMetadata encode(String topic, String interests, String beat) {
    String shown = interests.length() > MAX_INTERESTS ? "" : interests;
    String last = shown + (beat.isEmpty() ? "" : NOTE + beat);
    String note = topic.isEmpty() && last.isEmpty() ? "" : NOTE + topic + NOTE + last;
    if (open.isEmpty() && through <= position) {
      return new OffsetAndMetadata(position, note.isEmpty() ? "" : PREFIX + note);
    }
    return new OffsetAndMetadata(position, PREFIX + written(MAX_BYTES - note.length()) + note);
  }

  private String written(int room) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    long last = position;
    long end = through;
    for (Map.Entry<Long, Retry> entry : open.entrySet()) {
      if (entries.size() > room) {
        end = entry.getKey();
        break;
      }
      Retry retry = entry.getValue();
      long known = retry.attempts() > 0 ? 1 : 0;
      write(entries, (entry.getKey() - last) << 1 | known);
      if (known == 1) {
        write(entries, retry.attempts());
        write(entries, Math.max(0, retry.notBefore().toEpochMilli()));
      }
      last = entry.getKey();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, end - position);
    out.writeBytes(entries.toByteArray());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
  }

  /** The topic's id that was written down with it, or nothing. */
  static String topic(OffsetAndMetadata written) {
    return noted(written, 1);
  }

  /** The interests that were written down with it, or nothing. */
  static String interests(OffsetAndMetadata written) {
    return noted(written, 2);
  }

  private static String noted(OffsetAndMetadata written, int part) {
    String text = written.metadata();
    String[] parts =
        text != null && text.startsWith(PREFIX) ? text.split(NOTE, 4) : new String[] {};
    return parts.length > part ? parts[part] : "";
  }

  /** Reads what {@link #encode} or another client wrote. */
  static Bookmark decode(OffsetAndMetadata written) {
    String text = written.metadata();
    if (text == null || !text.startsWith(PREFIX)) {
      return at(written.offset());
    }
    int end = text.indexOf(NOTE);
    String open = text.substring(PREFIX.length(), end < 0 ? text.length() : end);
    if (open.isEmpty()) {
      return at(written.offset());
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(open);
      return read(written.offset(), ByteBuffer.wrap(bytes));
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | ArithmeticException
        | DateTimeException e) {
      // Not ours after all, and then nothing beyond the offset is known to be done.
      return at(written.offset());
    }
  }

  private static Bookmark read(long position, ByteBuffer in) {
    long through = position + bounded(read(in));
    NavigableMap<Long, Retry> open = new TreeMap<>();
    long last = position;
    while (in.hasRemaining()) {
      long step = read(in);
      last += bounded(step >>> 1);
      if (last >= through) {
        throw new IllegalArgumentException("an event beyond the end");
      }
      boolean known = (step & 1) == 1;
      open.put(last, known ? retry(in) : Retry.NONE);
    }
    return new Bookmark(position, through, open);
  }

  private static Retry retry(ByteBuffer in) {
    int attempts = Math.toIntExact(read(in));
    if (attempts < 1) {
      throw new IllegalArgumentException("a retry without an attempt");
    }
    return new Retry(attempts, Instant.ofEpochMilli(bounded(read(in))));
  }

  /** So that no sum of two overflows. */
  private static long bounded(long number) {
    if (number < 0 || number > Long.MAX_VALUE / 2) {
      throw new IllegalArgumentException("a number that is no offset");
    }
    return number;
  }

  private static void write(ByteArrayOutputStream out, long number) {
    long rest = number;
    while (rest > 0x7F) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long read(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte part = in.get();
      number |= (long) (part & 0x7F) << shift;
      if (part >= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }
}
