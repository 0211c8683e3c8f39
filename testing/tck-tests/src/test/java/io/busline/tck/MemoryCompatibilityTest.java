package io.busline.tck;

/** The memory broker by its URL, on the machine's clock. */
class MemoryCompatibilityTest extends BrokerCompatibilityKit {
  @Override
  protected BrokerHarness harness() {
    return new MemoryHarness();
  }
}
