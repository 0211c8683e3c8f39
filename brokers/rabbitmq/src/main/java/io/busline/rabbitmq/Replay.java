package io.busline.rabbitmq;

import com.rabbitmq.client.Delivery;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.rabbitmq.Messages.Content;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Wakeup;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A broadcast that begins in the past: it reads the stream of what is retained, and goes on reading
 * what is appended. When the connection is lost, it goes on at the oldest event that was not
 * acknowledged.
 */
final class Replay implements BrokerConsumer {
  private final Retained retained;
  private final Selection selection;
  private final Reception reception;
  private final Messages messages;
  private final Since since;
  private final Consumer<BrokerConsumer> whenClosed;
  private final Wakeup wakeup = new Wakeup();
  private final TreeMap<Long, Entry> held = new TreeMap<>();
  private final TreeMap<Long, Entry> returned = new TreeMap<>();

  /** What is acknowledged and lies behind something that is not. */
  private final TreeSet<Long> done = new TreeSet<>();

  private volatile boolean asked;
  private StreamReading reading;

  /** The place of the last entry that was read, or -1. */
  private long last = -1;

  /** An event in its place in the stream. */
  private record Entry(long place, Content content, String topic) implements InboundMessage {
    @Override
    public Event<byte[]> event() {
      return content.event();
    }

    @Override
    public Map<String, String> headers() {
      return content.context();
    }

    @Override
    public Optional<String> defect() {
      return Optional.ofNullable(content.flaw());
    }
  }

  /** Begins to read; blocks. */
  Replay(
      Retained retained,
      Selection selection,
      Reception reception,
      Messages messages,
      StartPosition start,
      Consumer<BrokerConsumer> whenClosed) {
    this.retained = retained;
    this.selection = selection;
    this.reception = reception;
    this.messages = messages;
    this.since = Since.of(start);
    this.whenClosed = whenClosed;
    this.reading = retained.read(since.offset(), wakeup::signal);
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long deadline = System.nanoTime() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    while (true) {
      tend(inbox);
      boolean arrived = max > 0 && deliver(max, inbox);
      long remaining = deadline - System.nanoTime();
      if (arrived || asked || remaining <= 0 || Thread.currentThread().isInterrupted()) {
        asked = false;
        return;
      }
      wakeup.await(remaining);
    }
  }

  private void tend(Inbox inbox) {
    if (reading.isEnded()) {
      held.values().forEach(inbox::revoked);
      long from = Math.min(first(held), Math.min(first(returned), last + 1));
      held.clear();
      returned.clear();
      reading.close();
      if (from > 0 && retained.endsBefore(from)) {
        done.clear();
        last = -1;
        reading = retained.read("first", wakeup::signal);
      } else {
        last = from - 1;
        reading = retained.read(last < 0 ? since.offset() : (Object) from, wakeup::signal);
      }
    }
  }

  private static long first(SortedMap<Long, Entry> entries) {
    return entries.isEmpty() ? Long.MAX_VALUE : entries.firstKey();
  }

  private boolean deliver(int max, Inbox inbox) {
    int delivered = 0;
    while (delivered < max && !returned.isEmpty()) {
      deliver(returned.pollFirstEntry().getValue(), inbox);
      delivered++;
    }
    while (delivered < max) {
      Delivery next = reading.poll();
      if (next == null) {
        break;
      }
      last = StreamReading.place(next);
      if (isSelected(next) && !done.contains(last)) {
        Content content = reception.judged(messages.read(next));
        if (reception.wants(content) && since.includes(content.event())) {
          deliver(new Entry(last, content, reception.topicOf(content)), inbox);
          delivered++;
        }
      }
    }
    return delivered > 0;
  }

  private boolean isSelected(Delivery entry) {
    return Retained.isEvent(entry) && selection.matches(StreamReading.headers(entry));
  }

  private void deliver(Entry entry, Inbox inbox) {
    held.put(entry.place(), entry);
    inbox.arrived(entry);
  }

  @Override
  public void ack(Collection<? extends InboundMessage> messages) {
    for (InboundMessage message : messages) {
      long place = ((Entry) message).place();
      if (held.remove(place) != null) {
        done.add(place);
      }
    }
    done.headSet(Math.min(first(held), first(returned))).clear();
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    for (InboundMessage message : messages) {
      Entry entry = (Entry) message;
      if (held.remove(entry.place()) != null) {
        returned.put(entry.place(), entry);
      }
    }
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.empty();
  }

  @Override
  public void wakeup() {
    asked = true;
    wakeup.signal();
  }

  @Override
  public void close() {
    reading.close();
    whenClosed.accept(this);
  }
}
