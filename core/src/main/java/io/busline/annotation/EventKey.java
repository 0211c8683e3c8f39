package io.busline.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the record component, or the method without parameters, whose value becomes the event's
 * {@code subject} and with it its key: events of one key are handled in the order they were
 * published. At most one in a class; a null value leaves the event without a key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.RECORD_COMPONENT})
public @interface EventKey {}
