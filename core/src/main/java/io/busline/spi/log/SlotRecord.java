package io.busline.spi.log;

import io.busline.error.DecodingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a registry keeps of one group in one log: who owns each slot, what was done, which retries
 * are to come. One value, replaced as a whole if it is still the one that was read; so what a
 * member says about a slot counts only while it owns it. Immutable.
 */
final class SlotRecord {

  private static final int VERSION = 2;

  /** When the log was made: one of the same name made later is another, with other positions. */
  final Instant created;

  private final @Nullable String[] owners;

  /** For each slot, up to where events may have been in work when an owner was lost; 0 if none. */
  private final long[] crashed;

  private final Ledger ledger;
  private final Map<Long, Retry> retries;

  /** What was read at some positions, to know a log that was put back to an older copy. */
  final Marks marks;

  /** To where it was put back. */
  final Restorations restorations;

  /**
   * What is known about earlier attempts.
   *
   * @param slot the event's slot
   * @param attempts how many there were
   * @param notBefore when the next is due
   */
  record Retry(int slot, int attempts, Instant notBefore) {
    static Retry oneMore(@Nullable Retry before, int slot) {
      return before == null
          ? new Retry(slot, 1, Instant.EPOCH)
          : new Retry(slot, before.attempts + 1, before.notBefore);
    }
  }

  private SlotRecord(
      Instant created,
      @Nullable String[] owners,
      long[] crashed,
      Ledger ledger,
      Map<Long, Retry> retries,
      Marks marks,
      Restorations restorations) {
    this.created = created;
    this.owners = owners;
    this.crashed = crashed;
    this.ledger = ledger;
    this.retries = retries;
    this.marks = marks;
    this.restorations = restorations;
  }

  /** A record of which nobody owns anything, and nothing is done beyond a position. */
  static SlotRecord startingAfter(long position, Instant created) {
    return new SlotRecord(
        created,
        new String[Slots.COUNT],
        new long[Slots.COUNT],
        Ledger.startingAfter(position),
        Map.of(),
        Marks.NONE,
        Restorations.NONE);
  }

  /** The slots that somebody owns. */
  int ownedBy(@Nullable String member) {
    int slots = 0;
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Objects.equals(owners[slot], member)) {
        slots |= 1 << slot;
      }
    }
    return slots;
  }

  /** Everybody who owns a slot. */
  List<String> owners() {
    List<String> names = new ArrayList<>();
    for (String owner : owners) {
      if (owner != null && !names.contains(owner)) {
        names.add(owner);
      }
    }
    return names;
  }

  long crashed(int slot) {
    return crashed[slot];
  }

  /** A copy of what was done. */
  Ledger ledger() {
    return ledger.copy();
  }

  /** Whether it says about some slots what another record says. */
  boolean hasProgressOf(SlotRecord other, int slots) {
    Ledger theirs = ledger();
    theirs.adopt(other.ledger, slots);
    return theirs.position() == ledger.position()
        && Arrays.equals(theirs.encode(), ledger.encode())
        && retries(slots).equals(other.retries(slots));
  }

  /** The retries of some slots, by position. */
  Map<Long, Retry> retries(int slots) {
    Map<Long, Retry> found = new TreeMap<>(retries);
    found.values().removeIf(retry -> !Slots.contains(slots, retry.slot()));
    return found;
  }

  /** With what an owner of some slots says about them, and what it has read. */
  SlotRecord with(int slots, Ledger ours, Map<Long, Retry> ourRetries, Marks ourMarks) {
    Ledger merged = ledger.copy();
    merged.adopt(ours, slots);
    Map<Long, Retry> all = new TreeMap<>(retries(~slots));
    ourRetries.forEach(
        (at, retry) -> {
          if (Slots.contains(slots, retry.slot())) {
            all.put(at, retry);
          }
        });
    return new SlotRecord(created, owners, crashed, merged, all, marks.and(ourMarks), restorations);
  }

  /** With nothing known beyond a position, because the log was put back to it. */
  SlotRecord putBack(long position) {
    Ledger back = ledger.copy();
    back.rewind(Slots.ALL, position);
    Map<Long, Retry> left = new TreeMap<>(retries);
    left.keySet().removeIf(at -> at > position);
    return new SlotRecord(
        created, owners, crashed, back, left, marks.upTo(position), restorations.and(position));
  }

  /** With some slots in a member's hands, or in nobody's, given up in good order. */
  SlotRecord handing(int slots, @Nullable String member) {
    @Nullable String[] next = owners.clone();
    long[] lost = crashed.clone();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        next[slot] = member;
        lost[slot] = member == null ? 0 : lost[slot];
      }
    }
    return new SlotRecord(created, next, lost, ledger, retries, marks, restorations);
  }

  /** With some slots taken from an owner that is lost, while the log ended at a position. */
  SlotRecord burying(int slots, long end) {
    @Nullable String[] next = owners.clone();
    long[] lost = crashed.clone();
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (Slots.contains(slots, slot)) {
        next[slot] = null;
        lost[slot] = end;
      }
    }
    return new SlotRecord(created, next, lost, ledger, retries, marks, restorations);
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(created.getEpochSecond());
      out.writeInt(created.getNano());
      List<String> names = owners();
      out.writeByte(names.size());
      for (String name : names) {
        out.writeUTF(name);
      }
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        out.writeByte(names.indexOf(owners[slot]) + 1);
      }
      writeCrashed(out);
      out.writeLong(ledger.position());
      byte[] state = ledger.encode();
      out.writeInt(state.length);
      out.write(state);
      out.writeInt(retries.size());
      for (Map.Entry<Long, Retry> entry : retries.entrySet()) {
        out.writeLong(entry.getKey());
        out.writeByte(entry.getValue().slot());
        out.writeInt(entry.getValue().attempts());
        out.writeLong(entry.getValue().notBefore().toEpochMilli());
      }
      marks.write(out);
      restorations.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    return bytes.toByteArray();
  }

  /** Hardly ever is there one. */
  private void writeCrashed(DataOutputStream out) throws IOException {
    out.writeByte((int) Arrays.stream(crashed).filter(end -> end != 0).count());
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      if (crashed[slot] != 0) {
        out.writeByte(slot);
        out.writeLong(crashed[slot]);
      }
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IOException if it is something else, or a newer Busline's
   */
  static SlotRecord decode(byte[] bytes) throws IOException {
    try {
      return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (EOFException e) {
      throw new IOException("it is cut off", e);
    } catch (DecodingException | DateTimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static SlotRecord read(DataInputStream in) throws IOException {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "it has format %d, and this Busline knows %d".formatted(version, VERSION));
    }
    Instant created = Instant.ofEpochSecond(in.readLong(), in.readInt());
    @Nullable String[] names = new String[in.readUnsignedByte() + 1];
    for (int i = 1; i < names.length; i++) {
      names[i] = in.readUTF();
    }
    @Nullable String[] owners = new String[Slots.COUNT];
    for (int slot = 0; slot < Slots.COUNT; slot++) {
      owners[slot] = names[below(names.length, in.readUnsignedByte())];
    }
    long[] crashed = new long[Slots.COUNT];
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      crashed[below(Slots.COUNT, in.readUnsignedByte())] = in.readLong();
    }
    long position = in.readLong();
    Ledger ledger = Ledger.decode(position, in.readNBytes(below(Integer.MAX_VALUE, in.readInt())));
    Map<Long, Retry> retries = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      long at = in.readLong();
      int slot = below(Slots.COUNT, in.readByte());
      retries.put(at, new Retry(slot, in.readInt(), Instant.ofEpochMilli(in.readLong())));
    }
    return new SlotRecord(
        created, owners, crashed, ledger, retries, Marks.read(in), Restorations.read(in));
  }

  private static int below(int end, int number) throws IOException {
    if (number < 0 || number >= end) {
      throw new IOException("it holds %d where numbers end before %d".formatted(number, end));
    }
    return number;
  }
}
