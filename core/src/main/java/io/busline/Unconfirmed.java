package io.busline;

/**
 * What a bus has in flight: published, and not yet confirmed by the broker.
 *
 * @param events how many events
 * @param bytes the size of their encoded data
 */
public record Unconfirmed(int events, long bytes) {}
