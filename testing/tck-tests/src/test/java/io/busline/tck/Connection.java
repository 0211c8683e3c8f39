package io.busline.tck;

import io.busline.error.BrokerException;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.OutboundMessage;
import java.util.List;

/** A connection to a broker that others use too: closing it leaves the broker open. */
class Connection extends ForwardingBroker {
  private volatile boolean closed;

  Connection(Broker broker) {
    super(broker);
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    if (closed) {
      messages.forEach(message -> message.failed(new BrokerException("closed")));
    } else {
      super.send(messages);
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("closed");
    }
    return super.open(spec);
  }

  @Override
  public void close() {
    closed = true;
  }
}
