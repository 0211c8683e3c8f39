package io.busline.telemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * One value for each topic and type, both of them bounded: what counts events of that type. It is
 * looked up for each event, so a value that is there is found without making an object. Safe for
 * use by several threads.
 *
 * @param <V> the value
 */
public final class Series<V> {
  private final Labels topics = new Labels();
  private final Labels types = new Labels();
  private final Map<String, Map<String, V>> values = new ConcurrentHashMap<>();
  private final BiFunction<String, String, V> making;

  /**
   * Creates one without values.
   *
   * @param making makes the value of a topic and a type, once for each
   */
  public Series(BiFunction<String, String, V> making) {
    this.making = making;
  }

  /**
   * Finds or makes a value. Does not block, except as making it does.
   *
   * @param topic as it came
   * @param type as it came
   * @return the value of both, or of what stands for them
   */
  public V of(String topic, String type) {
    Map<String, V> ofTopic = values.get(topic);
    V value = ofTopic == null ? null : ofTopic.get(type);
    return value == null ? bounded(topics.bounded(topic), types.bounded(type)) : value;
  }

  private V bounded(String topic, String type) {
    return values
        .computeIfAbsent(topic, t -> new ConcurrentHashMap<>())
        .computeIfAbsent(type, t -> making.apply(topic, t));
  }
}
