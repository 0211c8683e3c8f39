package io.busline.spi.log;

import io.busline.event.Event;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fingerprints of some events of a log, by position. If another event stands at one of them, or
 * none although later ones do, then the log was put back to an older copy and has grown again. Few
 * are kept, dense at the end and sparse before, so that it can be told how far it was put back.
 * Immutable.
 */
record Marks(List<Mark> list) {

  static final Marks NONE = new Marks(List.of());

  /** Enough to go back over a factor of two each. */
  private static final int KEPT = 16;

  /**
   * What was read at a position.
   *
   * @param position the position
   * @param fingerprint tells the event there from others
   */
  record Mark(long position, int fingerprint) {
    static Mark of(long position, Event<?> event) {
      return new Mark(position, 31 * event.source().hashCode() + event.id().hashCode());
    }
  }

  /** With one more, if it is beyond the others. */
  Marks and(Mark mark) {
    if (!list.isEmpty() && list.get(list.size() - 1).position() >= mark.position()) {
      return this;
    }
    List<Mark> more = new ArrayList<>(list);
    more.add(mark);
    if (more.size() > KEPT) {
      more.remove(closest(more));
    }
    return new Marks(List.copyOf(more));
  }

  /** With those of another that are beyond these. */
  Marks and(Marks others) {
    Marks all = this;
    for (Mark mark : others.list) {
      all = all.and(mark);
    }
    return all;
  }

  /** The one whose distance to the one before is the smallest part of its distance to the end. */
  private static int closest(List<Mark> marks) {
    long end = marks.get(marks.size() - 1).position();
    int closest = 1;
    double smallest = Double.MAX_VALUE;
    for (int i = 1; i < marks.size() - 1; i++) {
      double gap = marks.get(i + 1).position() - marks.get(i - 1).position();
      double part = gap / (end - marks.get(i - 1).position());
      if (part < smallest) {
        smallest = part;
        closest = i;
      }
    }
    return closest;
  }

  /** Without those beyond a position. */
  Marks upTo(long position) {
    return new Marks(list.stream().filter(mark -> mark.position() <= position).toList());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(list.size());
    for (Mark mark : list) {
      out.writeLong(mark.position());
      out.writeInt(mark.fingerprint());
    }
  }

  static Marks read(DataInputStream in) throws IOException {
    List<Mark> marks = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      marks.add(new Mark(in.readLong(), in.readInt()));
    }
    return new Marks(List.copyOf(marks));
  }
}
