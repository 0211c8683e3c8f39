package io.busline.spi.log;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * To which positions a log was put back, as its group's members have found out. One that has not
 * noticed, because it read nothing of what is gone, learns it here. Immutable.
 *
 * @param count how often that was
 * @param last the last positions up to which the log stayed the same, the newest at the end
 */
record Restorations(int count, List<Long> last) {

  static final Restorations NONE = new Restorations(0, List.of());

  /** One that missed more than these begins again. */
  private static final int KEPT = 8;

  /** With one more. */
  Restorations and(long position) {
    List<Long> more = new ArrayList<>(last);
    more.add(position);
    return new Restorations(
        count + 1, List.copyOf(more.subList(Math.max(0, more.size() - KEPT), more.size())));
  }

  /**
   * The last position that still counts for one that knows only some of them.
   *
   * @return {@link Long#MAX_VALUE} if it knows all of them
   */
  long since(int known) {
    int missed = count - known;
    if (missed <= 0) {
      return Long.MAX_VALUE;
    }
    return missed > last.size()
        ? 0
        : last.subList(last.size() - missed, last.size()).stream().min(Long::compare).orElse(0L);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(count);
    out.writeByte(last.size());
    for (long position : last) {
      out.writeLong(position);
    }
  }

  static Restorations read(DataInputStream in) throws IOException {
    int count = in.readInt();
    List<Long> last = new ArrayList<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      last.add(in.readLong());
    }
    return new Restorations(count, List.copyOf(last));
  }
}
