package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
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
import io.busline.spi.Capability;
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
  private final Directory directory;
  private final Unrouted unrouted;
  private final Retained retained;
  private final Founding founding;
  private final Inspection inspection;
  private final RabbitDescription description;
  private final List<BrokerConsumer> consumers = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean closed;

  RabbitBroker(RabbitSettings settings, BrokerContext context) {
    this.layout = new Layout(settings.exchange(), settings.partitions());
    this.topology = new Topology(settings, layout);
    this.messages = new Messages(settings.binding(), context.structured(), settings.options());
    this.connector = new Connector(settings, context.client());
    this.link = new Link(connector);
    this.publisher = publisher();
    this.description = describe(settings);
    this.directory = new Directory(log(layout.directory()), lists(), connector.helpers());
    KnownGroups known = new KnownGroups(directory, link, layout, topology);
    this.resources =
        new Resources(link, layout, topology, known, messages, description.limitsDeliveries());
    this.unrouted = new Unrouted(known, retains(), this::seeExchange, connector.helpers());
    this.deadLetters = new DeadLetterStream(log(layout.deadLetters()), messages);
    this.retained =
        new Retained(
            new StreamLog(layout.retained(), topology::exchange, publisher, link, topology),
            publisher,
            resources);
    this.founding = new Founding(resources, retained);
    this.inspection = new Inspection(directory, deadLetters, resources);
    begin(known);
  }

  private void begin(KnownGroups known) {
    try {
      topology.bindWhenMade(known::bindAll);
      publisher.keepUp(new Look(this::look, () -> {}, connector.helpers()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Sees that all is there that publishing needs. */
  private void look() {
    seeExchange();
    directory.look();
  }

  private void seeExchange() {
    Channel channel = link.channel("opening a channel");
    try {
      topology.exchange(channel);
    } finally {
      link.discard(channel);
    }
  }

  private Publisher publisher() {
    try {
      return new Publisher(connector, topology);
    } catch (RuntimeException e) {
      connector.close();
      throw e;
    }
  }

  private StreamLog log(String name) {
    return new StreamLog(
        name, channel -> topology.streams().require(channel, name), publisher, link, topology);
  }

  private RabbitDescription describe(RabbitSettings settings) {
    Connection connection = publisher.connection();
    try {
      topology.requireUnroutable(connection);
      RabbitDescription found =
          RabbitDescription.of(
              connection,
              settings,
              topology.streams().provides(connection, layout.directory()),
              topology.retains(connection));
      found.requirePriorities(settings);
      return found;
    } catch (RuntimeException e) {
      publisher.close();
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
      directory.published(message.topic(), message.event().type());
      if (isSmallEnough(message)) {
        outgoing.add(new EventMessage(message, layout, messages, turn.getAndIncrement(), unrouted));
      }
    }
    publisher.send(outgoing);
  }

  private boolean isSmallEnough(OutboundMessage message) {
    int most = description.forUsers().maxDataBytes();
    int bytes = message.event().data().length;
    if (bytes > most) {
      message.failed(
          new BrokerException(
              "%s has data of %d bytes, and RabbitMQ takes %d. Make it smaller"
                  .formatted(message.event(), bytes, most)));
    }
    return bytes <= most;
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("the connection is closed. Open a new bus");
    }
    boolean retains = retains();
    if (!retains && !isNow(spec)) {
      throw new UnsupportedException(
          "RabbitMQ's queues keep no events that are handled, so a subscription cannot begin in the past. Leave out the start position, or have events retained with retain= in the URL");
    }
    Selection selection = Selection.of(spec);
    topology.require(selection);
    BrokerConsumer consumer =
        Interrupts.defer(() -> retains ? openRetained(spec, selection) : open(spec, selection));
    consumers.add(consumer);
    if (spec.group() != null) {
      directory.reads(spec.group(), new Interests(spec.interests()));
    }
    return consumer;
  }

  private RabbitConsumer open(ConsumerSpec spec, Selection selection) {
    return new RabbitConsumer(
        new Origin(spec.group(), selection, resources),
        reception(spec),
        connector.helpers(),
        consumers::remove);
  }

  private BrokerConsumer openRetained(ConsumerSpec spec, Selection selection) {
    String group = spec.group();
    if (group == null) {
      return spec.start() instanceof StartPosition.Latest
          ? open(spec, selection)
          : new Replay(
              retained, selection, reception(spec), messages, spec.start(), consumers::remove);
    }
    return topology.isMade() && founding.found(group, selection, spec.start())
        ? new PastFirst(
            new PastConsumer(group, reception(spec), resources, look(group, selection)),
            () -> open(spec, selection),
            consumers::remove)
        : open(spec, selection);
  }

  private Look look(String group, Selection selection) {
    return new Look(new Origin(group, selection, resources)::look, () -> {}, connector.helpers());
  }

  private Reception reception(ConsumerSpec spec) {
    String group = spec.group();
    return new Reception(
        new Interests(spec.interests()),
        layout.exchange(),
        () -> group != null && description.limitsDeliveries() && topology.mayDrop(group));
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

  private boolean retains() {
    return description.forUsers().can(Capability.START_POSITIONS);
  }

  private boolean lists() {
    return description.forUsers().can(Capability.LISTING);
  }

  @Override
  public List<TopicInfo> topics() {
    return lists() ? Interrupts.defer(inspection::topics) : List.of();
  }

  @Override
  public void deleteTopic(String topic) {
    throw new UnsupportedException(
        "RabbitMQ cannot delete the topic %s through Busline, for its events are in the queues of groups. Use its own tools: rabbitmqadmin deletes exchanges and queues"
            .formatted(topic));
  }

  @Override
  public List<GroupInfo> groups() {
    return lists() ? Interrupts.defer(inspection::groups) : List.of();
  }

  @Override
  public List<Finding> diagnose() {
    return new RabbitDoctor(publisher, description, deadLetters, inspection, topology).diagnose();
  }

  @Override
  public Optional<String> problem() {
    return publisher.problem();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      consumers.forEach(BrokerConsumer::close);
      if (publisher.problem().isEmpty()) {
        directory.close();
      }
      publisher.close();
      link.close();
      connector.close();
    }
  }
}
