package io.busline.rabbitmq;

import io.busline.error.BrokerException;
import io.busline.rabbitmq.KnownGroups.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Events that no queue has taken. Either nobody has subscribed to them, and their receipts say so;
 * or somebody has, and what leads to the group's queue was removed. Then it is made again, and the
 * event has failed. It is not published again from here, for later ones of its key may be on their
 * way. Safe for use by several threads.
 */
final class Unrouted {

  /** How old may be what is known of the groups. */
  private static final long KNOWN_NANOS = 1_000_000_000;

  private final KnownGroups groups;
  private final boolean retained;
  private final Runnable repair;
  private final Executor helpers;
  private final Queue<EventMessage> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean asked = new AtomicBoolean();

  /**
   * Creates one.
   *
   * @param retained whether a stream gets every event, so that none should come here
   * @param repair makes what leads to that stream
   * @param helpers run what blocks
   */
  Unrouted(KnownGroups groups, boolean retained, Runnable repair, Executor helpers) {
    this.groups = groups;
    this.retained = retained;
    this.repair = repair;
    this.helpers = helpers;
  }

  /** Answers a message in a moment; does not block. */
  void add(EventMessage message) {
    waiting.add(message);
    if (asked.compareAndSet(false, true)) {
      try {
        helpers.execute(this::answer);
      } catch (RejectedExecutionException e) {
        for (EventMessage next = waiting.poll(); next != null; next = waiting.poll()) {
          answer(next, Optional.of("no queue has taken it, and the bus is closed"));
        }
      }
    }
  }

  private static void answer(EventMessage message, Optional<String> flaw) {
    flaw.ifPresentOrElse(
        why -> message.failed(new BrokerException(why)), () -> message.keptByNobody());
  }

  private void answer() {
    asked.set(false);
    Map<List<String>, Optional<String>> flaws = new HashMap<>();
    for (EventMessage next = waiting.poll(); next != null; next = waiting.poll()) {
      List<String> place = List.of(next.topic(), next.routingKey());
      answer(next, flaws.computeIfAbsent(place, this::found));
    }
  }

  private Optional<String> found(List<String> place) {
    try {
      return retained ? Optional.of(unretained()) : flaw(place.get(0), place.get(1));
    } catch (BrokerException e) {
      return Optional.of(
          "no queue has taken it, and nobody can tell whether a group reads it: " + e.getMessage());
    }
  }

  private String unretained() {
    repair.run();
    return "the stream of retained events did not get it, as it gets every event. It is bound to the exchange again, unless topology= forbids that";
  }

  /** Why an event should have been taken by a queue. */
  private Optional<String> flaw(String topic, String type) {
    for (String group : groups.reading(topic, type, KNOWN_NANOS)) {
      State state = groups.bindAgain(group);
      if (state == State.BOUND) {
        return Optional.of(
            "group %s reads it, and was not bound to the exchange when it came. It is bound now"
                .formatted(group));
      }
      if (state == State.UNBOUND) {
        return Optional.of(
            "group %s reads it, and is not bound to the exchange, as far as is known. This bus may not bind it, so have it bound"
                .formatted(group));
      }
      if (state == State.WITHOUT_QUEUE) {
        return Optional.of(
            "group %s reads it, and its queue is not there. Its instances make it again; if the group is to be no more, delete its queue %s, too"
                .formatted(group, groups.membersOf(group)));
      }
    }
    return Optional.empty();
  }
}
