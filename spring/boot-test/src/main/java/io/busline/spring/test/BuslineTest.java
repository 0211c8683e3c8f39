package io.busline.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;

/**
 * Starts the handlers of a Spring Boot application and nothing else of it, on the bus that {@link
 * AutoConfigureTestBus} describes: in memory, new for each test, on a clock that the test moves.
 *
 * <p>Of the components that Boot scans for, those with a {@link io.busline.spring.Subscribe} method
 * are started, or those that {@link #value} names. Whatever else they need comes from
 * {@code @Import}, {@code @MockitoBean}, or a nested {@code @TestConfiguration}. The properties are
 * the application's; {@code busline.url} is not used. For the whole application on such a bus, put
 * {@link AutoConfigureTestBus} beside {@code @SpringBootTest}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@BootstrapWith(SliceBootstrapper.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(HandlerFilter.class)
@ImportAutoConfiguration
@AutoConfigureTestBus
public @interface BuslineTest {

  /**
   * The components with handlers to start.
   *
   * @return their classes; if there are none, all with a {@code @Subscribe} method
   */
  @AliasFor("handlers")
  Class<?>[] value() default {};

  /**
   * As {@link #value}.
   *
   * @return the classes
   */
  @AliasFor("value")
  Class<?>[] handlers() default {};

  /**
   * Properties that the test sets.
   *
   * @return such as {@code busline.subscriptions.attempts=2}
   */
  String[] properties() default {};

  /**
   * Whether components with handlers are started.
   *
   * @return true unless {@link #includeFilters} say all of it
   */
  boolean useDefaultFilters() default true;

  /**
   * What else of the scanned components is started.
   *
   * @return the filters
   */
  Filter[] includeFilters() default {};

  /**
   * What of them is not.
   *
   * @return the filters
   */
  Filter[] excludeFilters() default {};

  /**
   * Auto-configurations of the slice that are not wanted.
   *
   * @return their classes
   */
  @AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
  Class<?>[] excludeAutoConfiguration() default {};
}
