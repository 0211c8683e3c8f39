package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.rabbitmq.Origin.Resources;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins a group in the past. Its queues are made and bound, so that they get what is published
 * from then on; then what is retained up to that moment is copied into one more queue, which the
 * group reads to its end before it turns to the others. One instance founds a group, while others
 * that begin wait for it; if it does not live to finish, the next one begins anew. Blocks.
 */
final class Founding {
  private static final System.Logger LOG = System.getLogger(Founding.class.getName());
  private static final long OTHERS_FOUND_WITHIN_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long LOOK_AGAIN_NANOS = 100_000_000;

  /**
   * An event that was on its way through the server when the queues were bound may come to the
   * stream a moment later. It has as long as the server took to make and bind them, which is some
   * twenty answers: a busy server, or a cluster, takes longer for both. Below the least, a chance
   * pause of the server would do; above the most, the time went elsewhere.
   */
  private static final long SETTLE_AT_LEAST_NANOS = 50_000_000;

  private static final long SETTLE_AT_MOST_NANOS = 1_000_000_000;

  private final Resources resources;
  private final Retained retained;

  Founding(Resources resources, Retained retained) {
    this.resources = resources;
    this.retained = retained;
  }

  /** Founds a group if it is new; returns whether it has a past to read first. */
  boolean found(String group, Selection selection, StartPosition start) {
    Channel lock = lock(group);
    try {
      boolean past = hasQueue(resources.layout().past(group));
      if (past && hasExchange(resources.layout().filled(group))) {
        return true;
      }
      boolean isNew = !hasQueue(resources.layout().queue(group, 0));
      if (!past && (!isNew || start instanceof StartPosition.Latest)) {
        return false;
      }
      return begin(lock, group, selection, start);
    } finally {
      unlock(lock, group);
    }
  }

  private boolean begin(Channel channel, String group, Selection selection, StartPosition start) {
    resources.topology().past(channel, group, resources.unlimited());
    long began = System.nanoTime();
    resources.topology().group(channel, group, selection, resources.unlimited());
    settle(System.nanoTime() - began);
    long copied =
        retained.copy(
            selection,
            start,
            resources.layout().past(group),
            () -> entrance(channel, resources.layout().past(group)));
    if (copied == 0) {
      resources.topology().withoutPast(channel, group);
      return false;
    }
    Failures.explained(
        "founding group " + group,
        () ->
            channel.exchangeDeclare(
                resources.layout().filled(group), "fanout", true, false, true, Map.of()));
    LOG.log(
        System.Logger.Level.INFO,
        "group {0} is new and begins with {1} retained events",
        group,
        copied);
    return true;
  }

  /** An exchange that leads to the queue of a group's past, whatever the key is. */
  private static void entrance(Channel channel, String past) {
    Failures.explained(
        "making a way to queue " + past,
        () -> {
          channel.exchangeDeclare(past, BuiltinExchangeType.FANOUT, true);
          return channel.queueBind(past, past, "");
        });
  }

  /** How long to wait if making and binding the queues took so long. */
  static long settleNanos(long making) {
    return Math.min(Math.max(making, SETTLE_AT_LEAST_NANOS), SETTLE_AT_MOST_NANOS);
  }

  private static void settle(long making) {
    long nanos = settleNanos(making);
    long until = System.nanoTime() + nanos;
    for (long left = nanos;
        left > 0 && !Thread.currentThread().isInterrupted();
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** A queue that belongs to one connection, and ends with it. */
  private Channel lock(String group) {
    String name = resources.layout().founding(group);
    long deadline = System.nanoTime() + OTHERS_FOUND_WITHIN_NANOS;
    while (true) {
      Channel channel = resources.link().channel("opening a channel");
      try {
        Failures.explained(
            "founding group " + group,
            () -> channel.queueDeclare(name, false, true, false, Map.of()));
        return channel;
      } catch (BrokerException e) {
        resources.link().discard(channel);
        if (!Failures.isRefusal(e, AMQP.RESOURCE_LOCKED) || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
  }

  private void unlock(Channel lock, String group) {
    resources.link().discard(lock);
    Channel channel = resources.link().channel("opening a channel");
    try {
      Failures.explained(
          "founding group " + group, () -> channel.queueDelete(resources.layout().founding(group)));
    } finally {
      resources.link().discard(channel);
    }
  }

  private boolean hasQueue(String name) {
    return isThere("looking at queue " + name, channel -> channel.queueDeclarePassive(name));
  }

  private boolean hasExchange(String name) {
    return isThere("looking at exchange " + name, channel -> channel.exchangeDeclarePassive(name));
  }

  private boolean isThere(String doing, Look look) {
    Channel channel = resources.link().channel("opening a channel");
    try {
      Failures.explained(doing, () -> look.at(channel));
      return true;
    } catch (BrokerException e) {
      if (Failures.isRefusal(e, AMQP.NOT_FOUND) && !Failures.isStarting(e)) {
        return false;
      }
      throw e;
    } finally {
      resources.link().discard(channel);
    }
  }

  /** A look at something by its name. */
  @FunctionalInterface
  private interface Look {
    Object at(Channel channel) throws IOException;
  }
}
