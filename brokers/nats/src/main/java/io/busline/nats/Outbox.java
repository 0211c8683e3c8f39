package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.spi.Identity;
import io.busline.spi.OutboundMessage;
import io.nats.client.impl.Headers;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes events into the streams of their topics. Safe for use by several threads. */
final class Outbox {

  private final AckInbox acks;
  private final Streams streams;

  /** Events whose stream was not there when they came, to be sent once more, in order. */
  private final Queue<Sending> again = new ConcurrentLinkedQueue<>();

  private final AtomicInteger waiting = new AtomicInteger();

  Outbox(AckInbox acks, Streams streams) {
    this.acks = acks;
    this.streams = streams;
  }

  void send(OutboundMessage message) {
    send(new Sending(message));
  }

  private void send(Sending sending) {
    OutboundMessage message = sending.message;
    try {
      String type = message.event().type();
      sending.stream = streams.ofType(message.topic(), type);
      Headers headers = Messages.headers(message.event());
      headers.put("Nats-Msg-Id", Identity.digest(message.topic(), message.event()));
      headers.put("Nats-Expected-Stream", sending.stream);
      acks.publish(type, headers, message.event().data(), sending);
    } catch (EventBusException e) {
      message.failed(e);
    }
  }

  private void sendAgain(Sending sending) {
    sending.isRepeated = true;
    again.add(sending);
    if (waiting.getAndIncrement() == 0) {
      // Making a stream takes long, and whoever brings the answers must not wait for it.
      var unused = CompletableFuture.runAsync(this::sendAllAgain);
    }
  }

  private void sendAllAgain() {
    do {
      Sending sending = again.remove();
      streams.forget(sending.stream);
      send(sending);
    } while (waiting.decrementAndGet() > 0);
  }

  private final class Sending extends AckInbox.Pending {
    private final OutboundMessage message;
    private String stream = "";
    private boolean isRepeated;

    Sending(OutboundMessage message) {
      this.message = message;
    }

    @Override
    void stored(long seq, boolean duplicate) {
      message.stored(seq, duplicate);
    }

    @Override
    void refused(int code, String description) {
      message.failed(new BrokerException(JetStreamApi.refusal(code, description)));
    }

    @Override
    void nobody() {
      if (isRepeated) {
        message.failed(
            new BrokerException("stream %s is not there, or has no leader".formatted(stream)));
      } else {
        sendAgain(this);
      }
    }

    @Override
    void notSent(RuntimeException cause) {
      message.failed(new BrokerException("the server is out of reach, so it was not sent", cause));
    }

    @Override
    void unknown(BrokerException cause) {
      message.unknown(cause);
    }
  }
}
