package io.busline.spring;

import io.busline.DeadLetters;
import io.busline.DrainReport;
import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.Health;
import io.busline.PreparedEvent;
import io.busline.PublishOutcome;
import io.busline.Receipt;
import io.busline.Subscription;
import io.busline.SubscriptionBuilder;
import io.busline.Unconfirmed;
import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.event.EventDefinition;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A bus that exists before its broker can be reached. Until then, what needs the broker throws a
 * {@link BrokerException} that says why; health, subscriptions and closing work.
 */
final class DeferredEventBus implements EventBus {
  private final String name;
  private final BusConnection connection;

  DeferredEventBus(String name, BusConnection connection) {
    this.name = name;
    this.connection = connection;
  }

  String name() {
    return name;
  }

  BusConnection connection() {
    return connection;
  }

  private EventBus bus() {
    return connection.require();
  }

  @Override
  public Receipt publish(Object event) {
    return bus().publish(event);
  }

  @Override
  public Receipt publish(String type, Object data) {
    return bus().publish(type, data);
  }

  @Override
  public CompletableFuture<Receipt> publishAsync(Object event) {
    return bus().publishAsync(event);
  }

  @Override
  public CompletableFuture<Receipt> publishAsync(String type, Object data) {
    return bus().publishAsync(type, data);
  }

  @Override
  public List<PublishOutcome> publishAll(Collection<?> events) {
    return bus().publishAll(events);
  }

  @Override
  public PreparedEvent prepare(Object event) {
    return bus().prepare(event);
  }

  @Override
  public PreparedEvent prepare(String type, Object data) {
    return bus().prepare(type, data);
  }

  @Override
  public <T> Subscription subscribe(Class<T> type, EventHandler<T> handler) {
    return bus().subscribe(type, handler);
  }

  @Override
  public <T> Subscription subscribe(String type, Class<T> dataClass, EventHandler<T> handler) {
    return bus().subscribe(type, dataClass, handler);
  }

  @Override
  public <T> Subscription subscribe(EventDefinition<T> type, EventHandler<T> handler) {
    return bus().subscribe(type, handler);
  }

  @Override
  public SubscriptionBuilder subscription(String group) {
    return bus().subscription(group);
  }

  @Override
  public SubscriptionBuilder broadcast() {
    return bus().broadcast();
  }

  @Override
  public List<Subscription> subscriptions() {
    return connection.bus().map(EventBus::subscriptions).orElseGet(List::of);
  }

  @Override
  public Unconfirmed unconfirmed() {
    return bus().unconfirmed();
  }

  @Override
  public DeadLetters deadLetters() {
    return bus().deadLetters();
  }

  @Override
  public boolean can(Capability capability) {
    return bus().can(capability);
  }

  @Override
  public List<TopicInfo> topics() {
    return bus().topics();
  }

  @Override
  public List<GroupInfo> groups() {
    return bus().groups();
  }

  @Override
  public void deleteGroup(String group) {
    bus().deleteGroup(group);
  }

  @Override
  public void resetGroup(String group, StartPosition start) {
    bus().resetGroup(group, start);
  }

  @Override
  public void pauseGroup(String group) {
    bus().pauseGroup(group);
  }

  @Override
  public void resumeGroup(String group) {
    bus().resumeGroup(group);
  }

  @Override
  public void deleteTopic(String topic) {
    bus().deleteTopic(topic);
  }

  @Override
  public List<Finding> diagnose() {
    return bus().diagnose();
  }

  @Override
  public Health health() {
    return connection
        .bus()
        .map(EventBus::health)
        .orElseGet(() -> new Health(Health.Status.DOWN, List.of(connection.problem())));
  }

  @Override
  public String source() {
    return bus().source();
  }

  @Override
  public String explain() {
    return connection.bus().map(EventBus::explain).orElseGet(connection::problem);
  }

  @Override
  public DrainReport drain(Duration deadline) {
    return bus().drain(deadline);
  }

  @Override
  public void close() {
    connection.close();
  }
}
