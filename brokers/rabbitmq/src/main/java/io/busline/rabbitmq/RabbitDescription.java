package io.busline.rabbitmq;

import com.rabbitmq.client.Connection;
import io.busline.error.ConfigurationException;
import io.busline.rabbitmq.RabbitSettings.Queues;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Durations;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server is and can do.
 *
 * @param version the server's version
 * @param queues what the groups' queues are
 * @param forUsers what is told about it
 */
record RabbitDescription(String version, Queues queues, BrokerDescription forUsers) {

  /** Since RabbitMQ 4 a server takes no more in one message, unless it is told to. */
  private static final int MAX_DATA_BYTES = 16 << 20;

  /** Headers must fit into one frame, which has 128 KiB, beside what a dead letter says. */
  private static final int MAX_ENVELOPE_BYTES = 64 << 10;

  static RabbitDescription of(
      Connection connection, RabbitSettings settings, boolean lists, boolean retains) {
    Map<String, Object> properties = connection.getServerProperties();
    String version = String.valueOf(properties.get("version"));
    int frame = connection.getFrameMax();
    int envelope = frame == 0 ? MAX_ENVELOPE_BYTES : Math.min(MAX_ENVELOPE_BYTES, frame / 2);
    return new RabbitDescription(
        version,
        settings.queues(),
        new BrokerDescription(
            "RabbitMQ " + version,
            capabilities(lists, retains),
            MAX_DATA_BYTES,
            envelope,
            notes(settings),
            Set.of(HeaderFilter.OPTION)));
  }

  private static Set<Capability> capabilities(boolean lists, boolean retains) {
    Set<Capability> capabilities =
        EnumSet.of(
            Capability.DURABLE,
            Capability.GROUPS,
            Capability.REDELIVERY,
            Capability.ORDER_PER_KEY,
            Capability.DEAD_LETTERS);
    if (lists) {
      capabilities.add(Capability.LISTING);
    }
    if (retains) {
      capabilities.add(Capability.START_POSITIONS);
    }
    return capabilities;
  }

  private static List<String> notes(RabbitSettings settings) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "A confirmed event is in the queue of every group that there is; one that no group wants is kept by nobody, and its receipt says so.");
    notes.add(
        settings.partitions() == 1
            ? "One instance of a group works at a time, and others stand by; partitions=N in the URL lets up to N work."
            : "Up to %d instances of a group work at a time; more stand by."
                .formatted(settings.partitions()));
    if (settings.queues() == Queues.CLASSIC) {
      notes.add(
          "Classic queues are on one server, and confirm before its disk has the event; queue=quorum does not.");
    }
    settings
        .options()
        .ttl()
        .ifPresent(
            ttl ->
                notes.add(
                    "An event that is published here and waits in a queue for %s is dropped there, and nobody is told (ttl=)."
                        .formatted(Durations.format(ttl))));
    if (settings.options().priorities() > 0) {
      notes.add(
          "An event of a higher priority overtakes others in a queue, also of its key (priorities=).");
    }
    return notes;
  }

  private int major() {
    int dot = version.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    } catch (NumberFormatException e) {
      // Then it is something newer than anything we know.
      return Integer.MAX_VALUE;
    }
  }

  /** Refuses priorities where the queues would take no notice of them. */
  void requirePriorities(RabbitSettings settings) {
    if (settings.options().priorities() > 0 && queues == Queues.QUORUM && major() < 4) {
      throw new ConfigurationException(
          "option priorities needs RabbitMQ 4 or later for quorum queues, and this is %s. Add queue=classic, or upgrade"
              .formatted(version));
    }
  }

  /** Whether a quorum queue drops what was delivered often, unless it is told not to. */
  boolean limitsDeliveries() {
    return major() >= 4;
  }
}
