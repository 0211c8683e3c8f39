package io.busline.spi.log;

import io.busline.error.DecodingException;
import io.busline.spi.log.KeysBehind.Behind;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

/** How a {@link Ledger} is written down. */
final class LedgerFormat {

  private LedgerFormat() {}

  static byte[] write(
      long position, long[] readTo, SortedMap<Long, Integer> open, KeysBehind behind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16);
    for (int slot = 0; slot < readTo.length; ) {
      int end = slot + 1;
      while (end < readTo.length && readTo[end] == readTo[slot]) {
        end++;
      }
      write(out, end - slot);
      write(out, readTo[slot] - position);
      slot = end;
    }
    write(out, open.size());
    long last = position;
    for (Map.Entry<Long, Integer> entry : open.entrySet()) {
      write(out, entry.getKey() - last);
      write(out, entry.getValue());
      last = entry.getKey();
    }
    behind.sorted().forEach((key, b) -> write(out, position, key, b));
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, long position, long key, Behind behind) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
    write(out, behind.slot());
    write(out, behind.from() - position);
    write(out, behind.through() - behind.from());
    write(out, behind.events());
  }

  static void read(
      long position, byte[] state, long[] readTo, Map<Long, Integer> open, KeysBehind behind) {
    ByteBuffer in = ByteBuffer.wrap(state);
    try {
      read(position, in, readTo, open);
      while (in.hasRemaining()) {
        long key = in.getLong();
        int slot = slot(in);
        long from = position + read(in);
        behind.put(key, new Behind(slot, from, from + read(in), read(in)));
      }
    } catch (BufferUnderflowException e) {
      throw malformed("it is cut off");
    }
  }

  private static void read(long position, ByteBuffer in, long[] readTo, Map<Long, Integer> open) {
    for (int slot = 0; slot < readTo.length; ) {
      long run = read(in);
      if (run < 1 || run > readTo.length - slot) {
        throw malformed("it has a run of %d slots at slot %d".formatted(run, slot));
      }
      int end = slot + (int) run;
      Arrays.fill(readTo, slot, end, position + read(in));
      slot = end;
    }
    long last = position;
    for (long left = read(in); left > 0; left--) {
      last += read(in);
      open.put(last, slot(in));
    }
  }

  private static int slot(ByteBuffer in) {
    long slot = read(in);
    if (slot < 0 || slot >= Slots.COUNT) {
      throw malformed("it has an event in slot %d".formatted(slot));
    }
    return (int) slot;
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
    throw malformed("it has a number without an end");
  }

  private static DecodingException malformed(String reason) {
    return new DecodingException(
        "what is written down about a group's progress is malformed: " + reason);
  }
}
