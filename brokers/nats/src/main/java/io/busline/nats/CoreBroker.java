package io.busline.nats;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.error.EncodingException;
import io.busline.error.UnsupportedException;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.OutboundMessage;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Core NATS: every event reaches who is there at the moment, at most once. */
final class CoreBroker implements Broker {

  /** What names and values may grow to when they are percent-encoded. */
  private static final int MOST_GROWTH = 3;

  static final int MAX_ENVELOPE_BYTES = 16 * 1024;

  private final Messages messages;
  private final @Nullable Broker deadLetters;
  private final Connector connector;
  private final Connection connection;
  private final Flusher flusher;
  private final BrokerDescription description;
  private final List<CoreConsumer> consumers = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  CoreBroker(NatsSettings settings, BrokerContext context) {
    this.messages = new Messages(context.structured());
    this.connector = Interrupts.defer(() -> new Connector(settings, context.client()));
    this.connection = connector.connection();
    this.deadLetters =
        settings.deadLetters().map(url -> second(url.reveal(), context)).orElse(null);
    this.flusher = new Flusher(connector);
    this.description = describe();
    connector.onLost(() -> consumers.forEach(CoreConsumer::wakeup));
  }

  /** The connection is of no use without the bus that was asked for to keep dead letters. */
  private Broker second(String url, BrokerContext context) {
    try {
      return SecondBus.open(url, context);
    } catch (RuntimeException e) {
      connector.close();
      throw e;
    }
  }

  private BrokerDescription describe() {
    Set<Capability> capabilities = EnumSet.of(Capability.GROUPS);
    List<String> notes = new ArrayList<>();
    notes.add(
        "At most once: an event reaches who is subscribed at that moment; what a process or"
            + " connection loses on the way is gone. For events that wait and come again use"
            + " jetstream://.");
    notes.add(
        "A receipt says that the server has received the event, not that anybody was there to"
            + " receive it from the server.");
    if (deadLetters != null && deadLetters.description().can(Capability.DEAD_LETTERS)) {
      capabilities.add(Capability.DEAD_LETTERS);
      notes.add("Dead letters are kept by " + deadLetters.description().name() + ".");
    }
    long payload = connection.getMaxPayload();
    return new BrokerDescription(
        "NATS " + connection.getServerInfo().getVersion(),
        capabilities,
        (int) Math.min(1 << 20, payload - Math.min(payload / 2, MOST_GROWTH * MAX_ENVELOPE_BYTES)),
        MAX_ENVELOPE_BYTES,
        notes);
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  @Override
  public void send(List<? extends OutboundMessage> batch) {
    long since = System.nanoTime();
    Incarnation sentOn = Incarnation.of(connection);
    List<OutboundMessage> sent = Interrupts.defer(() -> publish(batch));
    if (!sent.isEmpty()) {
      flusher.confirm(sent, sentOn, since);
    }
  }

  private List<OutboundMessage> publish(List<? extends OutboundMessage> batch) {
    List<OutboundMessage> sent = new ArrayList<>(batch.size());
    for (OutboundMessage message : batch) {
      if (publish(message)) {
        sent.add(message);
      }
    }
    return sent;
  }

  /** Hands an event to the client; false if it was answered, because it surely went nowhere. */
  private boolean publish(OutboundMessage message) {
    try {
      EventHeaders headers = EventHeaders.of(message);
      byte[] data = message.event().data();
      long size = headers.serializedLength() + (long) data.length;
      if (closed) {
        message.failed(new BrokerException("the connection is closed; open a new bus"));
      } else if (size > connection.getMaxPayload()) {
        message.failed(
            new BrokerException(
                "event has %d bytes with its headers, and the server at %s takes %d (max_payload). Make it smaller, or raise the limit"
                    .formatted(size, connector.place(), connection.getMaxPayload())));
      } else {
        connection.publish(message.event().type(), headers, data);
        return true;
      }
    } catch (IllegalStateException e) {
      message.failed(
          new BrokerException(
              "%s is out of reach; publish again later".formatted(connector.place())));
    } catch (IllegalArgumentException | EncodingException e) {
      message.failed(
          new BrokerException("the event cannot be a message of NATS: " + e.getMessage()));
    }
    return false;
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("the connection is closed; open a new bus");
    }
    if (!spec.start().equals(StartPosition.latest()) && spec.group() == null) {
      throw new UnsupportedException(
          "NATS keeps no events, so a subscription cannot begin in the past. Leave out the start"
              + " position, or use jetstream://");
    }
    CoreConsumer consumer =
        Interrupts.defer(() -> new CoreConsumer(this, spec, messages, connector));
    consumers.add(consumer);
    return consumer;
  }

  void closed(CoreConsumer consumer) {
    consumers.remove(consumer);
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return deadLetters == null ? Optional.empty() : deadLetters.deadLetters();
  }

  /** The server keeps nothing, so there is nothing to list. */
  @Override
  public List<TopicInfo> topics() {
    return List.of();
  }

  @Override
  public List<GroupInfo> groups() {
    return List.of();
  }

  @Override
  public List<Finding> diagnose() {
    List<Finding> findings = new ArrayList<>(ServerFindings.of(connector));
    findings.add(
        Finding.warning(
            "delivery",
            "At most once: events are lost to who is not connected. Use jetstream:// for events"
                + " that matter."));
    return findings;
  }

  @Override
  public Optional<String> problem() {
    return connector.problem().or(this::loss);
  }

  private Optional<String> loss() {
    long dropped = consumers.stream().mapToLong(CoreConsumer::dropped).sum();
    return dropped == 0
        ? Optional.empty()
        : Optional.of(
            "%d events were dropped, because they came faster than they were handled"
                .formatted(dropped));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      consumers.forEach(CoreConsumer::close);
      flusher.close();
      connector.close();
      if (deadLetters != null) {
        deadLetters.close();
      }
    }
  }
}
