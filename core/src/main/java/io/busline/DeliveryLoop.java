package io.busline;

import io.busline.delivery.Actions;
import io.busline.delivery.Batch;
import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import io.busline.error.EventBusException;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The thin shell around a {@link DeliveryMachine}: one thread that polls the broker, tells the
 * machine, and does what the machine asks. Everything here happens on that thread, except {@link
 * #post}.
 */
final class DeliveryLoop implements Runnable, Actions {
  /** The longest poll, so that a consumer gets to its upkeep; brokers' heart-beats are slower. */
  private static final long LONGEST_POLL_NANOS = 500_000_000;

  private final SubscriptionSettings settings;
  private final BrokerConsumer consumer;
  private final Pipeline pipeline;
  private final HandlerThreads threads;
  private final TimeSource time;
  private final SubscriptionStatus status;
  private final Progress progress;
  private final Backoff backoff;
  private final DeliveryMachine machine;
  private final Inbox intake;
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Wakeup wakeup = new Wakeup();

  /** Written by the loop's thread, read by any. */
  private final Map<Batch, HandlerRun> runs = new ConcurrentHashMap<>();

  private final Returns returns;
  private final Burials burials;
  final Pauses pauses;
  private volatile boolean stopped;
  private @Nullable Runnable whenDrained;

  DeliveryLoop(
      SubscriptionSettings settings,
      BrokerConsumer consumer,
      @Nullable DeadLetterStore store,
      Pipeline pipeline,
      HandlerThreads threads,
      BusSettings bus,
      SubscriptionStatus status,
      Progress progress) {
    this.settings = settings;
    this.consumer = consumer;
    this.pipeline = pipeline;
    this.threads = threads;
    this.time = bus.time();
    this.status = status;
    this.progress = progress;
    this.backoff = new Backoff(bus.random());
    this.machine =
        new DeliveryMachine(settings.bounds(time), new RetryDecision(settings, bus.random()), this);
    this.pauses = new Pauses(consumer, machine, status);
    this.returns = new Returns(consumer);
    this.burials = new Burials(settings.name(), store, time, machine, status, this::post);
    this.intake = new Intake(settings, machine, time, returns::ack);
  }

  /** Has something done on the loop's thread. Callable by any thread. */
  void post(Runnable action) {
    posted.add(action);
    wakeup.signal();
    try {
      consumer.wakeup();
    } catch (Throwable e) {
      // The loop looks for itself, at the latest after its longest poll.
      Log.write(Level.WARNING, "subscription " + settings.name() + " could not be woken", e);
    }
  }

  /** Whether a thread has a batch of this. Callable by any thread. */
  boolean isServedBy(Thread thread) {
    return runs.values().stream().anyMatch(run -> run.isOn(thread));
  }

  DeliveryMachine machine() {
    return machine;
  }

  /** How many deliveries were held in the last turn. Callable by any thread. */
  int held() {
    return progress.held();
  }

  /** Stops taking and finishes; calls back once nothing is with a handler any more. */
  void drain(Runnable callback) {
    whenDrained = callback;
    machine.drain(time.nanos());
  }

  /** Ends the loop after the present turn. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    TimeSource.Registration moves = time.onMove(() -> post(() -> {}));
    try {
      while (!stopped) {
        try {
          turn();
        } catch (Throwable e) {
          recover(e);
        }
      }
    } finally {
      moves.close();
      closeConsumer();
    }
  }

  private void turn() {
    for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
      action.run();
    }
    if (stopped) {
      return;
    }
    long now = time.nanos();
    long next = machine.advance(now);
    returns.send();
    Runnable callback = whenDrained;
    if (callback != null && machine.isDrained()) {
      whenDrained = null;
      callback.run();
      return;
    }
    status.observe(machine);
    progress.turned(machine, now);
    long wait = waitFor(next, now);
    if (backoff.isOver(System.nanoTime())) {
      consumer.poll(machine.room(), wait, intake);
      pauses.look();
      if (returns.isToSendAgain()) {
        returns.send();
      }
      if (backoff.succeeded()) {
        status.recovered();
      }
    } else {
      wakeup.await(Math.min(wait, backoff.left(System.nanoTime())));
    }
  }

  /** Time moved by hand wakes the loop itself, so until then there is nothing to wait for. */
  private long waitFor(long next, long now) {
    if (!posted.isEmpty() || next <= now || returns.areRefused()) {
      return 0;
    }
    return time.isVirtual() ? Long.MAX_VALUE : Math.min(next - now, LONGEST_POLL_NANOS);
  }

  /** Whatever it was, this thread goes on: without it nobody would say that nothing moves. */
  private void recover(Throwable failure) {
    try {
      if (backoff.failed(System.nanoTime())) {
        status.recovering(failure);
      }
      if (!(failure instanceof EventBusException)) {
        Log.write(
            Level.ERROR, "subscription " + settings.name() + " met an unforeseen failure", failure);
      }
    } finally {
      wakeup.await(backoff.left(System.nanoTime()));
    }
  }

  private void closeConsumer() {
    try {
      returns.sendLast();
    } catch (Throwable e) {
      Log.write(Level.WARNING, "the last acknowledgements of " + settings.name() + " failed", e);
    }
    try {
      consumer.close();
    } catch (Throwable e) {
      Log.write(Level.WARNING, "closing the subscription " + settings.name() + " failed", e);
    }
  }

  @Override
  public void run(Batch batch) {
    HandlerRun run =
        new HandlerRun(batch, pipeline, settings.routes().batchSize() > 0, this::ended);
    runs.put(batch, run);
    try {
      threads.run(run);
    } catch (Throwable e) {
      runs.remove(batch);
      throw e;
    }
  }

  /** On the worker's thread. */
  private void ended(Batch batch) {
    post(
        () -> {
          runs.remove(batch);
          machine.finished(batch, time.nanos());
        });
  }

  @Override
  public void interrupt(Batch batch) {
    HandlerRun run = runs.get(batch);
    if (run != null) {
      run.interrupt();
    }
    status.stuck(machine.stuckWorkers());
  }

  @Override
  public void ack(Delivery delivery) {
    returns.ack((InboundMessage) delivery.message());
  }

  @Override
  public void complete(Delivery delivery, Object made) {
    Transaction transaction = (Transaction) made;
    var unused =
        consumer
            .complete((InboundMessage) delivery.message(), transaction.outputs())
            .whenComplete((done, failure) -> post(() -> completed(delivery, transaction, failure)));
  }

  private void completed(Delivery delivery, Transaction transaction, @Nullable Throwable failure) {
    if (failure == null) {
      transaction.stored();
    } else {
      transaction.dropped();
    }
    machine.completed(delivery, failure, time.nanos());
  }

  @Override
  public void release(Delivery delivery) {
    returns.release((InboundMessage) delivery.message());
  }

  @Override
  public boolean canDefer() {
    return consumer.canDefer();
  }

  @Override
  public void defer(List<Delivery> deliveries) {
    returns.defer(deliveries.stream().map(each -> (InboundMessage) each.message()).toList());
  }

  @Override
  public void resume(String key) {
    returns.resume(key);
  }

  @Override
  public void retrying(Delivery delivery) {
    InboundMessage message = (InboundMessage) delivery.message();
    Duration delay = Duration.ofNanos(Math.max(0, delivery.dueAt() - time.nanos()));
    Instant due = time.now().plus(delay);
    consumer.retryLater(message, delivery.attempts(), due);
    HandlingWatch.timedOut(delivery);
    HandlingWatch.within(delivery, () -> status.retrying(message, delivery, delay));
  }

  @Override
  public void deadLetter(Delivery delivery) {
    HandlingWatch.timedOut(delivery);
    burials.bury(delivery);
  }

  @Override
  public void discarded(Delivery delivery) {
    HandlingWatch.timedOut(delivery);
    InboundMessage message = (InboundMessage) delivery.message();
    HandlingWatch.within(delivery, () -> status.discarded(message, delivery));
  }
}
