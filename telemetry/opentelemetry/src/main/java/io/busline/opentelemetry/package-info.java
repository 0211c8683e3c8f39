/**
 * Traces and metrics of a bus, by OpenTelemetry's conventions for messaging, version 1.44.0.
 *
 * <p>Needs OpenTelemetry's API only. The application brings the SDK and says where data goes. The
 * guide has a table of every span, attribute and metric, which a test compares with what is
 * emitted.
 */
@NullMarked
package io.busline.opentelemetry;

import org.jspecify.annotations.NullMarked;
