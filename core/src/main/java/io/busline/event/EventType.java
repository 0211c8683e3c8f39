package io.busline.event;

import io.busline.error.ConfigurationException;
import java.util.Objects;

/**
 * An event type: its dotted name, the Java class of its data, and the topic it lives in.
 *
 * @param name the dotted name, such as {@code order.created}; see {@link Names} for the grammar
 * @param dataClass the class a codec turns the data into; {@code byte[].class} for raw access
 * @param topic the ordered, retained place the type lives in
 * @param <T> the data's Java type
 */
public record EventType<T>(String name, Class<T> dataClass, String topic) {

  /**
   * Checks name and topic.
   *
   * @throws io.busline.error.InvalidEventException if one is outside the grammar
   */
  public EventType {
    Names.require("event type", name);
    Objects.requireNonNull(dataClass, "dataClass");
    Names.require("topic", topic);
  }

  /**
   * Ties a name to a class, in the default topic.
   *
   * @param name the dotted name
   * @param dataClass the class of the data
   * @param <T> the data's Java type
   * @return the event type
   * @throws io.busline.error.InvalidEventException if the name is outside the grammar
   */
  public static <T> EventType<T> of(String name, Class<T> dataClass) {
    return new EventType<>(Names.require("event type", name), dataClass, defaultTopic(name));
  }

  /**
   * Reads the annotation {@link io.busline.annotation.EventType} of a class.
   *
   * @param dataClass an annotated class
   * @param <T> the data's Java type
   * @return the event type
   * @throws ConfigurationException if the class is not annotated
   * @throws io.busline.error.InvalidEventException if the annotated name is outside the grammar
   */
  public static <T> EventType<T> of(Class<T> dataClass) {
    io.busline.annotation.EventType annotation =
        dataClass.getAnnotation(io.busline.annotation.EventType.class);
    if (annotation == null) {
      throw new ConfigurationException(
          "%s has no @EventType, so its event type is unknown. Annotate the class, or give the type's name: publish(\"order.created\", data)"
              .formatted(dataClass.getName()));
    }
    EventType<T> type = of(annotation.value(), dataClass);
    return annotation.topic().isEmpty() ? type : type.inTopic(annotation.topic());
  }

  /**
   * Moves the type to another topic.
   *
   * @param otherTopic the topic
   * @return a type with that topic
   */
  public EventType<T> inTopic(String otherTopic) {
    return new EventType<>(name, dataClass, otherTopic);
  }

  /**
   * The topic a type lives in unless told otherwise: its name without the last segment, so that all
   * events of one aggregate share a topic and keep their order by key.
   *
   * @param name the type's name
   * @return {@code order} for {@code order.created}; a name of one segment is its own topic
   */
  public static String defaultTopic(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
