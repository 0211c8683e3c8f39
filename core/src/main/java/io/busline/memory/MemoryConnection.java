package io.busline.memory;

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

/** One bus's use of a shared memory broker. */
final class MemoryConnection implements Broker {
  private final MemoryBroker broker;
  private final Runnable whenClosed;
  private volatile boolean closed;

  MemoryConnection(MemoryBroker broker, Runnable whenClosed) {
    this.broker = broker;
    this.whenClosed = whenClosed;
  }

  @Override
  public BrokerDescription description() {
    return broker.description();
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    if (closed) {
      messages.forEach(m -> m.failed(new BrokerException("this connection is closed")));
    } else {
      broker.send(messages);
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("this connection is closed; open a new one");
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
  public synchronized void close() {
    if (!closed) {
      closed = true;
      whenClosed.run();
    }
  }
}
