package io.busline.kafka;

import io.busline.error.BrokerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;

/**
 * Has instances leave their groups whose client ended without doing so, as it does after an error
 * that it cannot get over, or with a group that is just sharing anew. Their partitions are free at
 * once then, and not when the server misses them. It may even never miss them: a Kafka 4.4 that was
 * killed can come back with members that it remembers and does not watch, which keep their
 * partitions for good. On the thread that watches the cluster, where nothing else is said.
 */
final class Departures implements Runnable {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /** A server that has just come back may not know its groups yet, so one answer is not enough. */
  private static final int ROUNDS = 60;

  private final Cluster cluster;
  private final Map<Member, Integer> left = new ConcurrentHashMap<>();

  private record Member(String group, String instance) {}

  Departures(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Callable by any thread. */
  void add(String group, String instance) {
    left.put(new Member(group, instance), ROUNDS);
  }

  /** At once, on the calling thread: the bus may be about to close. */
  void leave(String group, String instance, Duration within) {
    var unused = hasLeft(new Member(group, instance), within);
  }

  @Override
  public void run() {
    left.keySet().removeIf(member -> hasLeft(member, ClientProperties.REQUEST));
    left.replaceAll((member, rounds) -> rounds - 1);
    left.values().removeIf(rounds -> rounds == 0);
  }

  private boolean hasLeft(Member member, Duration within) {
    RemoveMembersFromConsumerGroupOptions options =
        new RemoveMembersFromConsumerGroupOptions(Set.of(new MemberToRemove(member.instance)))
            .timeoutMs((int) within.toMillis());
    try {
      cluster.answer(a -> a.removeMembersFromConsumerGroup(member.group, options).all());
      LOG.log(Level.DEBUG, "an instance has left {0}", member.group);
      return true;
    } catch (ExecutionException | BrokerException e) {
      LOG.log(Level.TRACE, "an instance has not left {0}: {1}", member.group, Failures.explain(e));
      return false;
    }
  }
}
