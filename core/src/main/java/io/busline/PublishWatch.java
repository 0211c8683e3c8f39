package io.busline;

import io.busline.PublishObservation.PublishEnd;
import io.busline.error.EventBusException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.spi.BrokerDescription;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One publish under observation. Ends once; until it is sent it belongs to the caller's thread. */
final class PublishWatch {

  /** An observer, what it has made for this publish, and in the end what it is told. */
  private static final class Watching extends Telling {
    final ObserverGuard guard;
    final PublishObservation observation;
    final @Nullable Watching next;
    private @Nullable PublishEnd end;

    Watching(ObserverGuard guard, PublishObservation observation, @Nullable Watching next) {
      super(guard.notifier());
      this.guard = guard;
      this.observation = observation;
      this.next = next;
    }

    void ended(PublishEnd newEnd) {
      end = newEnd;
      guard.notifier().tell(this);
    }

    @Override
    String about() {
      return "the end of a publish";
    }

    @Override
    void tell() {
      if (end != null) {
        observation.ended(end);
      }
    }
  }

  private final long start;
  private Map<String, String> headers = Map.of();
  private int size;
  private long encodedAt;
  private volatile long sentAt;

  private @Nullable Watching first;

  PublishWatch(long start) {
    this.start = start;
  }

  /** Adds an observer, before anything else is done. */
  void add(ObserverGuard guard, PublishObservation observation) {
    first = new Watching(guard, observation, first);
  }

  /** The event with what it is to carry, or the same if that is nothing. */
  Event<?> carrying(Event<?> event) {
    Event<?> carrying = event;
    for (Watching each = first; each != null; each = each.next) {
      Map<String, String> attributes = each.guard.attributes(each.observation, event);
      carrying = CarriedContext.add(carrying, attributes, each.guard);
    }
    return carrying;
  }

  /** What an observer wants to have carried does not fit; the event goes without. */
  void goesWithout(EventBusException why) {
    for (Watching each = first; each != null; each = each.next) {
      each.guard.failed("attributes", why);
    }
  }

  /** The event is encoded; headers that its message has no room for are left out. */
  void encoded(Event<byte[]> event, BrokerDescription limits) {
    size = event.data().length;
    encodedAt = System.nanoTime();
    for (Watching each = first; each != null; each = each.next) {
      Map<String, String> more = each.guard.headers(each.observation);
      if (!more.isEmpty()) {
        Map<String, String> all = CarriedContext.headers(more);
        all.putAll(headers);
        headers = EventLimits.haveRoom(length(all), event, limits) ? Map.copyOf(all) : headers;
      }
    }
  }

  private static long length(Map<String, String> headers) {
    return headers.entrySet().stream()
        .mapToLong(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  Map<String, String> headers() {
    return headers;
  }

  void sent() {
    sentAt = System.nanoTime();
  }

  /** It has the caller's receipt, or exception. */
  void ended(Object outcome) {
    if (outcome instanceof Receipt receipt) {
      stored(receipt);
    } else {
      failed((EventBusException) outcome);
    }
  }

  void stored(Receipt receipt) {
    end(new PublishOutcome.Stored(receipt));
  }

  void failed(EventBusException cause) {
    end(
        cause instanceof PublishUnknownException
            ? new PublishOutcome.Unknown(cause)
            : new PublishOutcome.Failed(cause));
  }

  private void end(PublishOutcome outcome) {
    long now = System.nanoTime();
    long sent = sentAt == 0 ? now : sentAt;
    long encoded = encodedAt == 0 ? now : encodedAt;
    PublishEnd end = new PublishEnd(outcome, size, encoded - start, sent - start, now - start);
    for (Watching each = first; each != null; each = each.next) {
      each.ended(end);
    }
  }
}
