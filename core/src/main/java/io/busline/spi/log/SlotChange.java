package io.busline.spi.log;

/**
 * How slots changed hands.
 *
 * @param lost slots that are not ours any more
 * @param gained slots that are ours now, to be taken over from {@link SlotLease#record}
 */
record SlotChange(int lost, int gained) {
  static final SlotChange NONE = new SlotChange(0, 0);
}
