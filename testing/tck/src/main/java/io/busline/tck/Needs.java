package io.busline.tck;

import io.busline.spi.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a test needs of a broker. On a broker that does not declare it, the refusal is asserted in
 * its place; see {@link RefusalInstead}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Needs {
  Capability[] value();
}
