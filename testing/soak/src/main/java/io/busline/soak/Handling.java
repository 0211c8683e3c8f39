package io.busline.soak;

/**
 * A handler returned, or was about to.
 *
 * @param at when, in microseconds of the machine's monotonic clock
 * @param process in which process
 * @param output the id of the event that was handled, if that is a copy of the one it is noted for
 */
record Handling(long at, String process, String output) {}
