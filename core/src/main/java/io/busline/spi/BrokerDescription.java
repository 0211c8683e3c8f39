package io.busline.spi;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a broker is and can do.
 *
 * @param name the technology and its version, such as {@code SQLite 3.53.0}
 * @param capabilities what it can do
 * @param maxDataBytes the largest encoded data it takes, in bytes
 * @param maxEnvelopeBytes the largest sum of all attributes' names and values it takes, in bytes
 * @param notes what a user should know about its guarantees, a sentence each, shown by {@code
 *     explain()}
 * @param options the names of what a subscription may set that only this technology knows, each
 *     with the technology's name before a full stop, such as {@code rabbitmq.headers}
 */
public record BrokerDescription(
    String name,
    Set<Capability> capabilities,
    int maxDataBytes,
    int maxEnvelopeBytes,
    List<String> notes,
    Set<String> options) {

  /** Copies the collections. */
  public BrokerDescription {
    capabilities = Set.copyOf(capabilities);
    notes = List.copyOf(notes);
    options = Set.copyOf(options);
  }

  /**
   * Of a technology without options for subscriptions.
   *
   * @param name the technology and its version, such as {@code SQLite 3.53.0}
   * @param capabilities what it can do
   * @param maxDataBytes the largest encoded data it takes, in bytes
   * @param maxEnvelopeBytes the largest sum of all attributes' names and values it takes, in bytes
   * @param notes what a user should know about its guarantees, a sentence each
   */
  public BrokerDescription(
      String name,
      Set<Capability> capabilities,
      int maxDataBytes,
      int maxEnvelopeBytes,
      List<String> notes) {
    this(name, capabilities, maxDataBytes, maxEnvelopeBytes, notes, Set.of());
  }

  /**
   * The same broker for whom it can do less.
   *
   * @param missing what it cannot do
   * @return the description without these capabilities
   */
  public BrokerDescription without(Set<Capability> missing) {
    Set<Capability> left = new HashSet<>(capabilities);
    left.removeAll(missing);
    return new BrokerDescription(name, left, maxDataBytes, maxEnvelopeBytes, notes, options);
  }

  /**
   * Whether the broker has a capability.
   *
   * @param capability the capability
   * @return true if it is declared
   */
  public boolean can(Capability capability) {
    return capabilities.contains(capability);
  }
}
