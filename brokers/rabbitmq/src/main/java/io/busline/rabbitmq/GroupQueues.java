package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import io.busline.rabbitmq.RabbitSettings.Queues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes a group's queues, or takes those that RabbitMQ 3 or an earlier Busline has made: they lack
 * arguments which cannot be added, and events may wait in them. Blocks; safe for use by several
 * threads.
 */
final class GroupQueues {
  private static final System.Logger LOG = System.getLogger(GroupQueues.class.getName());
  private static final String LIMIT = "x-delivery-limit";
  private static final String GONE_AFTER = "x-consumer-disconnected-timeout";

  /**
   * How long a server that others do not reach keeps the queues of those connected to it from them,
   * in milliseconds. By default it is a minute, in which a group is given nothing; without any, as
   * before RabbitMQ 4.3, a hiccup between servers has events handled twice at a time.
   */
  private static final int GONE_AFTER_MILLIS = 5_000;

  private final RabbitSettings settings;

  /** With which arguments a queue was found to be there. */
  private final Map<String, Map<String, Object>> found = new ConcurrentHashMap<>();

  private final Set<String> limited = ConcurrentHashMap.newKeySet();

  GroupQueues(RabbitSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes a queue, or takes the one that is there.
   *
   * @param unlimited whether the server has to be told not to limit deliveries
   */
  void declare(Channel channel, String queue, boolean unlimited) throws IOException {
    Map<String, Object> known = found.get(queue);
    if (known == null) {
      known = find(channel, queue, unlimited);
      found.put(queue, known);
      if (unlimited && settings.queues() == Queues.QUORUM && !known.containsKey(LIMIT)) {
        limited.add(queue);
        LOG.log(
            System.Logger.Level.WARNING,
            "queue {0} was made by RabbitMQ 3: the server drops from it what it has given out 20 times, so an event becomes a dead letter before. When it is empty and its group is stopped, delete it; the group makes it again",
            queue);
      }
      return;
    }
    try {
      channel.queueDeclare(queue, true, false, false, known);
    } catch (IOException e) {
      found.remove(queue);
      limited.remove(queue);
      throw e;
    }
  }

  /** Each is tried on a channel of its own, for the server closes one on which it refuses. */
  private Map<String, Object> find(Channel channel, String queue, boolean unlimited)
      throws IOException {
    IOException refusal = null;
    for (Map<String, Object> arguments : accepted(unlimited)) {
      Channel own = Channels.open(channel.getConnection());
      try {
        own.queueDeclare(queue, true, false, false, arguments);
        return arguments;
      } catch (IOException e) {
        if (!isAboutWhatIsLacking(e)) {
          throw e;
        }
        refusal = refusal == null ? e : refusal;
      } finally {
        Channels.close(own);
      }
    }
    throw refusal == null ? new IOException("no arguments are accepted") : refusal;
  }

  private static boolean isAboutWhatIsLacking(IOException e) {
    String reason = Failures.reason(e);
    return Failures.isRefusal(e, AMQP.PRECONDITION_FAILED)
        && (reason.contains("'" + LIMIT + "'") || reason.contains("'" + GONE_AFTER + "'"));
  }

  /** First with what a queue is made, then with what else it may have been made. */
  private List<Map<String, Object>> accepted(boolean unlimited) {
    List<Map<String, Object>> accepted = new ArrayList<>();
    Map<String, Object> arguments = arguments(unlimited);
    accepted.add(arguments);
    for (String lacking : List.of(GONE_AFTER, LIMIT)) {
      if (arguments.containsKey(lacking)) {
        arguments = new HashMap<>(arguments);
        arguments.remove(lacking);
        accepted.add(arguments);
      }
    }
    return accepted;
  }

  /**
   * A group's queue gives its events to one consumer at a time. How often an event may be tried is
   * the bus's to decide; since RabbitMQ 4 a quorum queue has a limit of its own, and drops what is
   * beyond, unless it is told not to. Before, telling it so makes it drop everything.
   */
  Map<String, Object> arguments(boolean unlimited) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("x-single-active-consumer", true);
    if (settings.queues() == Queues.CLASSIC) {
      arguments.put(Topology.QUEUE_TYPE, "classic");
      if (settings.options().priorities() > 0) {
        arguments.put("x-max-priority", settings.options().priorities());
      }
    } else {
      arguments.put(Topology.QUEUE_TYPE, "quorum");
      if (unlimited) {
        arguments.put(LIMIT, -1);
        arguments.put(GONE_AFTER, GONE_AFTER_MILLIS);
      }
    }
    return arguments;
  }

  /** The queues from which the server drops what it has given out too often. */
  Set<String> limited() {
    return Set.copyOf(limited);
  }
}
