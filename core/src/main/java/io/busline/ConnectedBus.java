package io.busline;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.event.EventDefinition;
import io.busline.event.Names;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.Capability;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.TimeSource;
import io.busline.spi.TransactionLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A bus on an open broker: where the rooms are wired together. */
final class ConnectedBus implements EventBus {
  private static final DrainReport NOTHING_LEFT = new DrainReport(List.of(), 0);

  private final BrokerSource source;
  private final Broker broker;
  private final BusSettings settings;
  private final Codecs codecs;
  private final DataReader reader;
  private final List<Interceptor> interceptors;
  private final Signals signals;
  private final Publisher publisher;
  private final HandlerThreads threads;
  private final Watch watch;
  private final Subscriptions subscriptions = new Subscriptions();
  private final ShutdownHook hook;

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
    this.watch = new Watch(settings.time());
    Observers observers = signals.observers();
    Composer composer =
        new Composer(settings, codecs, mode, interceptors, broker.description(), observers);
    this.publisher = new Publisher(broker, settings, composer, signals, watch);
    this.threads = new HandlerThreads(settings.sourceName());
    this.hook = new ShutdownHook(this, settings.closeTimeout());
    observers.connected(this, broker.description().name(), watch);
  }

  /** Has the end of the process close this bus, if nobody has done so before. */
  ConnectedBus closedWithProcess() {
    hook.add();
    return this;
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
  public PreparedEvent prepare(Object event) {
    return publisher.prepare(event);
  }

  @Override
  public PreparedEvent prepare(String type, Object data) {
    return publisher.prepare(new Named(type, data));
  }

  @Override
  public <T> Subscription subscribe(Class<T> type, EventHandler<T> handler) {
    DefaultGroup.requireOneFor(type, codecs);
    return subscribe(codecs.typeOf(type), handler);
  }

  @Override
  public <T> Subscription subscribe(String type, Class<T> dataClass, EventHandler<T> handler) {
    return subscribe(EventDefinition.of(type, dataClass), handler);
  }

  @Override
  public <T> Subscription subscribe(EventDefinition<T> type, EventHandler<T> handler) {
    return subscription(DefaultGroup.of(settings.service(), type)).on(type, handler).subscribe();
  }

  @Override
  public SubscriptionBuilder subscription(String group) {
    return new SubscriptionBuilder(Names.require("group", group), codecs, this::subscribe);
  }

  @Override
  public SubscriptionBuilder broadcast() {
    return new SubscriptionBuilder(null, codecs, this::subscribe);
  }

  private Subscription subscribe(SubscriptionSettings wanted) {
    wanted.requireFrom(broker.description());
    reader.requireReadable(wanted);
    watch.begin();
    Subscription opened =
        subscriptions.open(
            wanted.group(), () -> opened(wanted), consumer -> started(wanted, consumer));
    return signals.observers().subscribed(opened);
  }

  private BrokerConsumer opened(SubscriptionSettings wanted) {
    if (wanted.keepsDeadLetters()) {
      broker.deadLetters().ifPresent(store -> store.prepare(wanted.name()));
    }
    return broker.open(wanted.consumerSpec());
  }

  private ActiveSubscription started(SubscriptionSettings wanted, BrokerConsumer consumer) {
    DeadLetterStore store = wanted.keepsDeadLetters() ? broker.deadLetters().orElse(null) : null;
    SubscriptionStatus status = new SubscriptionStatus(wanted.name(), signals);
    Progress progress = new Progress(wanted, settings.time(), consumer::lag, status);
    Pipeline pipeline = new Pipeline(wanted, reader, interceptors, signals, publisher);
    DeliveryLoop loop =
        new DeliveryLoop(wanted, consumer, store, pipeline, threads, settings, status, progress);
    TimeSource.Registration watched = watch.add(progress::look);
    return new ActiveSubscription(
        wanted,
        new Backlog(loop, consumer::lag, settings.time()),
        loop,
        status,
        () -> Explanation.of(wanted, broker.description(), consumer),
        settings.closeTimeout(),
        subscription -> {
          watched.close();
          subscriptions.remove(subscription);
        });
  }

  @Override
  public List<Subscription> subscriptions() {
    return List.copyOf(subscriptions.all());
  }

  @Override
  public Unconfirmed unconfirmed() {
    return publisher.inFlight().unconfirmed();
  }

  @Override
  public DeadLetters deadLetters() {
    return new DeadLetterDesk(new Listing(broker).deadLetters(), publisher);
  }

  @Override
  public <C> Optional<TransactionLog<C>> transactionLog(Class<C> connection) {
    return broker.transactionLog(connection);
  }

  @Override
  public boolean can(Capability capability) {
    return broker.description().can(capability);
  }

  @Override
  public List<TopicInfo> topics() {
    return new Listing(broker).topics();
  }

  @Override
  public List<GroupInfo> groups() {
    return new Listing(broker).groups();
  }

  @Override
  public void deleteGroup(String group) {
    new Listing(broker).deleteGroup(group);
  }

  @Override
  public void resetGroup(String group, StartPosition start) {
    new Listing(broker).resetGroup(group, start);
  }

  @Override
  public void pauseGroup(String group) {
    new Listing(broker).pauseGroup(group);
  }

  @Override
  public void resumeGroup(String group) {
    new Listing(broker).resumeGroup(group);
  }

  @Override
  public void deleteTopic(String topic) {
    new Listing(broker).deleteTopic(topic);
  }

  @Override
  public List<Finding> diagnose() {
    List<Finding> findings = new ArrayList<>(broker.diagnose());
    findings.add(Finding.ok("codecs", codecs.toString()));
    return findings;
  }

  @Override
  public Health health() {
    List<Problem> problems = new ArrayList<>();
    Problem.of(broker).ifPresent(problems::add);
    publisher.problem().ifPresent(problems::add);
    subscriptions.all().forEach(s -> s.problem().ifPresent(problems::add));
    return Health.of(problems, subscriptions.notes());
  }

  @Override
  public String source() {
    return settings.sourceName();
  }

  @Override
  public String explain() {
    return Explanation.of(
        source.place(), broker.description(), settings, codecs, subscriptions.all());
  }

  @Override
  public DrainReport drain(Duration deadline) {
    if (!subscriptions.close()) {
      return NOTHING_LEFT;
    }
    Ending ending =
        new Ending(
            subscriptions, publisher, threads, watch, signals, source.isOwned() ? broker : null);
    if (subscriptions.areServedBy(Thread.currentThread())) {
      HandlerThreads.startOwner("close", () -> log(() -> end(ending, deadline)));
      return NOTHING_LEFT;
    }
    return end(ending, deadline);
  }

  private DrainReport end(Ending ending, Duration deadline) {
    return hook.during(deadline, () -> ending.end(deadline));
  }

  @Override
  public void close() {
    log(() -> drain(settings.closeTimeout()));
  }

  private void log(Supplier<DrainReport> ending) {
    try {
      DrainReport report = ending.get();
      if (!report.isComplete()) {
        Log.write(
            Level.WARNING,
            "the bus of %s closed with %d publishes unconfirmed and these events being handled, which will be delivered again: %s"
                .formatted(settings.sourceName(), report.unconfirmed(), report.abandoned()));
      }
    } catch (Throwable e) {
      Log.write(Level.WARNING, "closing the bus of " + settings.sourceName() + " failed", e);
    }
  }

  @Override
  public String toString() {
    return "EventBus[%s at %s]".formatted(settings.sourceName(), source.place());
  }
}
