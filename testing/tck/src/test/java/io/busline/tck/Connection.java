package io.busline.tck;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.OutboundMessage;
import java.util.List;
import java.util.Optional;

/** A connection to a broker that others use too: closing it leaves the broker open. */
class Connection implements Broker {
  final Broker broker;
  private volatile boolean closed;

  Connection(Broker broker) {
    this.broker = broker;
  }

  @Override
  public BrokerDescription description() {
    return broker.description();
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    if (closed) {
      messages.forEach(message -> message.failed(new BrokerException("closed")));
    } else {
      broker.send(messages);
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("closed");
    }
    return broker.open(spec);
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return broker.deadLetters();
  }

  @Override
  public List<TopicInfo> topics() {
    return broker.topics();
  }

  @Override
  public List<GroupInfo> groups() {
    return broker.groups();
  }

  @Override
  public List<Finding> diagnose() {
    return broker.diagnose();
  }

  @Override
  public Optional<String> problem() {
    return broker.problem();
  }

  @Override
  public void close() {
    closed = true;
  }
}
