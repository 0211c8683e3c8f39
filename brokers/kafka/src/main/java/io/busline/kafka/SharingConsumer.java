package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.Capability;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Wakeup;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a share group: takes the next events, in no order, on the owner's own thread. A
 * client takes nothing new while it has an event in work. So that a slow one, or one that waits for
 * a retry, does not hold up all the rest, another client joins when all have been busy for a while.
 */
final class SharingConsumer implements BrokerConsumer {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  private static final int MOST_CLIENTS = 8;
  private static final long BUSY_NANOS = Duration.ofMillis(200).toNanos();
  private static final Duration LONGEST_POLL = Duration.ofMillis(500);

  /** How long an answer is waited for that other clients' events wait for, too. */
  private static final Duration SHORT_POLL = Duration.ofMillis(5);

  private static final Duration END_WITHIN = Duration.ofSeconds(2);

  private final Supplier<Loans> joining;
  private final List<Loans> clients = new ArrayList<>();
  private final LongSupplier lag;
  private final Reachability reachability;
  private final NamedTopics named;
  private final Runnable onClose;
  private final Wakeup news = new Wakeup();
  private volatile Set<String> topics;
  private volatile Runnable lookout = () -> {};
  private final Set<Loans> outOfStep = new HashSet<>();
  private volatile @Nullable Loans waiting;
  private long busySince;
  private boolean closed;

  /**
   * Joins the group.
   *
   * @param joining makes one more member of it
   */
  SharingConsumer(
      Supplier<Loans> joining,
      Set<String> topics,
      LongSupplier lag,
      Reachability reachability,
      NamedTopics named,
      Runnable onClose) {
    this.joining = joining;
    this.topics = Set.copyOf(topics);
    this.lag = lag;
    this.reachability = reachability;
    this.named = named;
    this.onClose = onClose;
    join();
  }

  /** What to do in every round that looks for new topics. */
  Runnable lookout(Supplier<Set<String>> names) {
    lookout = () -> topics = Set.copyOf(names.get());
    return lookout;
  }

  private void join() {
    Loans client = joining.get();
    client.subscribe(topics);
    clients.add(client);
  }

  @Override
  public void poll(int max, long waitNanos, Inbox inbox) {
    requireReading();
    int delivered = deliver(max, inbox);
    replace();
    long wait = delivered > 0 ? 0 : waitNanos;
    for (Loans client : clients) {
      client.subscribe(topics);
      if (client.restNanos() <= 0) {
        read(client, SHORT_POLL);
      }
      if (client.isForgotten()) {
        replace(client, new TimeoutException());
      }
    }
    long rest = clients.stream().mapToLong(Loans::restNanos).min().orElse(Long.MAX_VALUE);
    List<Loans> idle = max > delivered && !topics.isEmpty() ? idle() : List.of();
    if (idle.isEmpty()) {
      // A signal has its effect by waking.
      var unused = news.await(Math.max(0, Math.min(wait, rest)));
    } else {
      readAll(idle, Math.max(0, Math.min(wait, rest)));
    }
    deliver(max - delivered, inbox);
  }

  /** Each has partitions that nobody else may have, so none may be left out. */
  private void readAll(List<Loans> idle, long waitNanos) {
    long each = Math.min(LONGEST_POLL.toNanos(), waitNanos);
    if (idle.size() > 1) {
      each = Math.min(SHORT_POLL.toNanos(), each);
    }
    for (Loans client : idle) {
      read(client, Duration.ofNanos(each));
    }
  }

  private void requireReading() {
    if (closed) {
      throw new BrokerException("the consumer is closed");
    }
    String problem = reachability.problem().or(named::trouble).orElse(null);
    if (problem != null) {
      throw new BrokerException(problem);
    }
  }

  /** That they have lost what they had is told by then; the server lends it again. */
  private void replace() {
    for (Iterator<Loans> all = outOfStep.iterator(); all.hasNext(); all.remove()) {
      Loans old = all.next();
      if (clients.remove(old)) {
        old.close(END_WITHIN);
      }
      join();
    }
  }

  private int deliver(int max, Inbox inbox) {
    int count = 0;
    for (Loans client : clients) {
      count += client.deliver(max - count, inbox);
    }
    return count;
  }

  /** Those that have nothing in work; none while something still waits for the engine. */
  private List<Loans> idle() {
    if (clients.stream().anyMatch(Loans::isReady)) {
      return List.of();
    }
    List<Loans> idle =
        clients.stream().filter(client -> client.isEmpty() && !outOfStep.contains(client)).toList();
    long now = System.nanoTime();
    if (!idle.isEmpty()) {
      busySince = 0;
    } else if (busySince == 0) {
      busySince = now;
    } else if (now - busySince > BUSY_NANOS && clients.size() < MOST_CLIENTS) {
      busySince = 0;
      join();
      LOG.log(Level.DEBUG, "{0} clients share in a group", clients.size());
    }
    return idle;
  }

  private void read(Loans client, Duration wait) {
    waiting = client;
    try {
      client.read(wait);
    } catch (WakeupException e) {
      // There is something to do, and the next poll does it.
      LOG.log(Level.TRACE, "woken");
    } catch (RetriableException | TopicAuthorizationException e) {
      throw Failures.of("reading from Kafka", e);
    } catch (IllegalStateException e) {
      // It could not ask for more time in time, and was lent again what it still has. Of the one or
      // the other it can be told nothing, and it reads no more; the next client goes on.
      replace(client, e);
    } catch (Throwable e) {
      replace(client, e);
      throw Failures.of("reading from Kafka", e);
    } finally {
      waiting = null;
    }
  }

  /** Once it is told that what it had is lost. */
  private void replace(Loans client, Throwable failure) {
    LOG.log(Level.WARNING, "a client of a share group is replaced: {0}", Failures.explain(failure));
    client.lose();
    outOfStep.add(client);
  }

  @Override
  public void ack(Collection<? extends InboundMessage> done) {
    clients.forEach(client -> client.end(done, AcknowledgeType.ACCEPT));
  }

  @Override
  public void release(Collection<? extends InboundMessage> messages) {
    clients.forEach(client -> client.end(messages, AcknowledgeType.RELEASE));
  }

  @Override
  public Set<Capability> missing() {
    return EnumSet.of(Capability.DURABLE_RETRY, Capability.ORDER_PER_KEY, Capability.TRANSACTIONS);
  }

  @Override
  public OptionalLong lag() {
    return OptionalLong.of(lag.getAsLong());
  }

  @Override
  public void wakeup() {
    news.signal();
    Loans client = waiting;
    if (client != null) {
      client.wakeup();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.run();
      reachability.noMore(lookout);
      boolean lost = reachability.problem().isPresent();
      clients.forEach(client -> client.close(lost ? Duration.ZERO : END_WITHIN));
    }
  }
}
