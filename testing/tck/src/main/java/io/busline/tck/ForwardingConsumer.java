package io.busline.tck;

import io.busline.spi.BrokerConsumer;
import io.busline.spi.Capability;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Output;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Does what another consumer does; subclasses watch it, or do one thing wrong. */
class ForwardingConsumer implements BrokerConsumer {
  final BrokerConsumer consumer;

  ForwardingConsumer(BrokerConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    consumer.poll(max, waitNanos, inbox);
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    consumer.ack(done);
  }

  @Override
  public CompletableFuture<Void> complete(InboundMessage message, List<Output> outputs) {
    return consumer.complete(message, outputs);
  }

  @Override
  public Set<Capability> missing() {
    return consumer.missing();
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    consumer.release(messages);
  }

  @Override
  public void retryLater(InboundMessage message, int attempts, Instant notBefore) {
    consumer.retryLater(message, attempts, notBefore);
  }

  @Override
  public boolean canDefer() {
    return consumer.canDefer();
  }

  @Override
  public void defer(List<InboundMessage> messages) {
    consumer.defer(messages);
  }

  @Override
  public void resume(String key) {
    consumer.resume(key);
  }

  @Override
  public boolean isPaused() {
    return consumer.isPaused();
  }

  @Override
  public OptionalLong lag() {
    return consumer.lag();
  }

  @Override
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
