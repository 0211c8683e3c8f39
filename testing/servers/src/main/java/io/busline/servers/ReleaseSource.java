package io.busline.servers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Has a parameterized test or class run once for each {@link Release} of a broker that this run is
 * about: the system property {@code busline.releases} names them, such as {@code current}; without
 * it, all.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(ReleaseArguments.class)
public @interface ReleaseSource {}
