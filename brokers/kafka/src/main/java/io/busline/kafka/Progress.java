package io.busline.kafka;

/**
 * How far a partition was read.
 *
 * @param readTo the offset after the last that was read
 * @param open how many events before it are not done
 */
record Progress(long readTo, int open) {}
