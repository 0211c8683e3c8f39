package io.busline.spi;

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
 */
public record BrokerDescription(
    String name,
    Set<Capability> capabilities,
    int maxDataBytes,
    int maxEnvelopeBytes,
    List<String> notes) {

  /** Copies the collections. */
  public BrokerDescription {
    capabilities = Set.copyOf(capabilities);
    notes = List.copyOf(notes);
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
