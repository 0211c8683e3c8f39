package io.busline.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the event type that a class is the data of, so that publishing and subscribing need the
 * class alone. For a class that cannot be annotated, see {@link
 * io.busline.event.EventDefinition#of}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EventType {

  /**
   * The dotted name, such as {@code order.created}.
   *
   * @return the name: segments of {@code [A-Za-z0-9_-]} joined by dots, 200 bytes at most
   */
  String value();

  /**
   * The topic the type lives in. Events of one key keep their order within one topic.
   *
   * @return the topic, or empty for the default: the name without its last segment
   */
  String topic() default "";

  /**
   * Which version of the type's data the class is. Raise it for a change that the readers of the
   * version before would not survive; see {@link io.busline.EventBusBuilder#upcaster} for reading
   * what was published before. Roll out readers of a new version before its writers.
   *
   * @return the version, from 1
   */
  int version() default 1;

  /**
   * Names that the type had before. A subscription to the class receives events of these types too,
   * those that are stored and those of services that do not know the new name yet.
   *
   * @return the names, by default none
   */
  String[] aliases() default {};
}
