package io.busline.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.rabbitmq.RabbitSettings.Queues;
import io.busline.spi.Provisioning;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes exchanges and queues, or sees that they are there. Whatever is refused ends the channel, so
 * each task is given a channel of its own. Blocks; safe for use by several threads.
 */
final class Topology {
  static final String QUEUE_TYPE = "x-queue-type";

  private final RabbitSettings settings;
  private final Layout layout;
  private final Bindings bindings;
  private final Provision provision;
  private final Streams streams;
  private final GroupQueues queues;

  /** How often the exchange was made, and how often everything known was bound to it after that. */
  private final AtomicInteger made = new AtomicInteger();

  private final AtomicInteger bound = new AtomicInteger();
  private volatile @Nullable Runnable binding;

  Topology(RabbitSettings settings, Layout layout) {
    this.settings = settings;
    this.layout = layout;
    this.bindings = new Bindings(layout, settings.options().exchangeType());
    this.provision = new Provision(settings.topology());
    this.streams = new Streams(provision, layout);
    this.queues = new GroupQueues(settings);
  }

  Bindings bindings() {
    return bindings;
  }

  /** What the exchange to which events are published is called. */
  String events() {
    return layout.exchange();
  }

  /**
   * Has everything known bound to the exchange whenever that was made, also if it was made before;
   * blocks then.
   *
   * @param all binds it; throws if it cannot, and is called again
   */
  void bindWhenMade(Runnable all) {
    binding = all;
    bindAll();
  }

  private void bindAll() {
    Runnable all = binding;
    int seen = made.get();
    if (all != null && bound.get() != seen) {
      all.run();
      bound.accumulateAndGet(seen, Math::max);
    }
  }

  /**
   * The exchange to which events are published. If it has to be made, nothing may be published to
   * it before everything known is bound: the server would confirm what reaches nobody.
   */
  void exchange(Channel channel) {
    provision.ensure(
        "exchange %s".formatted(layout.exchange()),
        () -> channel.exchangeDeclarePassive(layout.exchange()),
        () -> declare(channel));
    bindAll();
    settings.options().retain().ifPresent(age -> streams.retained(channel, age));
  }

  private void declare(Channel channel) throws IOException {
    if (Channels.isExchangeMissing(channel.getConnection(), layout.exchange())) {
      made.incrementAndGet();
    }
    NativeOptions options = settings.options();
    Map<String, Object> arguments = new HashMap<>();
    options.unroutable().ifPresent(other -> arguments.put("alternate-exchange", other));
    channel.exchangeDeclare(layout.exchange(), options.exchangeType(), true, false, arguments);
  }

  /** The exchange for what no group wants must be there: nobody would miss what goes nowhere. */
  void requireUnroutable(Connection connection) {
    String other = settings.options().unroutable().orElse(null);
    if (other != null) {
      Channel channel = Failures.explained("opening a channel", () -> Channels.open(connection));
      try {
        Provision.perform(
            "looking for exchange %s, which unroutable= names,".formatted(other),
            () -> channel.exchangeDeclarePassive(other));
      } finally {
        Channels.close(channel);
      }
    }
  }

  /** An empty queue for a group's past. */
  void past(Channel channel, String group, boolean unlimited) {
    String past = layout.past(group);
    Provision.perform(
        "making the past of group " + group,
        () -> {
          channel.exchangeDelete(layout.filled(group));
          channel.queueDeclare(past, true, false, false, queues.arguments(unlimited));
          channel.queuePurge(past);
        });
  }

  /** Removes a group's past. */
  void withoutPast(Channel channel, String group) {
    Provision.perform(
        "making an end of the past of group " + group,
        () -> {
          channel.queueDelete(layout.past(group));
          channel.exchangeDelete(layout.past(group));
          channel.exchangeDelete(layout.filled(group));
        });
  }

  /** Whether the stream of what is retained is there or was made. */
  boolean retains(Connection connection) {
    return settings.options().retain().isPresent()
        && (settings.topology() != Provisioning.NONE
            || streams.provides(connection, layout.retained()));
  }

  /** Finds out how the queues were made that a group has. */
  void lookAtQueues(Channel channel, String group, boolean unlimited) {
    if (isMade()) {
      Provision.perform(
          "looking at the queues of group " + group,
          () -> {
            for (String queue : layout.queues(group)) {
              if (!Channels.isMissing(channel.getConnection(), queue)) {
                queues.declare(channel, queue, unlimited);
              }
            }
          });
    }
  }

  /** The queues of groups that the server may lose events from. */
  Set<String> limited() {
    return queues.limited();
  }

  /**
   * Whether the server may drop what it has given out too often, for all that is known: nobody says
   * how a queue was made.
   */
  boolean mayDrop(String group) {
    return settings.queues() == Queues.QUORUM
        && (!isMade() || layout.queues(group).stream().anyMatch(limited()::contains));
  }

  /** Makes streams, or sees that they are there. */
  Streams streams() {
    return streams;
  }

  /** Whether what is missing is made. */
  boolean isMade() {
    return settings.topology() == Provisioning.CREATE;
  }

  /** Refuses what cannot be selected. */
  void require(Selection selection) {
    bindings.require(selection);
  }

  /** What a group reads from, and that the events it wants find their way there. */
  void group(Channel channel, String group, Selection selection, boolean unlimited) {
    exchange(channel);
    provision.ensure(
        "what group %s reads from".formatted(group),
        () -> verify(channel, group),
        () -> {
          declare(channel, group, unlimited);
          bindings.toGroup(channel, group, selection);
        });
  }

  private void verify(Channel channel, String group) throws IOException {
    if (layout.isPartitioned()) {
      channel.exchangeDeclarePassive(layout.group(group));
    }
    channel.queueDeclarePassive(layout.members(group));
    for (String queue : layout.queues(group)) {
      channel.queueDeclarePassive(queue);
    }
  }

  private void declare(Channel channel, String group, boolean unlimited) throws IOException {
    // It must be on several servers where there are several, as the other queues are.
    channel.queueDeclare(
        layout.members(group),
        true,
        false,
        false,
        Map.of(QUEUE_TYPE, settings.queues().name().toLowerCase(Locale.ROOT)));
    for (String queue : layout.queues(group)) {
      queues.declare(channel, queue, unlimited);
    }
    if (layout.isPartitioned()) {
      divide(channel, group);
    }
  }

  /** What comes without a partition, or with one that this group does not have, is the first's. */
  private void divide(Channel channel, String group) throws IOException {
    String exchange = layout.group(group);
    String rest = layout.rest(group);
    channel.exchangeDeclare(rest, BuiltinExchangeType.FANOUT, true, false, true, Map.of());
    channel.exchangeDeclare(
        exchange,
        BuiltinExchangeType.HEADERS,
        true,
        false,
        true,
        Map.of("alternate-exchange", rest));
    for (int i = 0; i < layout.partitions(); i++) {
      channel.queueBind(
          layout.queue(group, i),
          exchange,
          "",
          Map.of("x-match", "all", Layout.PARTITION, Integer.toString(i)));
    }
    channel.queueBind(layout.queue(group, 0), rest, "");
  }

  /** A queue of a broadcast, which ends with the connection. */
  void broadcast(Channel channel, String queue, Selection selection) {
    exchange(channel);
    Provision.perform(
        "making a queue for a broadcast",
        () -> {
          channel.queueDeclare(queue, false, true, true, Map.of());
          bindings.toQueue(channel, queue, selection);
        });
  }

  /** Sees that a broadcast still gets what it is for. */
  void again(Channel channel, String queue, Selection selection) {
    exchange(channel);
    Provision.perform(
        "binding queue %s again".formatted(queue),
        () -> {
          channel.queueDeclarePassive(queue);
          bindings.toQueue(channel, queue, selection);
        });
  }
}
