package io.busline.rabbitmq;

import io.busline.error.BrokerException;
import io.busline.rabbitmq.Session.Loss;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reads the queues of a group, or of a broadcast, for one instance. Each queue is consumed by every
 * instance and gives its messages to one of them, until that one leaves.
 */
final class RabbitConsumer implements BrokerConsumer {
  private static final System.Logger LOG = System.getLogger(RabbitConsumer.class.getName());
  private static final long CLOSE_WITHIN_MILLIS = 3_000;

  /** Some times what comes during a doze. */
  private static final int FEW = 32;

  /** How often to look whether a session can make way. */
  private static final long RENEW_NANOS = 50_000_000;

  private final Origin origin;
  private final Reception reception;
  private final Executor helpers;
  private final Consumer<RabbitConsumer> whenClosed;
  private final Doorbell doorbell = new Doorbell();
  private final List<Partition> partitions = new ArrayList<>();
  private final Balance balance;
  private final Look look;
  private int turn;
  private volatile boolean closed;

  /**
   * Begins to consume; blocks.
   *
   * @param origin the queues to read
   * @param helpers runs what blocks
   * @param whenClosed told once
   */
  RabbitConsumer(
      Origin origin, Reception reception, Executor helpers, Consumer<RabbitConsumer> whenClosed) {
    this.origin = origin;
    this.reception = reception;
    this.helpers = helpers;
    this.whenClosed = whenClosed;
    for (int i = 0; i < origin.queues(); i++) {
      int number = i;
      partitions.add(new Partition(() -> origin.begin(number, doorbell::deliver)));
    }
    this.balance = new Balance(origin, partitions);
    this.look = new Look(origin::look, origin::distrust, helpers);
    try {
      origin.require();
      partitions.forEach(Partition::open);
    } catch (BrokerException e) {
      closePartitions();
      origin.close();
      throw e;
    }
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    long deadline = System.nanoTime() + Math.min(waitNanos, Long.MAX_VALUE / 2);
    while (true) {
      tend(max > 0, inbox);
      long tellAt = tell();
      int delivered = max > 0 ? deliver(max, inbox) : 0;
      if (doorbell.takeAsked() || delivered > 0) {
        return;
      }
      long now = System.nanoTime();
      if (deadline - now <= 0 || Thread.currentThread().isInterrupted()) {
        return;
      }
      long lookIn =
          partitions.stream().anyMatch(Partition::isRenewing)
              ? RENEW_NANOS
              : balance.nextLook() - now;
      doorbell.await(Math.min(deadline - now, Math.min(tellAt - now, lookIn)), hasHandedOutFew());
    }
  }

  /**
   * Whether handlers keep up, so that what they finish need not be noticed at once. If that makes
   * them idle while there is work, there will be more.
   */
  private boolean hasHandedOutFew() {
    int held = 0;
    for (Partition partition : partitions) {
      held += partition.heldCount();
    }
    return held <= FEW;
  }

  /** Acknowledges what has waited long enough; returns when there is more to do. */
  private long tell() {
    long now = System.nanoTime();
    long next = now + Long.MAX_VALUE / 2;
    for (Partition partition : partitions) {
      next = now + Math.min(next - now, partition.tell(now) - now);
    }
    return next;
  }

  /** Makes again what was lost, and gives to other instances what is theirs. */
  private void tend(boolean room, Inbox inbox) {
    Loss lost = null;
    for (Partition partition : partitions) {
      Loss loss = partition.dropEnded(inbox);
      if (loss != null) {
        origin.prefetch().lost(loss);
        lost = loss;
      }
    }
    if (lost != null) {
      origin.distrust();
      partitions.forEach(Partition::renew);
      LOG.log(System.Logger.Level.DEBUG, "reading {0} is begun again: {1}", origin, lost.end());
    }
    if (balance.wantsAll(room)
        && (origin.isDoubtful()
            || partitions.stream().anyMatch(p -> !p.isOpen() || p.isRenewing()))) {
      if (origin.isDoubtful()) {
        origin.require();
      }
      partitions.forEach(Partition::closeForRenewal);
      partitions.forEach(Partition::open);
    }
    balance.look();
    look.ifDue();
  }

  /** Takes from each partition in turn. */
  private int deliver(int max, Inbox inbox) {
    int delivered = 0;
    List<RabbitMessage> unwanted = new ArrayList<>();
    for (int empty = 0; delivered < max && empty < partitions.size(); ) {
      RabbitMessage next = partitions.get(turn).next(reception);
      turn = (turn + 1) % partitions.size();
      empty = next == null ? empty + 1 : 0;
      if (next != null && reception.wants(next)) {
        inbox.arrived(next);
        delivered++;
      } else if (next != null) {
        unwanted.add(next);
      }
    }
    ack(unwanted);
    return delivered;
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    Map<Session, List<RabbitMessage>> bySession = new LinkedHashMap<>();
    for (InboundMessage each : done) {
      RabbitMessage message = (RabbitMessage) each;
      bySession.computeIfAbsent(message.session, s -> new ArrayList<>()).add(message);
    }
    bySession.forEach(Session::ack);
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    for (InboundMessage each : messages) {
      RabbitMessage message = (RabbitMessage) each;
      message.session.release(message);
    }
    balance.lookNow();
  }

  /** What other instances hold is nowhere to be read. */
  @Override
  public OptionalLong lag() {
    return OptionalLong.empty();
  }

  @Override
  public void wakeup() {
    doorbell.ask();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      partitions.forEach(Partition::tellAll);
      awaitSettled();
      closePartitions();
      origin.close();
      whenClosed.accept(this);
    }
  }

  private void awaitSettled() {
    for (Partition partition : partitions) {
      // Parking may end early, because somebody has rung.
      for (long left = partition.settledAt() - System.nanoTime();
          left > 0 && !Thread.currentThread().isInterrupted();
          left = partition.settledAt() - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  /** All at once, and without waiting long for a server that does not answer. */
  private void closePartitions() {
    CompletableFuture<?>[] closing =
        partitions.stream()
            .map(partition -> CompletableFuture.runAsync(partition::close, helpers))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(closing).get(CLOSE_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "closing the consumer of {0} was not confirmed, so what it held goes back when the connection ends",
          origin);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
