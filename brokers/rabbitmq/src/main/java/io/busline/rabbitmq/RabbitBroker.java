package io.busline.rabbitmq;

import com.rabbitmq.client.Connection;
import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.error.UnsupportedException;
import io.busline.event.StartPosition;
import io.busline.rabbitmq.Origin.Resources;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interests;
import io.busline.spi.Interrupts;
import io.busline.spi.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A topic exchange of a RabbitMQ server, and the queues of the groups behind it. */
final class RabbitBroker implements Broker {
  private final Connector connector;
  private final Publisher publisher;
  private final Link link;
  private final Resources resources;
  private final Topology topology;
  private final Layout layout;
  private final Messages messages;
  private final DeadLetterStream deadLetters;
  private final RabbitDescription description;
  private final List<RabbitConsumer> consumers = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean closed;

  RabbitBroker(RabbitSettings settings, BrokerContext context) {
    this.layout = new Layout(settings.exchange(), settings.partitions());
    this.topology = new Topology(settings, layout);
    this.messages = new Messages(settings.binding(), context.structured());
    this.connector = new Connector(settings, context.client());
    this.link = new Link(connector);
    this.publisher = publisher();
    Connection connection = publisher.connection();
    this.description = RabbitDescription.of(connection, settings);
    this.resources =
        new Resources(link, layout, topology, messages, description.limitsDeliveries());
    this.deadLetters = new DeadLetterStream(publisher, resources);
  }

  private Publisher publisher() {
    try {
      return new Publisher(connector, topology);
    } catch (RuntimeException e) {
      connector.close();
      throw e;
    }
  }

  @Override
  public BrokerDescription description() {
    return description.forUsers();
  }

  @Override
  public void send(List<? extends OutboundMessage> all) {
    List<EventMessage> outgoing = new ArrayList<>(all.size());
    for (OutboundMessage message : all) {
      outgoing.add(
          new EventMessage(
              message,
              layout,
              messages,
              turn.getAndIncrement(),
              description.forUsers().maxDataBytes()));
    }
    publisher.send(outgoing);
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("the connection is closed. Open a new bus");
    }
    if (!isNow(spec)) {
      throw new UnsupportedException(
          "RabbitMQ's queues keep no events that are handled, so a subscription cannot begin in the past. Leave out the start position");
    }
    RabbitConsumer consumer =
        Interrupts.defer(
            () ->
                new RabbitConsumer(
                    new Origin(spec.group(), spec.interests(), resources),
                    new Reception(new Interests(spec.interests())),
                    connector.helpers(),
                    consumers::remove));
    consumers.add(consumer);
    return consumer;
  }

  /** A group begins with what is published once it is there, so its earliest event is that. */
  private static boolean isNow(ConsumerSpec spec) {
    return spec.start().equals(StartPosition.latest())
        || (spec.group() != null && spec.start().equals(StartPosition.earliest()));
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  /** The protocol knows no way to list what is there. */
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
    return new RabbitDoctor(publisher, description).diagnose();
  }

  @Override
  public Optional<String> problem() {
    return publisher.problem();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      consumers.forEach(RabbitConsumer::close);
      publisher.close();
      link.close();
      connector.close();
    }
  }
}
