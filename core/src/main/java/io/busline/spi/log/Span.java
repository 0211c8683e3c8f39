package io.busline.spi.log;

/**
 * A part of a topic to be read next.
 *
 * @param slots the slots whose events are wanted
 * @param after the place after which to begin
 * @param through the last place to look at
 */
public record Span(int slots, long after, long through) {}
