package io.busline;

import io.busline.DrainReport.Abandoned;
import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BusClosedException;
import io.busline.error.ConfigurationException;
import io.busline.error.UnsupportedException;
import io.busline.event.EventType;
import io.busline.event.Names;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.Capability;
import io.busline.spi.DeadLetterStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A bus on an open broker: where the rooms are wired together. */
final class ConnectedBus implements EventBus {
  private static final Logger LOG = System.getLogger("io.busline");

  private final BrokerSource source;
  private final Broker broker;
  private final BusSettings settings;
  private final Codecs codecs;
  private final DataReader reader;
  private final List<Interceptor> interceptors;
  private final Signals signals;
  private final Publisher publisher;
  private final HandlerThreads threads;
  private final List<ActiveSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private boolean closed;

  ConnectedBus(
      BrokerSource source,
      Broker broker,
      BusSettings settings,
      DataReader reader,
      ContentMode mode,
      List<Interceptor> interceptors,
      Signals signals) {
    this.source = source;
    this.broker = broker;
    this.settings = settings;
    this.codecs = reader.codecs();
    this.reader = reader;
    this.interceptors = interceptors;
    this.signals = signals;
    this.publisher = new Publisher(broker, settings, codecs, mode, interceptors, signals);
    this.threads = new HandlerThreads(settings.sourceName());
  }

  @Override
  public Receipt publish(Object event) {
    return publisher.publish(event);
  }

  @Override
  public Receipt publish(String type, Object data) {
    return publisher.publish(new Named(type, data));
  }

  @Override
  public CompletableFuture<Receipt> publishAsync(Object event) {
    return publisher.publishAsync(event);
  }

  @Override
  public CompletableFuture<Receipt> publishAsync(String type, Object data) {
    return publisher.publishAsync(new Named(type, data));
  }

  @Override
  public List<PublishOutcome> publishAll(Collection<?> events) {
    return publisher.publishAll(events);
  }

  @Override
  public <T> Subscription subscribe(Class<T> type, EventHandler<T> handler) {
    return subscribe(codecs.typeOf(type), handler);
  }

  @Override
  public <T> Subscription subscribe(String type, Class<T> dataClass, EventHandler<T> handler) {
    return subscribe(EventType.of(type, dataClass), handler);
  }

  private <T> Subscription subscribe(EventType<T> type, EventHandler<T> handler) {
    if (settings.service() == null) {
      throw new ConfigurationException(
          "a durable subscription to %s needs a name by which it goes on after a restart: connect(url, \"my-service\"), or subscription(\"my-group\"); broadcast() needs none"
              .formatted(type.name()));
    }
    return subscription(settings.service() + "." + type.name()).on(type, handler).subscribe();
  }

  @Override
  public SubscriptionBuilder subscription(String group) {
    return new SubscriptionBuilder(Names.require("group", group), codecs, this::subscribe);
  }

  @Override
  public SubscriptionBuilder broadcast() {
    return new SubscriptionBuilder(null, codecs, this::subscribe);
  }

  private synchronized Subscription subscribe(SubscriptionSettings wanted) {
    requireOpen();
    wanted.requireFrom(broker.description());
    requireNew(wanted.group());
    DeadLetterStore store = wanted.keepsDeadLetters() ? broker.deadLetters().orElse(null) : null;
    BrokerConsumer consumer = broker.open(wanted.consumerSpec());
    SubscriptionStatus status = new SubscriptionStatus(wanted.name(), signals);
    Pipeline pipeline = new Pipeline(wanted, reader, interceptors, signals, publisher);
    DeliveryLoop loop =
        new DeliveryLoop(wanted, consumer, store, pipeline, threads, settings, status);
    ActiveSubscription subscription =
        new ActiveSubscription(
            wanted,
            consumer,
            loop,
            status,
            () -> Explanation.of(wanted, broker.description(), consumer.missing()),
            settings.closeTimeout(),
            subscriptions::remove);
    subscriptions.add(subscription);
    return subscription;
  }

  private void requireOpen() {
    if (closed) {
      throw new BusClosedException("the bus is closed, so nothing can be subscribed on it");
    }
  }

  private void requireNew(@Nullable String group) {
    boolean taken =
        group != null && subscriptions.stream().anyMatch(s -> s.group().equals(Optional.of(group)));
    if (taken) {
      throw new ConfigurationException(
          "group %s is subscribed on this bus already, and two subscriptions would take each other's events. Close the first, add the handler to it with on(…), raise its concurrency, or name another group with subscription(\"…\")"
              .formatted(group));
    }
  }

  @Override
  public DeadLetters deadLetters() {
    DeadLetterStore store =
        broker
            .deadLetters()
            .orElseThrow(
                () ->
                    new UnsupportedException(
                        broker.description().name()
                            + " keeps no dead letters. Use a broker that does"));
    return new DeadLetterDesk(store, publisher);
  }

  @Override
  public boolean can(Capability capability) {
    return broker.description().can(capability);
  }

  @Override
  public List<TopicInfo> topics() {
    requireListing();
    return broker.topics();
  }

  @Override
  public List<GroupInfo> groups() {
    requireListing();
    return broker.groups();
  }

  private void requireListing() {
    if (!can(Capability.LISTING)) {
      throw new UnsupportedException(
          "%s cannot %s. Use its own tools, or a broker that can"
              .formatted(broker.description().name(), Capability.LISTING.inWords()));
    }
  }

  @Override
  public List<Finding> diagnose() {
    List<Finding> findings = new ArrayList<>(broker.diagnose());
    findings.add(Finding.ok("codecs", codecs.toString()));
    return findings;
  }

  @Override
  public Health health() {
    List<String> problems = new ArrayList<>();
    Health.Status worst = Health.Status.UP;
    Optional<String> brokerProblem = broker.problem();
    if (brokerProblem.isPresent()) {
      problems.add("broker: " + brokerProblem.get());
      worst = Health.Status.DOWN;
    }
    for (ActiveSubscription subscription : subscriptions) {
      Optional<String> problem = subscription.problem();
      if (problem.isPresent()) {
        problems.add(problem.get());
        boolean works = subscription.state() == Subscription.State.RUNNING;
        worst = works && worst == Health.Status.UP ? Health.Status.DEGRADED : Health.Status.DOWN;
      }
    }
    return new Health(worst, problems);
  }

  @Override
  public String explain() {
    return Explanation.of(source.place(), broker.description(), settings, codecs, subscriptions);
  }

  @Override
  public DrainReport drain(Duration deadline) {
    synchronized (this) {
      if (closed) {
        return new DrainReport(List.of(), 0);
      }
      closed = true;
    }
    long end = System.nanoTime() + deadline.toNanos();
    List<CompletableFuture<List<Abandoned>>> drains = new ArrayList<>();
    for (ActiveSubscription subscription : subscriptions) {
      drains.add(
          CompletableFuture.supplyAsync(
              () -> subscription.abandonedAfter(deadline), this::onOwnThread));
    }
    List<Abandoned> abandoned = new ArrayList<>();
    drains.forEach(drain -> abandoned.addAll(drain.join()));
    int unconfirmed = publisher.close(Math.max(0, end - System.nanoTime()));
    threads.close();
    if (source.isOwned()) {
      broker.close();
    }
    return new DrainReport(abandoned, unconfirmed);
  }

  /** So that all subscriptions drain at the same time, however few cores there are. */
  private void onOwnThread(Runnable drain) {
    HandlerThreads.startOwner("drain", drain);
  }

  @Override
  public void close() {
    try {
      DrainReport report = drain(settings.closeTimeout());
      if (!report.isComplete()) {
        LOG.log(
            Level.WARNING,
            "the bus of {0} closed with {1} publishes unconfirmed and these events being handled, which will be delivered again: {2}",
            settings.sourceName(),
            report.unconfirmed(),
            report.abandoned());
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "closing the bus of " + settings.sourceName() + " failed", e);
    }
  }

  @Override
  public String toString() {
    return "EventBus[%s at %s]".formatted(settings.sourceName(), source.place());
  }
}
