package io.busline.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/**
 * Notices topics that were deleted and made again under their names. Kafka's client goes on in the
 * new one from the offset that it had in the old one if there is such an offset, and passes over
 * what is before it. On the thread that watches the cluster.
 */
final class RemadeTopics implements Runnable {

  /** Of so many rounds, each a second, one looks. */
  private static final int LOOK_EVERY = 3;

  private final Supplier<Map<String, TopicDescription>> topics;
  private final Consumer<String> remade;
  private final Map<String, Uuid> ids = new HashMap<>();
  private int round;

  /** Looks at once, so that it knows what there was. */
  RemadeTopics(Supplier<Map<String, TopicDescription>> topics, Consumer<String> remade) {
    this.topics = topics;
    this.remade = remade;
    look();
  }

  @Override
  public void run() {
    if (++round % LOOK_EVERY == 0) {
      look();
    }
  }

  private void look() {
    topics
        .get()
        .forEach(
            (name, topic) -> {
              Uuid before = ids.put(name, topic.topicId());
              if (before != null && !before.equals(topic.topicId())) {
                remade.accept(name);
              }
            });
  }
}
