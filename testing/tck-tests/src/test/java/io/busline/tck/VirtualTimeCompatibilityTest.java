package io.busline.tck;

/** The memory broker on a clock that is moved by hand, and with its faults for outages. */
class VirtualTimeCompatibilityTest extends BrokerCompatibilityKit {
  @Override
  protected BrokerHarness harness() {
    return new VirtualTimeHarness();
  }
}
