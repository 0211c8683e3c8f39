package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.OutboundMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the groups that a test has made, and removes them, so that queues do not pile up. */
final class Leftovers {
  private static final Layout LAYOUT = new Layout("busline", 3);

  private final int port;
  private final Set<String> groups = ConcurrentHashMap.newKeySet();

  Leftovers(int port) {
    this.port = port;
  }

  Broker of(Broker broker) {
    return new Watched(broker);
  }

  void remove() {
    if (groups.isEmpty()) {
      return;
    }
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      for (String group : groups) {
        for (String queue : LAYOUT.queues(group)) {
          channel.queueDelete(queue);
        }
        channel.queueDelete(LAYOUT.members(group));
        channel.exchangeDelete(LAYOUT.group(group));
        channel.exchangeDelete(LAYOUT.rest(group));
      }
    } catch (Exception e) {
      throw new AssertionError("removing what is left of " + groups, e);
    }
  }

  private final class Watched implements Broker {
    private final Broker broker;

    Watched(Broker broker) {
      this.broker = broker;
    }

    @Override
    public BrokerConsumer open(ConsumerSpec spec) {
      if (spec.group() != null) {
        groups.add(spec.group());
      }
      return broker.open(spec);
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
    public void close() {
      broker.close();
    }
  }
}
