package io.busline.cli.admin;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerDescription;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.OutboundMessage;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A broker on which a subscription can be made to see what would hold for it. It is what the real
 * one is and can do what that can, but a group on it leaves no trace and takes no event.
 */
final class Rehearsal implements Broker {
  private final Broker real;

  private Rehearsal(Broker real) {
    this.real = real;
  }

  static Rehearsal on(BrokerProvider provider, String url) {
    BrokerContext context = new BrokerContext("busline-cli", TimeSource.system(), new Random());
    return new Rehearsal(provider.open(BusUrl.parse(url), context));
  }

  @Override
  public BrokerDescription description() {
    return real.description();
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    throw new IllegalStateException("a rehearsal publishes nothing");
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    return new Nobody(
        real.description().can(Capability.LISTING)
            && real.groups().stream()
                .anyMatch(each -> each.name().equals(spec.group()) && each.paused().isPresent()));
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return real.deadLetters();
  }

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
    return List.of();
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {
    real.close();
  }

  /** A consumer to whom nothing comes. */
  private static final class Nobody implements BrokerConsumer {
    private final Wakeup wakeup = new Wakeup();
    private final boolean isPaused;

    Nobody(boolean isPaused) {
      this.isPaused = isPaused;
    }

    @Override
    public boolean isPaused() {
      return isPaused;
    }

    @Override
    public void poll(int max, long waitNanos, Inbox inbox) {
      wakeup.await(waitNanos);
    }

    @Override
    public void ack(Collection<? extends InboundMessage> done) {}

    @Override
    public void release(Collection<? extends InboundMessage> messages) {}

    @Override
    public OptionalLong lag() {
      return OptionalLong.empty();
    }

    @Override
    public void wakeup() {
      wakeup.signal();
    }

    @Override
    public void close() {}
  }
}
