package io.busline.soak;

/**
 * Something that was looked for and found.
 *
 * @param check what
 * @param at when, in microseconds of the machine's monotonic clock
 * @param what the event or the process, its group, and what is known about it
 */
record Finding(Check check, long at, String what) {}
