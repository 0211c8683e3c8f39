package io.busline.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a bus on a memory broker of its own; see {@link BuslineExtension}. For
 * a bus with options, such as a codec, register {@link BuslineExtension#forService} in its place.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BuslineExtension.class)
public @interface BuslineTest {

  /**
   * The name of the service that is tested: the source of what the bus publishes, and the beginning
   * of its groups' names.
   *
   * @return the name, by default {@code test}
   */
  String service() default BuslineExtension.DEFAULT_SERVICE;
}
