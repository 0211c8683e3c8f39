package io.busline.testkit;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerDescription;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.LetterPage;
import io.busline.spi.OutboundMessage;
import io.busline.spi.Output;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Watches all traffic with a broker, to know when nothing moves any more. */
final class WatchedBroker extends ForwardingBroker {
  /** How long to let the threads of the buses work before looking again. */
  private static final long GLANCE_NANOS = 20_000;

  private final TimeSource time;
  private final List<WatchedConsumer> consumers = new CopyOnWriteArrayList<>();

  /** How often anything happened; as long as it changes, more may follow. */
  private final AtomicLong events = new AtomicLong();

  private final Observer observer;
  private final BrokerDescription description;

  WatchedBroker(Broker broker, TimeSource time, Observer observer, String name) {
    super(broker);
    this.time = time;
    this.observer = observer;
    BrokerDescription memory = broker.description();
    this.description =
        new BrokerDescription(
            name,
            memory.capabilities(),
            memory.maxDataBytes(),
            memory.maxEnvelopeBytes(),
            memory.notes());
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  Observer observer() {
    return observer;
  }

  /** Has every consumer look for work, again and again, until none has found any. */
  void settle(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long before;
    do {
      before = events.get();
      for (WatchedConsumer consumer : consumers) {
        long turn = consumer.nudge();
        while (!consumer.isAtRestSince(turn)) {
          if (System.nanoTime() - deadline > 0) {
            throw new AssertionError(
                "%s did not settle within %s. Held: %s"
                    .formatted(description.name(), patience, consumers));
          }
          LockSupport.parkNanos(GLANCE_NANOS);
        }
      }
    } while (events.get() != before);
  }

  /** When the next retry is due by the clock's nanoseconds, or {@link Long#MAX_VALUE}. */
  long nextDue() {
    return consumers.stream().mapToLong(WatchedConsumer::nextDue).min().orElse(Long.MAX_VALUE);
  }

  void happened() {
    events.incrementAndGet();
  }

  void closed(WatchedConsumer consumer) {
    consumers.remove(consumer);
    happened();
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    WatchedConsumer consumer = new WatchedConsumer(this, super.open(spec), spec, time);
    consumers.add(consumer);
    happened();
    return consumer;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    happened();
    super.send(messages.stream().map(message -> new WatchedMessage(message, observer)).toList());
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return super.deadLetters().map(WatchedLetters::new);
  }

  /** Notices letters that are refused: their events wait until they are tried again. */
  private final class WatchedLetters implements DeadLetterStore {
    private final DeadLetterStore letters;

    WatchedLetters(DeadLetterStore letters) {
      this.letters = letters;
    }

    @Override
    public void prepare(String group) {
      letters.prepare(group);
    }

    @Override
    public CompletableFuture<Void> store(DeadLetter letter) {
      happened();
      observer.handled().died(letter);
      CompletableFuture<Void> stored = letters.store(letter);
      if (stored.isCompletedExceptionally()) {
        consumers.forEach(consumer -> consumer.refused(letter));
      }
      return stored;
    }

    @Override
    public LetterPage list(DeadLetterQuery query, String from, int limit) {
      return letters.list(query, from, limit);
    }

    @Override
    public boolean redrive(Map<String, Output> again) {
      happened();
      return letters.redrive(again);
    }

    @Override
    public int remove(Collection<String> ids) {
      return letters.remove(ids);
    }
  }
}
