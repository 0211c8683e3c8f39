package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.error.BrokerException;
import io.busline.spi.Interests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The groups that the directory knows, and this bus's broadcasts: what has to be bound to an
 * exchange that somebody has deleted. Blocks; safe for use by several threads.
 */
final class KnownGroups {
  private static final System.Logger LOG = System.getLogger(KnownGroups.class.getName());

  private final Directory directory;
  private final Link link;
  private final Layout layout;
  private final Bindings bindings;
  private final boolean made;
  private final Map<String, Selection> broadcasts = new ConcurrentHashMap<>();

  KnownGroups(Directory directory, Link link, Layout layout, Topology topology) {
    this.directory = directory;
    this.link = link;
    this.layout = layout;
    this.bindings = topology.bindings();
    this.made = topology.isMade();
  }

  /** What has become of a group. */
  enum State {
    /** It is bound again. */
    BOUND,
    /** It is not bound, as far as is known, and this bus may not bind it. */
    UNBOUND,
    /** It is bound again, and headers decide what of its types it gets. */
    FILTERED,
    /** Its queue is not there, and what its instances are counted by is. */
    WITHOUT_QUEUE,
    /** Its queues were removed. */
    GONE
  }

  /** A broadcast of this bus reads a queue from now on. */
  void add(String queue, Selection selection) {
    broadcasts.put(queue, selection);
  }

  /** No broadcast reads a queue any more. */
  void remove(String queue) {
    broadcasts.remove(queue);
  }

  /**
   * Binds all that is there.
   *
   * @throws BrokerException if nobody can tell what there is, or it is not bound
   */
  void bindAll() {
    directory.groups(0).forEach(this::bind);
    broadcasts.forEach(this::bindBroadcast);
  }

  private void bindBroadcast(String queue, Selection selection) {
    on(
        "binding queue " + queue + " again",
        channel -> {
          try {
            channel.queueDeclarePassive(queue);
          } catch (IOException e) {
            // Its connection has ended, and whoever reads it makes another one.
            broadcasts.remove(queue);
            return queue;
          }
          bindings.toQueue(channel, queue, selection);
          return queue;
        });
  }

  /** The groups to which an event of a type belongs in a topic, among those read a moment ago. */
  List<String> reading(String topic, String type, long maxAgeNanos) {
    List<String> reading = new ArrayList<>();
    directory
        .groups(maxAgeNanos)
        .forEach(
            (group, interests) -> {
              if (interests.match(topic, type)) {
                reading.add(group);
              }
            });
    return reading;
  }

  /** The queue by which a group's instances are counted. */
  String membersOf(String group) {
    return layout.members(group);
  }

  /** Binds a group again if it is there. */
  State bindAgain(String group) {
    Interests interests = directory.groups(Long.MAX_VALUE).get(group);
    return interests == null ? State.GONE : bind(group, interests);
  }

  private State bind(String group, Interests interests) {
    Connection connection = link.connection();
    String doing = "binding group " + group + " again";
    try {
      return Failures.explained(doing, () -> bind(connection, group, interests));
    } catch (BrokerException e) {
      if (!Failures.isRefusal(e, AMQP.ACCESS_REFUSED)) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}, so it waits until one of its own instances binds it",
          e.getMessage());
      return State.UNBOUND;
    }
  }

  private State bind(Connection connection, String group, Interests interests) throws IOException {
    String queue = layout.queue(group, 0);
    boolean hasQueue = !Channels.isMissing(connection, queue);
    if (!hasQueue && Channels.isMissing(connection, layout.members(group))) {
      return State.GONE;
    }
    if (!Channels.isExchangeMissing(connection, bindings.filter(group))) {
      bind(connection, channel -> bindings.exchange(channel, bindings.filter(group), interests));
      return State.FILTERED;
    }
    if (!Channels.isExchangeMissing(connection, layout.group(group))) {
      return bind(
          connection, channel -> bindings.exchange(channel, layout.group(group), interests));
    }
    return hasQueue
        ? bind(connection, channel -> bindings.queue(channel, queue, interests))
        : State.WITHOUT_QUEUE;
  }

  private State bind(Connection connection, Use<Boolean> binding) throws IOException {
    return made && on(connection, binding) ? State.BOUND : State.UNBOUND;
  }

  /** What is done on a channel. */
  @FunctionalInterface
  private interface Use<T> {
    T on(Channel channel) throws IOException;
  }

  private <T> T on(String doing, Use<T> use) {
    Connection connection = link.connection();
    return Failures.explained(doing, () -> on(connection, use));
  }

  private static <T> T on(Connection connection, Use<T> use) throws IOException {
    Channel channel = Channels.open(connection);
    try {
      return use.on(channel);
    } finally {
      Channels.close(channel);
    }
  }
}
