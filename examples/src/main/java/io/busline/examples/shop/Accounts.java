package io.busline.examples.shop;

/**
 * How the orders on a bus stand, counted from the events on it.
 *
 * @param orders how many there are
 * @param paid how many are paid, and the customer told
 * @param cancelled how many are cancelled, and the customer told
 * @param deadLettered how many are a service's dead letter
 * @param contradictory how many are both paid and cancelled, which must never be
 * @param open how many are none of these
 */
public record Accounts(
    int orders, int paid, int cancelled, int deadLettered, int contradictory, int open) {

  /**
   * How many orders have come to an end.
   *
   * @return the number
   */
  public int settled() {
    return paid + cancelled + deadLettered;
  }

  /**
   * Whether every order has come to one end.
   *
   * @return true if none is open or contradictory
   */
  public boolean isComplete() {
    return open == 0 && contradictory == 0;
  }
}
