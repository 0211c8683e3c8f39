package io.busline.kafka;

import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Looks whether topics that are in use are still there, and makes them again or tells that this
 * cannot be done. Kafka's client would wait for half a minute for a topic that somebody has
 * deleted, and then tell of nothing but a late answer. On the thread that watches the cluster.
 */
final class TopicWatch implements Runnable {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /** Of so many rounds, each a second, one looks: what is gone is there again within 5 s. */
  private static final int LOOK_EVERY = 2;

  private final Topics topics;
  private final List<Use> uses = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private int round;

  /** What needs topics as long as it goes on. Its methods are for the watching thread. */
  interface Use {

    /** Those that it needs now. */
    Set<String> needed();

    /** Somebody has deleted one. It may be there again. */
    default void deleted(String topic) {}

    /** What is under way to one may never get there, and why. */
    default void lost(String topic, EventBusException why) {}

    /** One that it needs is not there, and why. */
    void refused(String topic, EventBusException why);

    /** One that it needs is there. */
    default void found(String topic) {}
  }

  TopicWatch(Topics topics) {
    this.topics = topics;
  }

  void add(Use use) {
    uses.add(use);
  }

  void remove(Use use) {
    uses.remove(use);
  }

  @Override
  public void run() {
    if (++round % LOOK_EVERY != 0) {
      return;
    }
    topics
        .lookAtKnown()
        .forEach((topic, seen) -> seen.ifPresentOrElse(this::noteSize, () -> noteDeleted(topic)));
    for (Use use : uses) {
      use.needed().forEach(topic -> require(use, topic));
    }
  }

  private void noteDeleted(String topic) {
    LOG.log(Level.WARNING, "somebody has deleted topic {0}", topic);
    topics.forget(topic);
    uses.forEach(use -> use.deleted(topic));
  }

  /** Nothing ever comes of what is under way to a partition that is not there any more. */
  private void noteSize(TopicDescription there) {
    int size = there.partitions().size();
    Integer before = sizes.put(there.name(), size);
    if (before != null && size < before) {
      BrokerException why =
          new BrokerException(
              "topic %s was made anew, with %d partitions instead of %d"
                  .formatted(there.name(), size, before));
      uses.forEach(use -> use.lost(there.name(), why));
    }
  }

  private void require(Use use, String topic) {
    try {
      topics.requireAny(topic);
      use.found(topic);
    } catch (EventBusException e) {
      use.refused(topic, e);
    }
  }
}
