/**
 * A bus in Micrometer: {@link io.busline.micrometer.BuslineMetrics} for meters, and {@link
 * io.busline.micrometer.BuslineObservations} for observations, of which Micrometer makes timers and
 * spans.
 *
 * <p>The meters have the names, units and tags that the guide lists, the same as those by
 * OpenTelemetry. Tags have few values each. A tag that does not apply is {@code none}, for some
 * registries want the same tags on each meter of a name.
 */
@NullMarked
package io.busline.micrometer;

import org.jspecify.annotations.NullMarked;
