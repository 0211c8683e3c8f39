package io.busline.spi.log;

import java.util.List;

/**
 * A part of a log that was read.
 *
 * @param entries the events of interest in it, in order; those of slots that were not asked for do
 *     no harm
 * @param readTo the last position that was looked at; nothing of interest between the start of the
 *     span and this position is missing in the entries
 * @param full whether it ended because it holds much data, so that nothing more should be read now
 */
public record Chunk(List<LogEntry> entries, long readTo, boolean full) {

  /**
   * Nothing was there.
   *
   * @param after the position after which was looked
   * @return an empty part
   */
  public static Chunk nothing(long after) {
    return new Chunk(List.of(), after, false);
  }
}
