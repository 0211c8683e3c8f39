package io.busline.tck;

/** The memory broker by its URL, on the machine's clock. */
class MemoryFaultTest extends BrokerFaultKit {
  @Override
  protected BrokerHarness harness() {
    return new MemoryHarness();
  }
}
