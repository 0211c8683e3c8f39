package io.busline.spi.log;

import io.busline.spi.InboundMessage;

/**
 * An event of interest in a log.
 *
 * @param position its position; positions grow, but need not follow one another
 * @param message what is there
 */
public record LogEntry(long position, InboundMessage message) {}
