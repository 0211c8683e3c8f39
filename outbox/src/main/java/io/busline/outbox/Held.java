package io.busline.outbox;

/**
 * A slot that a relay holds.
 *
 * @param slot which
 * @param epoch which holding of the slot it is; goes up with each, and never back
 */
record Held(int slot, long epoch) {}
