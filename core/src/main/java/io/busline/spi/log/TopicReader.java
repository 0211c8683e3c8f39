package io.busline.spi.log;

import java.util.List;
import java.util.Map;

/**
 * Reads one log for one consumer: only the events that are of interest to it. Used by the
 * consumer's thread.
 */
public interface TopicReader extends AutoCloseable {

  /**
   * Whether what comes after a position is on its way, so that {@link #read} can find it. If not,
   * the log is looked for, and {@link #start} is called.
   *
   * @param after the position
   * @return true if nothing has to be done first
   */
  boolean isStarted(long after);

  /**
   * Begins, or begins again, to read after a position. May block for a round trip.
   *
   * @param after the position
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  void start(long after);

  /** What is known of the server may be wrong: what is under way is given up. Does not block. */
  void distrust();

  /**
   * Reads what is here by now. Does not wait for events.
   *
   * @param span the slots that are wanted, and between which positions
   * @param max how many events at most
   * @return what was found
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  Chunk read(Span span, int max);

  /**
   * Reads events by their positions. Blocks.
   *
   * @param positions the positions
   * @return the events; those that are gone, or of no interest, are left out
   * @throws io.busline.error.BrokerException if the log cannot be read
   */
  Map<Long, LogEntry> fetch(List<Long> positions);

  /** Ends reading. Does not throw. */
  @Override
  void close();
}
