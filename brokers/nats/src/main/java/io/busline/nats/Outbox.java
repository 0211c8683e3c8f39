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

  /** The subject has gone to another stream. */
  private static final int OTHER_STREAM = 10060;

  private final AckInbox acks;
  private final Streams streams;

  /** Events whose stream must be looked for first, and those that came after them, in order. */
  private final Queue<Sending> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger queued = new AtomicInteger();

  Outbox(AckInbox acks, Streams streams) {
    this.acks = acks;
    this.streams = streams;
  }

  void send(OutboundMessage message) {
    Sending sending = new Sending(message);
    String stream =
        queued.get() > 0 ? null : streams.known(message.topic(), message.event().type());
    if (stream == null) {
      sendLater(sending);
    } else {
      publish(sending, stream);
    }
  }

  private void publish(Sending sending, String stream) {
    OutboundMessage message = sending.message;
    sending.stream = stream;
    try {
      Headers headers =
          EventHeaders.of(message)
              .with("Nats-Msg-Id", Identity.digest(message.topic(), message.event()))
              .with("Nats-Expected-Stream", stream);
      acks.publish(message.event().type(), headers, message.event().data(), sending);
    } catch (EventBusException e) {
      message.failed(e);
    }
  }

  /** Looking for a stream, or making it, blocks; neither the publisher nor who answers may wait. */
  private void sendLater(Sending sending) {
    queue.add(sending);
    if (queued.getAndIncrement() == 0) {
      var unused = CompletableFuture.runAsync(this::sendQueued);
    }
  }

  private void sendQueued() {
    int done;
    do {
      done = sendOrFail(queue.remove());
    } while (queued.addAndGet(-done) > 0);
  }

  /** Returns how many it is done with: while the server is out of reach, all that wait. */
  private int sendOrFail(Sending sending) {
    try {
      publish(sending, streams.ofType(sending.message.topic(), sending.message.event().type()));
      return 1;
    } catch (BrokerException e) {
      int count = 1;
      sending.message.failed(e);
      for (Sending next = queue.poll(); next != null; next = queue.poll()) {
        next.message.failed(e);
        count++;
      }
      return count;
    } catch (RuntimeException e) {
      sending.message.failed(e);
      return 1;
    }
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
      if (code == OTHER_STREAM && !isRepeated) {
        nobody();
        return;
      }
      message.failed(new BrokerException(JetStreamApi.refusal(code, description)));
    }

    @Override
    void nobody() {
      if (isRepeated) {
        message.failed(
            new BrokerException("stream %s is not there, or has no leader".formatted(stream)));
      } else {
        isRepeated = true;
        streams.forget(stream);
        sendLater(this);
      }
    }

    @Override
    void notSent(BrokerException cause) {
      message.failed(cause);
    }

    @Override
    void unknown(BrokerException cause) {
      message.unknown(cause);
    }
  }
}
