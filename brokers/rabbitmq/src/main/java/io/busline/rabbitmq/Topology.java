package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.error.BrokerException;
import io.busline.rabbitmq.RabbitSettings.Queues;
import io.busline.spi.Provisioning;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes exchanges and queues, or sees that they are there. Whatever is refused ends the channel, so
 * each task is given a channel of its own. Blocks; safe for use by several threads.
 */
final class Topology {
  private static final String QUEUE_TYPE = "x-queue-type";

  /** A stream forgets a segment when all of it is old; smaller ones are many files. */
  private static final long SEGMENT_BYTES = 50_000_000;

  /**
   * How long a server that others do not reach keeps the queues of those connected to it from them,
   * in milliseconds. By default it is a minute, in which a group is given nothing; without any, as
   * before RabbitMQ 4.3, a hiccup between servers has events handled twice at a time.
   */
  private static final int GONE_AFTER_MILLIS = 5_000;

  private static final List<Integer> REFUSALS =
      List.of(AMQP.NOT_FOUND, AMQP.ACCESS_REFUSED, AMQP.PRECONDITION_FAILED);

  private final RabbitSettings settings;
  private final Layout layout;
  private final Bindings bindings;

  /** How often the exchange was missing: nobody is told that nothing is bound to it any more. */
  final AtomicInteger losses = new AtomicInteger();

  Topology(RabbitSettings settings, Layout layout) {
    this.settings = settings;
    this.layout = layout;
    this.bindings = new Bindings(layout, settings.options().exchangeType());
  }

  /** The exchange to which events are published. */
  void exchange(Channel channel) {
    perform(
        "exchange %s".formatted(layout.exchange()),
        () -> channel.exchangeDeclarePassive(layout.exchange()),
        () -> declare(channel));
    settings.options().retain().ifPresent(age -> retained(channel, age));
  }

  /** The stream to which everything goes. */
  private void retained(Channel channel, Duration age) {
    perform(
        "the stream " + layout.retained(),
        () -> channel.queueDeclarePassive(layout.retained()),
        () -> {
          Map<String, Object> arguments =
              Map.of(
                  QUEUE_TYPE,
                  "stream",
                  "x-max-age",
                  Math.max(1, age.toSeconds()) + "s",
                  "x-stream-max-segment-size-bytes",
                  SEGMENT_BYTES);
          channel.queueDeclare(layout.retained(), true, false, false, arguments);
          channel.queueBind(layout.retained(), layout.exchange(), "#");
        });
  }

  private void declare(Channel channel) throws IOException {
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
        perform(
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
    perform(
        "the past of group " + group,
        () -> {
          channel.exchangeDelete(layout.filled(group));
          channel.queueDeclare(past, true, false, false, arguments(unlimited));
          channel.queuePurge(past);
        });
  }

  /** Removes a group's past. */
  void withoutPast(Channel channel, String group) {
    perform(
        "an end of the past of group " + group,
        () -> {
          channel.queueDelete(layout.past(group));
          channel.exchangeDelete(layout.past(group));
          channel.exchangeDelete(layout.filled(group));
        });
  }

  /** Whether the stream of what is retained is there or was made. */
  boolean retains(Connection connection) {
    return settings.options().retain().isPresent()
        && (settings.topology() != Provisioning.NONE || provides(connection, layout.retained()));
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
    perform(
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
      channel.queueDeclare(queue, true, false, false, arguments(unlimited));
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

  /**
   * A group's queue gives its events to one consumer at a time. How often an event may be tried is
   * the bus's to decide; since RabbitMQ 4 a quorum queue has a limit of its own, and drops what is
   * beyond, unless it is told not to. Before, telling it so makes it drop everything.
   */
  private Map<String, Object> arguments(boolean unlimited) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-single-active-consumer", true);
    if (settings.queues() == Queues.CLASSIC) {
      arguments.put(QUEUE_TYPE, "classic");
      if (settings.options().priorities() > 0) {
        arguments.put("x-max-priority", settings.options().priorities());
      }
    } else {
      arguments.put(QUEUE_TYPE, "quorum");
      if (unlimited) {
        arguments.put("x-delivery-limit", -1);
        arguments.put("x-consumer-disconnected-timeout", GONE_AFTER_MILLIS);
      }
    }
    return arguments;
  }

  /** A queue of a broadcast, which ends with the connection; returns its name. */
  String broadcast(Channel channel, Selection selection) {
    exchange(channel);
    return Failures.explained(
        "making a queue for a broadcast",
        () -> {
          String queue = channel.queueDeclare().getQueue();
          bindings.toQueue(channel, queue, selection);
          return queue;
        });
  }

  /** A stream in which everything is kept. It begins with an entry: an empty one looks slow. */
  void stream(Channel channel, String name) {
    perform(
        "the stream " + name,
        () -> channel.queueDeclarePassive(name),
        () -> {
          boolean isNew = Channels.isMissing(channel.getConnection(), name);
          channel.queueDeclare(name, true, false, false, Map.of(QUEUE_TYPE, "stream"));
          if (isNew) {
            channel.basicPublish("", name, LetterHeaders.nothing(), new byte[0]);
          }
        });
  }

  /** Whether a stream is there or is made; blocks. It is taken to be there if nobody can tell. */
  boolean provides(Connection connection, String stream) {
    Channel channel = Failures.explained("opening a channel", () -> Channels.open(connection));
    try {
      if (settings.topology() == Provisioning.NONE) {
        perform("looking for the stream " + stream, () -> channel.queueDeclarePassive(stream));
      } else {
        stream(channel, stream);
      }
      return true;
    } catch (BrokerException e) {
      return Failures.isStarting(e)
          || REFUSALS.stream().noneMatch(code -> Failures.isRefusal(e, code));
    } finally {
      Channels.close(channel);
    }
  }

  private void perform(String what, AnyCall verify, AnyCall create) {
    switch (settings.topology()) {
      case CREATE -> perform("making " + what, create);
      case VERIFY -> perform("looking for " + what, verify);
      case NONE -> {}
    }
  }

  /** A call whose answer does not matter. */
  @FunctionalInterface
  private interface AnyCall {
    void call() throws IOException;
  }

  private static void perform(String doing, AnyCall call) {
    try {
      Failures.explained(
          doing,
          () -> {
            call.call();
            return doing;
          });
    } catch (BrokerException e) {
      if (Failures.isRefusal(e, AMQP.PRECONDITION_FAILED)) {
        throw new BrokerException(
            e.getMessage()
                + ". It is there with other settings: use those, such as queue=, partitions=, priorities= or retain= in the URL, choose another exchange=, or add topology=none to take what is there",
            e);
      }
      throw e;
    }
  }
}
