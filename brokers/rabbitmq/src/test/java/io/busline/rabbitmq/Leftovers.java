package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.busline.servers.Await;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.ForwardingBroker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers the groups that a test has made, and removes them, so that queues do not pile up. */
final class Leftovers {
  private final int port;
  private final Layout layout;
  private final Set<String> groups = ConcurrentHashMap.newKeySet();
  private @Nullable Exception problem;

  Leftovers(int port, String exchange) {
    this.port = port;
    this.layout = new Layout(exchange, 3);
  }

  Broker of(Broker broker) {
    return new Watched(broker);
  }

  /** Tries more than once: a server that was restarted by the test may still be settling. */
  void remove() {
    if (isShared() && groups.isEmpty()) {
      return;
    }
    Await.until("what is left of " + groups + " is removed", this::isDeleted, () -> problem);
  }

  private boolean isDeleted() {
    try {
      delete();
      return true;
    } catch (Exception e) {
      problem = e;
      return false;
    }
  }

  private boolean isShared() {
    return layout.exchange().equals("busline");
  }

  /** What a client that knows nothing of Busline does. */
  interface Deed {
    void accept(Channel channel) throws Exception;
  }

  /** Has a plain client do something, and returns when the server has done it. */
  void plainly(Deed deed) {
    try (Connection connection = plain();
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      deed.accept(channel);
      channel.waitForConfirmsOrDie();
    } catch (Exception e) {
      throw new AssertionError("what a plain client does failed", e);
    }
  }

  private Connection plain() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(port);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }

  private void delete() throws Exception {
    try (Connection connection = plain();
        Channel channel = connection.createChannel()) {
      for (String group : groups) {
        for (String queue : layout.queues(group)) {
          channel.queueDelete(queue);
        }
        channel.queueDelete(layout.members(group));
        channel.exchangeDelete(layout.group(group));
        channel.exchangeDelete(layout.rest(group));
        channel.queueDelete(layout.past(group));
        channel.exchangeDelete(layout.past(group));
        channel.exchangeDelete(layout.filled(group));
      }
      if (!isShared()) {
        channel.exchangeDelete(layout.exchange());
        channel.queueDelete(layout.retained());
        channel.queueDelete(layout.directory());
        channel.queueDelete(layout.deadLetters());
      }
    }
  }

  private final class Watched extends ForwardingBroker {
    Watched(Broker broker) {
      super(broker);
    }

    @Override
    public BrokerConsumer open(ConsumerSpec spec) {
      if (spec.group() != null) {
        groups.add(spec.group());
      }
      return super.open(spec);
    }
  }
}
