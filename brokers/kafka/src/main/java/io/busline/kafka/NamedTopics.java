package io.busline.kafka;

import io.busline.error.EventBusException;
import io.busline.spi.Interests;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a consumer names, and why one of them cannot be had. Those of a pattern are
 * nobody's to make. Safe for use by several threads.
 */
final class NamedTopics implements TopicWatch.Use {
  private final Set<String> names;
  private volatile @Nullable String missing;
  private volatile @Nullable String trouble;

  private NamedTopics(Set<String> names) {
    this.names = names;
  }

  static NamedTopics of(Interests interests) {
    return new NamedTopics(interests.named());
  }

  /** Why nothing can be read from one of them. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public Set<String> needed() {
    return names;
  }

  @Override
  public void refused(String topic, EventBusException why) {
    missing = topic;
    trouble = why.getMessage();
  }

  @Override
  public void found(String topic) {
    if (topic.equals(missing)) {
      missing = null;
      trouble = null;
    }
  }
}
