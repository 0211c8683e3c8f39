/**
 * What {@code ./verify} learns from a JVM that runs tests: a line when a class begins, one for each
 * failure, and one with counts and times when it ends. Nothing here knows the bus.
 */
@NullMarked
package io.busline.progress;

import org.jspecify.annotations.NullMarked;
