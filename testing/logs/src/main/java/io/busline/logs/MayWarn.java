package io.busline.logs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Warnings that a test makes possible and not certain, such as those of a client whose server is
 * killed: they may come any number of times, or never. On a class, it holds for each test of the
 * class, and for what is logged before and after its tests.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface MayWarn {

  /**
   * Parts of log lines, as they stand there; a line that contains one of them is allowed. Without
   * any, every line is: for a test that takes away what a broker stands on, after which it depends
   * on the moment what is noticed first.
   *
   * @return the texts
   */
  String[] value() default {};
}
