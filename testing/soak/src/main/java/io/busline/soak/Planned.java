package io.busline.soak;

/**
 * A mishap of a schedule.
 *
 * @param mishap what happens
 * @param target to which process of its place; 0 for the broker
 * @param choice which of several ways, taken modulo how many there are
 * @param atMillis when, from the beginning of the mishaps
 * @param lengthMillis for how long
 */
record Planned(Mishap mishap, int target, int choice, long atMillis, long lengthMillis) {

  long endMillis() {
    return atMillis + lengthMillis;
  }
}
