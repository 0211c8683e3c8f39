package io.busline.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code String} parameter, or an {@link Injected} field, that {@link BuslineExtension}
 * sets to a URL such as {@code memory:BillingTest.a_test.1f2e3d}, for a service that connects by
 * itself. No other test has the URL. Its broker lives as long as the test and has the machine's
 * clock. The test fails if it leaves a bus open there, or a dead letter that it does not expect.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD})
public @interface MemoryUrl {}
