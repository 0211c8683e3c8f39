package io.busline.spi.log;

/** What one member knows of where a log was put back to, and has to tell the others. */
final class Rewind {

  private static final int UNKNOWN = -1;

  private int known = UNKNOWN;
  private long untold = Long.MAX_VALUE;
  private long learned = Long.MAX_VALUE;

  /** The log is another one now. */
  void startAnew() {
    known = UNKNOWN;
    untold = Long.MAX_VALUE;
    learned = Long.MAX_VALUE;
  }

  /** This member has found the log put back to a position. */
  void to(long position) {
    untold = Math.min(untold, position);
  }

  /** Reads what the members have found out. */
  void learn(Restorations all) {
    long missed = known == UNKNOWN ? Long.MAX_VALUE : all.since(known);
    known = all.count();
    if (missed < untold) {
      learned = Math.min(learned, missed);
    }
    if (missed <= untold) {
      untold = Long.MAX_VALUE;
    }
  }

  /** How often the log was put back, as far as this member knows. */
  int known() {
    return Math.max(known, 0);
  }

  /** Where the log was put back to, if that is to be told; {@link Long#MAX_VALUE} if it is not. */
  long position() {
    return untold;
  }

  /** Where the log was put back to, as others have found out; told once. */
  long take() {
    long position = learned;
    learned = Long.MAX_VALUE;
    return position;
  }
}
