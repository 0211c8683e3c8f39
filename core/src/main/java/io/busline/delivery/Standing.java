package io.busline.delivery;

/**
 * How things stand with a machine.
 *
 * @param held how many deliveries are held
 * @param moves how often something came, went, or was put off: while it stays the same, nothing
 *     moves
 * @param leaving how many deliveries wait for what is to be stored: a dead letter, or what a
 *     handler made
 * @param leavingSince since when the first of those waits; if there is none, now
 * @param isFull whether there is no room for more
 * @param isCrowded whether it is full of what waits for a time or an answer, so that nothing else
 *     can come
 */
public record Standing(
    int held, long moves, int leaving, long leavingSince, boolean isFull, boolean isCrowded) {}
