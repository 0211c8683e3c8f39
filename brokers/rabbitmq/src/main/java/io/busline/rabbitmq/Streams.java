package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.error.BrokerException;
import io.busline.spi.Provisioning;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes streams and the way to them, or sees that they are there. Each begins with an entry that
 * says nothing, because an empty stream cannot be told from a slow one. Blocks; safe for use by
 * several threads.
 *
 * @param provision whether they are made
 * @param layout the names
 */
record Streams(Provision provision, Layout layout) {
  private static final String STREAM = "stream";

  /** A stream forgets a segment when all of it is old; smaller ones are many files. */
  private static final long SEGMENT_BYTES = 50_000_000;

  private static final List<Integer> REFUSALS =
      List.of(AMQP.NOT_FOUND, AMQP.ACCESS_REFUSED, AMQP.PRECONDITION_FAILED);

  /** The exchange through which streams are written. */
  String exchange() {
    return layout.streams();
  }

  /** A stream in which everything is kept. */
  void require(Channel channel, String name) {
    require(channel, name, Map.of());
  }

  /** The stream to which everything goes that is published to the bus's exchange. */
  void retained(Channel channel, Duration age) {
    require(
        channel,
        layout.retained(),
        Map.of(
            "x-max-age",
            Math.max(1, age.toSeconds()) + "s",
            "x-stream-max-segment-size-bytes",
            SEGMENT_BYTES));
    if (isMade()) {
      Provision.perform(
          "binding the stream " + layout.retained(),
          () -> channel.queueBind(layout.retained(), layout.exchange(), "#"));
    }
  }

  private void require(Channel channel, String name, Map<String, Object> more) {
    provision.ensure(
        "the stream " + name,
        () -> {
          channel.queueDeclarePassive(name);
          channel.exchangeDeclarePassive(layout.streams());
        },
        () -> {
          boolean isNew = Channels.isMissing(channel.getConnection(), name);
          Map<String, Object> arguments = new HashMap<>(more);
          arguments.put(Topology.QUEUE_TYPE, STREAM);
          channel.queueDeclare(name, true, false, false, arguments);
          channel.exchangeDeclare(layout.streams(), BuiltinExchangeType.DIRECT, true);
          channel.queueBind(name, layout.streams(), name);
          if (isNew) {
            begin(channel, name);
          }
        });
  }

  private boolean isMade() {
    return provision.mode() == Provisioning.CREATE;
  }

  /** Writes an entry that says nothing. */
  void begin(Channel channel, String stream) throws IOException {
    channel.basicPublish(layout.streams(), stream, LetterHeaders.nothing(), new byte[0]);
  }

  /** Whether a stream is there or is made; blocks. It is taken to be there if nobody can tell. */
  boolean provides(Connection connection, String stream) {
    Channel channel = Failures.explained("opening a channel", () -> Channels.open(connection));
    try {
      if (provision.mode() == Provisioning.NONE) {
        Provision.perform(
            "looking for the stream " + stream, () -> channel.queueDeclarePassive(stream));
      } else {
        require(channel, stream);
      }
      return true;
    } catch (BrokerException e) {
      return Failures.isStarting(e)
          || REFUSALS.stream().noneMatch(code -> Failures.isRefusal(e, code));
    } finally {
      Channels.close(channel);
    }
  }
}
