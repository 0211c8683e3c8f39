package io.busline;

import io.busline.delivery.MachineSettings;
import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import io.busline.event.Ordering;
import io.busline.event.Quoted;
import io.busline.event.StartPosition;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.Nearest;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a builder was told about a subscription. */
record SubscriptionSettings(
    @Nullable String group,
    Routes routes,
    StartPosition start,
    Ordering ordering,
    RetryPolicy retry,
    Duration handlerTimeout,
    int concurrency,
    int prefetch,
    boolean keepsDeadLetters,
    Set<Capability> required,
    Map<String, String> options) {

  /** What to call the subscription where people read it. */
  String name() {
    return group == null ? "broadcast" : group;
  }

  ConsumerSpec consumerSpec() {
    return new ConsumerSpec(
        group, routes.interests(), start, ordering, routes.areTransactional(), options);
  }

  MachineSettings bounds(TimeSource time) {
    int batchSize = routes.batchSize();
    // By hand, time does not pass while a handler runs, so nothing could be taken back from it.
    int largest = time.isVirtual() ? 1 : 256;
    return new MachineSettings(
        concurrency,
        prefetch,
        batchSize > 0 ? batchSize : largest,
        handlerTimeout.toNanos(),
        batchSize > 0);
  }

  /** Refuses what the broker cannot give, naming the way out. */
  void requireFrom(BrokerDescription broker) {
    for (Capability capability : required) {
      require(broker, capability, "Leave the option out, or use another broker");
    }
    options.keySet().forEach(option -> requireKnown(broker, option));
    if (group != null) {
      require(broker, Capability.GROUPS, "Use broadcast()");
    }
    if (routes.areTransactional()) {
      requireGroup();
      require(
          broker,
          Capability.TRANSACTIONS,
          "Use a handler of the event alone that publishes on the bus, whose events may come twice, or another broker");
    }
    if (group == null && !routes.inboxes().isEmpty()) {
      throw new ConfigurationException(
          "a broadcast is handled by every instance, so an inbox has nothing to remember for it. Use subscription(\"…\"), or a handler of the event alone");
    }
    if (keepsDeadLetters) {
      require(broker, Capability.DEAD_LETTERS, "Use discardFailed()");
    }
    if (!(start instanceof StartPosition.Latest) && !isDefaultStart()) {
      require(broker, Capability.START_POSITIONS, "Use from(StartPosition.latest())");
    }
  }

  private void requireGroup() {
    if (group == null) {
      throw new ConfigurationException(
          "a broadcast acknowledges nothing, so its handler can publish nothing together with that. Use subscription(\"…\"), or a handler of the event alone that publishes on the bus");
    }
  }

  private void requireKnown(BrokerDescription broker, String option) {
    if (!broker.options().contains(option)) {
      throw new UnsupportedException(
          "the subscription %s sets the option %s, which %s does not know. %s"
              .formatted(
                  name(),
                  Quoted.of(option),
                  broker.name(),
                  Nearest.hint(
                      option,
                      new TreeSet<>(broker.options()),
                      "Leave it out, or use the broker whose it is")));
    }
  }

  /** A group's default start asks for nothing: without retention, earliest is now. */
  private boolean isDefaultStart() {
    return group != null && start instanceof StartPosition.Earliest;
  }

  private void require(BrokerDescription broker, Capability capability, String remedy) {
    if (!broker.can(capability)) {
      throw new UnsupportedException(
          "the subscription %s needs a broker that can %s, and %s cannot. %s"
              .formatted(name(), capability.inWords(), broker.name(), remedy));
    }
  }
}
