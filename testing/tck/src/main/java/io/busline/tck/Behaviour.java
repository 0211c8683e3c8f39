package io.busline.tck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the behaviours that a test shows, by their ids. The letter tells where a behaviour was
 * first tested: W Watermill, G Go Cloud, D Dapr's conformance and C its certification tests, N
 * NServiceBus, V Wolverine, R Rebus, E in the reports of those who run such things, O by what
 * others do to a broker meanwhile, X nowhere before.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Behaviour {

  /**
   * The ids.
   *
   * @return such as {@code W22}, at least one
   */
  String[] value();
}
