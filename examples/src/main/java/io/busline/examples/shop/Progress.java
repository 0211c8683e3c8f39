package io.busline.examples.shop;

/**
 * How far a run of the shop is.
 *
 * @param orders how many orders it is to place
 * @param placed how many it has placed
 * @param accounts how all orders on the bus stand
 */
public record Progress(int orders, int placed, Accounts accounts) {}
