package io.busline.logs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The warnings that a test provokes: it fails if one is missing, or comes more often. On a class,
 * it holds for each test of the class.
 */
@Documented
@Inherited
@Repeatable(Warns.All.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Warns {

  /**
   * Parts of log lines, as they stand there. Each is for lines of its own: a line is counted for
   * the first text that it contains and that still lacks a line.
   *
   * @return the texts
   */
  String[] value();

  /**
   * How many lines each text must be in.
   *
   * @return the number, 1 or more
   */
  int times() default 1;

  /**
   * Whether there may be more lines than that.
   *
   * @return true if {@link #times} is the least number; by default it is the only one
   */
  boolean orMore() default false;

  /** Several of them on one test. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.METHOD, ElementType.TYPE})
  @interface All {

    /**
     * All of them.
     *
     * @return the annotations
     */
    Warns[] value();
  }
}
