package io.busline.spi.log;

/** Reads the logs of one consumer. Used by the consumer's thread, except where stated. */
public interface LogReader extends AutoCloseable {

  /**
   * Learns what is new since the last call. Called before each turn of reading; must be cheap if
   * nothing is new.
   *
   * @return whether logs may have come or gone, or been made anew
   */
  boolean refresh();

  /**
   * Begins to read a log.
   *
   * @param log the log, from {@link LogStore#require(io.busline.spi.Interests)}
   * @return a reader that is not started
   */
  TopicReader open(LogInfo log);

  /** Ends reading. Does not throw. */
  @Override
  void close();
}
