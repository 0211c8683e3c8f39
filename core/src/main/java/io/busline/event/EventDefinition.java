package io.busline.event;

import io.busline.error.ConfigurationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An event type: its dotted name, the Java class of its data, and the topic it lives in.
 *
 * @param name the dotted name, such as {@code order.created}; see {@link Names} for the grammar
 * @param dataClass the class a codec turns the data into; {@code byte[].class} for raw access
 * @param topic the ordered, retained place the type lives in
 * @param version which {@linkplain DataVersion version} of the type's data the class is, from 1; or
 *     {@link #ANY_VERSION}
 * @param aliases names the type had before, under which it is received too
 * @param dataType the data class, or the generic form of it that {@link TypeRef} names
 * @param <T> the data's Java type
 */
public record EventDefinition<T>(
    String name,
    Class<T> dataClass,
    String topic,
    int version,
    List<String> aliases,
    Type dataType) {

  /** For a class that does not say which version it is, and takes whatever comes. */
  public static final int ANY_VERSION = 0;

  /**
   * Checks names, topic and version.
   *
   * @throws io.busline.error.InvalidEventException if a name or the topic is outside the grammar
   * @throws ConfigurationException if the version is negative, or the data type is not of the data
   *     class
   */
  public EventDefinition {
    Names.require("event type", name);
    Objects.requireNonNull(dataClass, "dataClass");
    Names.require("topic", topic);
    if (version < 0) {
      throw new ConfigurationException(
          "version of the event type %s is %d and must be 1 or more".formatted(name, version));
    }
    aliases = List.copyOf(aliases);
    aliases.forEach(alias -> Names.require("event type", alias));
    Type raw = dataType instanceof ParameterizedType generic ? generic.getRawType() : dataType;
    if (!dataClass.equals(raw)) {
      throw new ConfigurationException(
          "data type of the event type %s is %s, and its data class %s. Give the same class twice, or use EventDefinition.of(name, new TypeRef<…>() {})"
              .formatted(name, dataType.getTypeName(), dataClass.getName()));
    }
  }

  /**
   * A type whose data is of a class that is not generic.
   *
   * @param name the dotted name
   * @param dataClass the class of the data
   * @param topic the topic
   * @param version the version, from 1, or {@link #ANY_VERSION}
   * @param aliases names the type had before
   * @throws io.busline.error.InvalidEventException if a name or the topic is outside the grammar
   * @throws ConfigurationException if the version is negative
   */
  public EventDefinition(
      String name, Class<T> dataClass, String topic, int version, List<String> aliases) {
    this(name, dataClass, topic, version, aliases, dataClass);
  }

  /**
   * Ties a name to a class, in the default topic. A class that is annotated with this very name has
   * the version and the aliases that the annotation says.
   *
   * @param name the dotted name
   * @param dataClass the class of the data
   * @param <T> the data's Java type
   * @return the event type
   * @throws io.busline.error.InvalidEventException if the name is outside the grammar
   */
  public static <T> EventDefinition<T> of(String name, Class<T> dataClass) {
    io.busline.annotation.EventType annotation =
        dataClass.getAnnotation(io.busline.annotation.EventType.class);
    String topic = defaultTopic(Names.require("event type", name));
    return annotation != null && annotation.value().equals(name)
        ? new EventDefinition<>(
            name, dataClass, topic, versionOf(annotation), aliasesOf(annotation))
        : new EventDefinition<>(name, dataClass, topic, ANY_VERSION, List.of());
  }

  /**
   * Ties a name to a generic type of data, in the default topic, such as
   *
   * <pre>{@code
   * EventDefinition.of("orders.page", new TypeRef<Page<Order>>() {})
   * }</pre>
   *
   * @param name the dotted name
   * @param dataType the type of the data
   * @param <T> the data's Java type
   * @return the event type
   * @throws io.busline.error.InvalidEventException if the name is outside the grammar
   */
  public static <T> EventDefinition<T> of(String name, TypeRef<T> dataType) {
    EventDefinition<T> type = of(name, dataType.dataClass());
    return new EventDefinition<>(
        name, type.dataClass, type.topic, type.version, type.aliases, dataType.type());
  }

  private static int versionOf(io.busline.annotation.EventType annotation) {
    if (annotation.version() < 1) {
      throw new ConfigurationException(
          "@EventType(\"%s\") has the version %d; the first is 1"
              .formatted(annotation.value(), annotation.version()));
    }
    return annotation.version();
  }

  private static List<String> aliasesOf(io.busline.annotation.EventType annotation) {
    return List.of(annotation.aliases());
  }

  /**
   * Reads the annotation {@link io.busline.annotation.EventType} of a class.
   *
   * @param dataClass an annotated class
   * @param <T> the data's Java type
   * @return the event type
   * @throws ConfigurationException if the class is not annotated, or with a version below 1
   * @throws io.busline.error.InvalidEventException if the annotated name is outside the grammar
   */
  public static <T> EventDefinition<T> of(Class<T> dataClass) {
    io.busline.annotation.EventType annotation =
        dataClass.getAnnotation(io.busline.annotation.EventType.class);
    if (annotation == null) {
      throw new ConfigurationException(
          "%s has no @EventType, so its event type is unknown. Annotate the class, or give the type's name: publish(\"order.created\", data)"
              .formatted(dataClass.getName()));
    }
    EventDefinition<T> type = of(annotation.value(), dataClass);
    return annotation.topic().isEmpty() ? type : type.inTopic(annotation.topic());
  }

  /**
   * Moves the type to another topic.
   *
   * @param otherTopic the topic
   * @return a type with that topic
   */
  public EventDefinition<T> inTopic(String otherTopic) {
    return new EventDefinition<>(name, dataClass, otherTopic, version, aliases, dataType);
  }

  /**
   * Says which version of the data the class is.
   *
   * @param number the version, from 1
   * @return a type with that version
   */
  public EventDefinition<T> inVersion(int number) {
    return new EventDefinition<>(name, dataClass, topic, number, aliases, dataType);
  }

  /**
   * Gives the type names it had before.
   *
   * @param names the names
   * @return a type with these aliases
   * @throws io.busline.error.InvalidEventException if one is outside the grammar
   */
  public EventDefinition<T> withAliases(List<String> names) {
    return new EventDefinition<>(name, dataClass, topic, version, names, dataType);
  }

  /**
   * The same type under each name it has or had: its own, then its aliases. An alias is in its own
   * default topic, unless the type was placed in a topic of choice.
   *
   * @return types without aliases
   */
  public List<EventDefinition<T>> byEachName() {
    List<EventDefinition<T>> types = new ArrayList<>();
    types.add(new EventDefinition<>(name, dataClass, topic, version, List.of(), dataType));
    boolean placed = !topic.equals(defaultTopic(name));
    for (String alias : aliases) {
      types.add(
          new EventDefinition<>(
              alias,
              dataClass,
              placed ? topic : defaultTopic(alias),
              version,
              List.of(),
              dataType));
    }
    return types;
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
