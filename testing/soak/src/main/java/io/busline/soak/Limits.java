package io.busline.soak;

import java.time.Duration;

/**
 * From when on what is not yet so counts as a fault.
 *
 * @param health how long health may be wrong
 * @param stuck how long an event may wait for a group, whatever happens meanwhile
 * @param publishedUntil when publishing ended, after which nothing need move; in microseconds of
 *     the machine's monotonic clock
 * @param receiptsUntil what has a receipt from later may still be on its way; as above
 */
record Limits(Duration health, Duration stuck, long publishedUntil, long receiptsUntil) {}
