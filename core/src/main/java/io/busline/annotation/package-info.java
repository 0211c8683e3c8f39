/** Annotations that tie a Java class to an event type. */
@NullMarked
package io.busline.annotation;

import org.jspecify.annotations.NullMarked;
