package io.busline.nats;

import io.busline.error.BrokerException;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Publishes into streams and hears what became of it: one inbox for all acknowledgements, told
 * apart by a number. What the client library offers costs two futures an event, and a flush. Safe
 * for use by several threads.
 */
final class AckInbox {

  /**
   * More than a bus has in flight; whoever is older than so many others gets no answer any more.
   */
  private static final int SIZE = 1 << 16;

  private static final int NO_RESPONDERS = 503;

  private final Connection connection;
  private final Denials denials;
  private final Hearing hearing;
  private final String prefix;
  private final AtomicLong next = new AtomicLong();
  private final AtomicReferenceArray<@Nullable Pending> ring = new AtomicReferenceArray<>(SIZE);
  private final DeniedPublishes denied = new DeniedPublishes(this::waiting);

  /** A message on its way. Exactly one of the methods is called, once. */
  abstract static class Pending {
    private long number;
    private String subject = "";

    /** The stream has it. */
    abstract void stored(long seq, boolean duplicate);

    /** The stream said no. */
    abstract void refused(int code, String description);

    /** No stream takes its subject. */
    abstract void nobody();

    /** It was surely not sent, or not taken by the server. */
    abstract void notSent(BrokerException cause);

    /** Nobody can tell. */
    abstract void unknown(BrokerException cause);
  }

  AckInbox(Connector connector, Dispatcher dispatcher) {
    this.connection = connector.connection();
    this.denials = connector.denials();
    this.prefix = connection.createInbox() + ".";
    this.hearing =
        new Hearing(
            connector,
            dispatcher,
            () -> disconnected(new BrokerException("its answer may not be heard any more")));
    denials.onPublish(this::publishDenied);
    dispatcher.subscribe(prefix + "*", this::answered);
  }

  Hearing hearing() {
    return hearing;
  }

  void publish(String subject, Headers headers, byte[] data, Pending pending) {
    long number = next.getAndIncrement();
    int place = (int) number & (SIZE - 1);
    pending.number = number;
    pending.subject = subject;
    Pending forgotten = ring.getAndSet(place, pending);
    if (forgotten != null) {
      forgotten.unknown(new BrokerException("the server did not answer"));
    }
    // The client library drops, without a word, what an interrupted thread wants to send.
    boolean interrupted = Thread.interrupted();
    try {
      hearing.require();
      requireRoom(headers.serializedLength() + (long) data.length);
      connection.publish(subject, prefix + number, headers, data);
    } catch (BrokerException e) {
      notSent(place, pending, e);
    } catch (IllegalStateException e) {
      notSent(
          place, pending, new BrokerException("the server is out of reach, so it was not sent", e));
    } catch (IllegalArgumentException e) {
      notSent(
          place,
          pending,
          new BrokerException("it cannot be a message of NATS: " + e.getMessage(), e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void requireRoom(long bytes) {
    if (bytes > connection.getMaxPayload()) {
      throw new BrokerException(
          "it has %d bytes with its headers, and the server takes %d (max_payload). Make it smaller, or raise the limit"
              .formatted(bytes, connection.getMaxPayload()));
    }
  }

  private void notSent(int place, Pending pending, BrokerException cause) {
    if (ring.compareAndSet(place, pending, null)) {
      pending.notSent(cause);
    }
  }

  /** The messages to a subject that have no answer yet, oldest first. */
  private List<Pending> waiting(String subject) {
    List<Pending> waiting = new ArrayList<>();
    long end = next.get();
    for (long number = Math.max(0, end - SIZE); number < end; number++) {
      Pending pending = ring.get((int) number & (SIZE - 1));
      if (pending != null && pending.subject.equals(subject)) {
        waiting.add(pending);
      }
    }
    return waiting;
  }

  private void publishDenied(String subject) {
    settleDenied(subject, denied.refused(subject));
  }

  private void settleDenied(String subject, List<Pending> refused) {
    for (Pending pending : refused) {
      notSent((int) pending.number & (SIZE - 1), pending, denials.publish(subject));
    }
  }

  /** The connection is gone: what is on its way may have arrived, its answer will not. */
  void disconnected(BrokerException cause) {
    denied.forget();
    for (int i = 0; i < SIZE; i++) {
      Pending pending = ring.getAndSet(i, null);
      if (pending != null) {
        pending.unknown(cause);
      }
    }
  }

  private void answered(Message answer) {
    long number = number(answer.getSubject());
    int place = (int) number & (SIZE - 1);
    Pending pending = ring.get(place);
    if (pending == null || pending.number != number || !ring.compareAndSet(place, pending, null)) {
      return;
    }
    if (answer.isStatusMessage()) {
      int code = answer.getStatus().getCode();
      if (code == NO_RESPONDERS) {
        pending.nobody();
      } else {
        pending.unknown(new BrokerException("the server answered " + answer.getStatus()));
      }
      return;
    }
    settle(pending, new String(answer.getData(), StandardCharsets.UTF_8));
    settleDenied(pending.subject, denied.accepted(pending.subject));
  }

  private long number(String subject) {
    long number = 0;
    for (int i = prefix.length(); i < subject.length(); i++) {
      number = number * 10 + (subject.charAt(i) - '0');
    }
    return number;
  }

  /**
   * Reads an answer such as {@code {"stream":"order","seq":7,"duplicate":true}} or {@code
   * {"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"}}}. A JSON
   * parser takes longer than all the rest.
   */
  private static void settle(Pending pending, String json) {
    if (json.startsWith("\"error\"", 1) || json.contains("\"error\":{")) {
      pending.refused((int) field(json, "\"err_code\":"), text(json, "\"description\":\""));
      return;
    }
    long seq = field(json, "\"seq\":");
    if (seq > 0) {
      pending.stored(seq, isTrue(json, "\"duplicate\":"));
    } else {
      pending.unknown(new BrokerException("what answered was no stream"));
    }
  }

  private static long field(String json, String name) {
    int at = json.indexOf(name);
    if (at < 0) {
      return 0;
    }
    long number = 0;
    for (int i = at + name.length(); i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
      } else if (c != ' ') {
        break;
      }
    }
    return number;
  }

  private static boolean isTrue(String json, String name) {
    int at = json.indexOf(name);
    // Some servers write a blank after this colon.
    return at >= 0
        && json.startsWith(
            "true", at + name.length() + (json.charAt(at + name.length()) == ' ' ? 1 : 0));
  }

  private static String text(String json, String name) {
    int at = json.indexOf(name);
    int end = at < 0 ? -1 : json.indexOf('"', at + name.length());
    return end < 0 ? "no reason" : json.substring(at + name.length(), end);
  }
}
