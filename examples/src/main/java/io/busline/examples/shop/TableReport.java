package io.busline.examples.shop;

/**
 * How the table of orders compares with the events on the bus.
 *
 * @param orders how many orders the table has
 * @param paid how many of them are paid
 * @param cancelled how many are cancelled
 * @param notOnBus how many the table has and the bus has not
 * @param notInTable how many the bus has and the table has not
 * @param different how many stand otherwise in the table than on the bus
 */
public record TableReport(
    int orders, int paid, int cancelled, int notOnBus, int notInTable, int different) {

  /**
   * Whether the table and the events say the same.
   *
   * @return true if so, about every order
   */
  public boolean agrees() {
    return notOnBus == 0 && notInTable == 0 && different == 0;
  }
}
