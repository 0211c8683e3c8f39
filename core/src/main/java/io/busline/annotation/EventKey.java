package io.busline.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what becomes the event's {@code subject} and with it its key: events of one key are handled
 * in the order they were published. It is a record component, a method without parameters, a field,
 * or a parameter of a constructor that has a field of the same name. What a superclass or an
 * interface marks holds for a class that marks nothing. At most one in a class; a null value leaves
 * the event without a key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.METHOD,
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.PARAMETER
})
public @interface EventKey {}
