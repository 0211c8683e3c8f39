/**
 * Groups on top of a log. A technology that keeps an append-only log for each topic, and a few
 * values that are replaced atomically, implements {@link io.busline.spi.log.LogStore} and {@link
 * io.busline.spi.log.Registry}. {@link io.busline.spi.log.LeasedLogs} does the rest: members, fair
 * shares of the keys, hand-over, takeover after a crash, progress, retries, start positions, lag.
 *
 * <p>A log's keys are spread over {@link io.busline.spi.log.Slots#COUNT} slots. A member of a group
 * owns some of them, by the group's record of that log. Only the owner may speak about a slot
 * there, so a member that slept through its lease does no harm.
 */
@NullMarked
package io.busline.spi.log;

import org.jspecify.annotations.NullMarked;
