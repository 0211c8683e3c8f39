package io.busline.spi;

import io.busline.event.EventPattern;
import io.busline.event.Ordering;
import io.busline.event.StartPosition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer receives, and as whom.
 *
 * @param group the durable group, or null for a broadcast that ends with the consumer
 * @param interests the types and patterns; an event that matches several arrives once
 * @param start where to begin: for a group, the first time it is seen
 * @param ordering which events wait for one another
 * @param transactions whether messages are completed together with what their handlers publish; see
 *     {@link BrokerConsumer#complete}
 * @param options what only this technology knows, by name; the names are among {@link
 *     BrokerDescription#options()}
 */
public record ConsumerSpec(
    @Nullable String group,
    List<Interest> interests,
    StartPosition start,
    Ordering ordering,
    boolean transactions,
    Map<String, String> options) {

  /** Copies the collections. */
  public ConsumerSpec {
    interests = List.copyOf(interests);
    options = Map.copyOf(options);
  }

  /**
   * Without options and transactions.
   *
   * @param group the durable group, or null for a broadcast that ends with the consumer
   * @param interests the types and patterns; an event that matches several arrives once
   * @param start where to begin: for a group, the first time it is seen
   * @param ordering which events wait for one another
   */
  public ConsumerSpec(
      @Nullable String group, List<Interest> interests, StartPosition start, Ordering ordering) {
    this(group, interests, start, ordering, false, Map.of());
  }

  /**
   * Whether an event type is of interest.
   *
   * @param type the event type's name
   * @return true if one of the patterns matches
   */
  public boolean matches(String type) {
    for (Interest interest : interests) {
      if (interest.pattern().matches(type)) {
        return true;
      }
    }
    return false;
  }

  /**
   * One type or pattern.
   *
   * @param pattern the type or pattern
   * @param topic the topic it is in if that is known: always for one type, never for a pattern
   */
  public record Interest(EventPattern pattern, @Nullable String topic) {}
}
