package io.busline.tck;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Something that happens to a broker in production.
 *
 * @param name what happens, such as {@code the server is killed and started again}
 * @param lasting how long to leave it so
 * @param begin has it happen, and returns what ends it; both block until it is done
 */
public record Fault(String name, Duration lasting, Supplier<Runnable> begin) {}
