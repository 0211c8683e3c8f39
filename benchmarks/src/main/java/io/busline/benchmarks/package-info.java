/**
 * How fast the bus is, beside what one would use without it. Every comparison is made in one
 * process, in interleaved rounds, and is a median of ratios within a round, because a machine's
 * speed changes from minute to minute. Start at {@link io.busline.benchmarks.Benchmarks}; add a
 * scenario to one of the suites that {@code Suites} lists.
 */
@NullMarked
package io.busline.benchmarks;

import org.jspecify.annotations.NullMarked;
