package io.busline.tck;

import org.junit.jupiter.api.Nested;

/**
 * What a broker must do day by day; {@link BrokerFaultKit} has what it must survive. Subclass it,
 * once for each configuration of a broker worth testing; see the package's description. Each test
 * opens a harness, and closes it.
 */
public abstract class BrokerCompatibilityKit {

  /** For subclasses. */
  protected BrokerCompatibilityKit() {}

  /**
   * Makes a harness for one test.
   *
   * @return the harness, which the kit closes
   */
  protected abstract BrokerHarness harness();

  @Nested
  class Publishing extends PublishingContract {
    Publishing() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Groups extends GroupContract {
    Groups() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Order extends OrderContract {
    Order() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Retries extends RetryContract {
    Retries() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Handlers extends HandlerContract {
    Handlers() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Envelopes extends EnvelopeContract {
    Envelopes() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Names extends NameContract {
    Names() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class DeadLetters extends DeadLetterContract {
    DeadLetters() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Redrives extends RedriveContract {
    Redrives() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Starts extends StartContract {
    Starts() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Callers extends CallerContract {
    Callers() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Closings extends ClosingContract {
    Closings() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    Lifecycle() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Interceptors extends InterceptorContract {
    Interceptors() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Observers extends ObserverContract {
    Observers() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Capabilities extends CapabilityContract {
    Capabilities() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Consumers extends ConsumerContract {
    Consumers() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Sharing extends SharingContract {
    Sharing() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Sending extends SendingContract {
    Sending() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class LetterStore extends LetterStoreContract {
    LetterStore() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class LetterLimits extends LetterLimitContract {
    LetterLimits() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Workloads extends WorkloadContract {
    Workloads() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Mishaps extends MishapContract {
    Mishaps() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class World extends WorldContract {
    World() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Transactions extends TransactionContract {
    Transactions() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class BlockedKeys extends BlockedKeyContract {
    BlockedKeys() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Topics extends TopicContract {
    Topics() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }

  @Nested
  class Administration extends AdminContract {
    Administration() {
      super(BrokerCompatibilityKit.this::harness);
    }
  }
}
