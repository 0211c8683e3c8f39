package io.busline.spi;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.event.StartPosition;
import java.util.List;
import java.util.Optional;

/**
 * A broker that hands everything to another. Whoever watches a broker, or stands before one,
 * overrides what it has to say something about.
 */
public abstract class ForwardingBroker implements Broker {
  private final Broker broker;

  /**
   * Stands before a broker.
   *
   * @param broker the other one
   */
  protected ForwardingBroker(Broker broker) {
    this.broker = broker;
  }

  @Override
  public BrokerDescription description() {
    return broker.description();
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    broker.send(messages);
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
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
  public void deleteGroup(String group) {
    broker.deleteGroup(group);
  }

  @Override
  public void resetGroup(String group, StartPosition start) {
    broker.resetGroup(group, start);
  }

  @Override
  public void pauseGroup(String group) {
    broker.pauseGroup(group);
  }

  @Override
  public void resumeGroup(String group) {
    broker.resumeGroup(group);
  }

  @Override
  public void deleteTopic(String topic) {
    broker.deleteTopic(topic);
  }

  @Override
  public List<Finding> diagnose() {
    return broker.diagnose();
  }

  @Override
  public Optional<String> hindrance() {
    return broker.hindrance();
  }

  @Override
  public Optional<String> problem() {
    return broker.problem();
  }

  @Override
  public <C> Optional<TransactionLog<C>> transactionLog(Class<C> connection) {
    return broker.transactionLog(connection);
  }

  @Override
  public void close() {
    broker.close();
  }
}
