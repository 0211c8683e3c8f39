package io.busline.tck;

import org.junit.jupiter.api.Nested;

/**
 * What a broker must survive: its own end, outages, faults of servers and lines. {@link
 * BrokerCompatibilityKit} has all else. Subclass it beside that one. Only these tests call {@link
 * BrokerHarness#restart()} and {@link BrokerHarness#faults()}, so they need a server that nobody
 * else uses. Each test opens a harness, and closes it.
 */
public abstract class BrokerFaultKit {

  /** For subclasses. */
  protected BrokerFaultKit() {}

  /**
   * Makes a harness for one test.
   *
   * @return the harness, which the kit closes
   */
  protected abstract BrokerHarness harness();

  @Nested
  class Durability extends DurabilityContract {
    Durability() {
      super(BrokerFaultKit.this::harness);
    }
  }

  @Nested
  class Outages extends OutageContract {
    Outages() {
      super(BrokerFaultKit.this::harness);
    }
  }

  @Nested
  class Faults extends FaultContract {
    Faults() {
      super(BrokerFaultKit.this::harness);
    }
  }

  @Nested
  class TransactionFaults extends TransactionFaultContract {
    TransactionFaults() {
      super(BrokerFaultKit.this::harness);
    }
  }
}
