package io.busline.memory;

import io.busline.error.BrokerException;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.OutboundMessage;
import java.util.List;

/** One bus's use of a shared memory broker. */
final class MemoryConnection extends ForwardingBroker {
  private final Runnable whenClosed;
  private volatile boolean closed;

  MemoryConnection(MemoryBroker broker, Runnable whenClosed) {
    super(broker);
    this.whenClosed = whenClosed;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    if (closed) {
      messages.forEach(m -> m.failed(new BrokerException("this connection is closed")));
    } else {
      super.send(messages);
    }
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("this connection is closed; open a new one");
    }
    return super.open(spec);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      whenClosed.run();
    }
  }
}
