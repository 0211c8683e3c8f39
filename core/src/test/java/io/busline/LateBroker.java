package io.busline;

import io.busline.spi.Broker;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.OutboundMessage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A broker that stores what it was sent, and says so, when it is told to. */
final class LateBroker extends ForwardingBroker {
  private final Broker broker;
  private final Queue<OutboundMessage> waiting = new ConcurrentLinkedQueue<>();

  LateBroker(Broker broker) {
    super(broker);
    this.broker = broker;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    waiting.addAll(messages);
  }

  /** Answers whatever waits, on this thread; returns how much that was. */
  int answer() {
    int answered = 0;
    for (OutboundMessage next = waiting.poll(); next != null; next = waiting.poll()) {
      broker.send(List.of(next));
      answered++;
    }
    return answered;
  }

  @Override
  public void close() {}
}
