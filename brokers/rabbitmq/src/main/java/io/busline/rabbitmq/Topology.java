package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import io.busline.error.BrokerException;
import io.busline.rabbitmq.RabbitSettings.Queues;
import io.busline.spi.ConsumerSpec.Interest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes exchanges and queues, or sees that they are there. Whatever is refused ends the channel, so
 * each task is given a channel of its own. Blocks; safe for use by several threads.
 */
final class Topology {
  private static final String QUEUE_TYPE = "x-queue-type";

  private final RabbitSettings settings;
  private final Layout layout;

  Topology(RabbitSettings settings, Layout layout) {
    this.settings = settings;
    this.layout = layout;
  }

  /** The exchange to which events are published. */
  void exchange(Channel channel) {
    perform(
        "exchange %s".formatted(layout.exchange()),
        () -> channel.exchangeDeclarePassive(layout.exchange()),
        () -> channel.exchangeDeclare(layout.exchange(), BuiltinExchangeType.TOPIC, true));
  }

  /** What a group reads from, and that the events it wants find their way there. */
  void group(Channel channel, String group, List<Interest> interests, boolean unlimited) {
    exchange(channel);
    perform(
        "what group %s reads from".formatted(group),
        () -> verify(channel, group),
        () -> {
          declare(channel, group, unlimited);
          for (Interest interest : interests) {
            channel.exchangeBind(
                layout.group(group), layout.exchange(), Layout.bindingKey(interest.pattern()));
          }
        });
  }

  private void verify(Channel channel, String group) throws IOException {
    channel.exchangeDeclarePassive(layout.group(group));
    channel.queueDeclarePassive(layout.members(group));
    for (String queue : layout.queues(group)) {
      channel.queueDeclarePassive(queue);
    }
  }

  /** What comes without a partition, or with one that this group does not have, is the first's. */
  private void declare(Channel channel, String group, boolean unlimited) throws IOException {
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
    channel.queueDeclare(layout.members(group), true, false, false, Map.of(QUEUE_TYPE, "classic"));
    Map<String, Object> arguments = arguments(unlimited);
    for (int i = 0; i < layout.partitions(); i++) {
      String queue = layout.queue(group, i);
      channel.queueDeclare(queue, true, false, false, arguments);
      channel.queueBind(
          queue, exchange, "", Map.of("x-match", "all", Layout.PARTITION, Integer.toString(i)));
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
    } else {
      arguments.put(QUEUE_TYPE, "quorum");
      if (unlimited) {
        arguments.put("x-delivery-limit", -1);
      }
    }
    return arguments;
  }

  /** A queue of a broadcast, which ends with the connection; returns its name. */
  String broadcast(Channel channel, List<Interest> interests) {
    exchange(channel);
    return Failures.explained(
        "making a queue for a broadcast",
        () -> {
          String queue = channel.queueDeclare().getQueue();
          for (Interest interest : interests) {
            channel.queueBind(queue, layout.exchange(), Layout.bindingKey(interest.pattern()));
          }
          return queue;
        });
  }

  /** The stream of dead letters. */
  void deadLetters(Channel channel) {
    perform(
        "the stream %s".formatted(layout.deadLetters()),
        () -> channel.queueDeclarePassive(layout.deadLetters()),
        () ->
            channel.queueDeclare(
                layout.deadLetters(), true, false, false, Map.of(QUEUE_TYPE, "stream")));
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
                + ". It is there with other settings: use those, such as queue= or partitions= in the URL, choose another exchange=, or add topology=none to take what is there",
            e);
      }
      throw e;
    }
  }
}
