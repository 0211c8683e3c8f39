package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which messages are published and confirmed, and the next one after it has ended. The
 * publisher's thread uses it, except where another is named.
 */
final class Outlet {
  private @Nullable Channel channel;
  private volatile Confirms confirms = new Confirms();
  private final Refusals refusals = new Refusals();
  private long published;

  /** Whether messages can be written. */
  boolean isOpen() {
    Channel current = channel;
    return current != null && current.isOpen();
  }

  /** Whether so much is unconfirmed that no more is to be written for now. */
  boolean isFull() {
    return confirms.isFull();
  }

  /** Publishes on this channel from now on; blocks. */
  void begin(Channel opened) {
    // Not by confirmSelect(): the client would keep a sorted set of what is not confirmed, too.
    Failures.explained(
        "preparing to publish", () -> opened.rpc(new AMQP.Confirm.Select.Builder().build()));
    Confirms fresh = new Confirms();
    opened.addShutdownListener(signal -> refusals.closed(refusal(signal)));
    opened.addConfirmListener(fresh);
    opened.addReturnListener(fresh);
    opened.addShutdownListener(fresh);
    confirms = fresh;
    published = 0;
    channel = opened;
  }

  private static BrokerException refusal(ShutdownSignalException signal) {
    return new BrokerException(Failures.reason(signal));
  }

  /**
   * Writes a message, which is answered later.
   *
   * @throws IOException if the connection is lost
   */
  void write(Outgoing message) throws IOException {
    BrokerException refused = refusals.of(message.routingKey());
    if (refused != null) {
      message.failed(refused);
      return;
    }
    Channel current = channel;
    long number = published + 1;
    BasicProperties properties;
    try {
      properties = message.properties();
    } catch (EventBusException e) {
      message.failed(e);
      return;
    }
    if (current == null || !confirms.sending(number, message, properties.getMessageId())) {
      message.failed(new BrokerException("the event was not sent: the connection is lost"));
      return;
    }
    try {
      current.basicPublish(
          message.exchange(), message.routingKey(), true, properties, message.body());
      published = number;
    } catch (AlreadyClosedException e) {
      answerUnsent(number, message, Failures.reason(e));
    } catch (RuntimeException e) {
      // The client refuses it before anything is written, so the number is the next one's.
      answerUnsent(number, message, "it cannot be a message of RabbitMQ: " + e.getMessage());
    }
  }

  private void answerUnsent(long number, Outgoing message, String why) {
    if (confirms.notSent(number)) {
      message.failed(new BrokerException("the event was not sent: " + why));
    }
  }

  /** Lets go of what was answered before the server did; any thread. */
  void forgetAnswered() {
    confirms.forgetAnswered();
  }

  /** Nothing more is confirmed; any thread. */
  void end(BrokerException cause) {
    confirms.end(cause);
  }

  /** Whatever was written may have left before the connection broke. */
  void lost(IOException e) {
    end(new BrokerException("the event was not confirmed: " + Failures.reason(e), e));
    channel = null;
  }
}
