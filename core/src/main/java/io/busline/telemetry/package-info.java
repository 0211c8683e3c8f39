/**
 * What Busline's own observers share. Exported to them alone: an observer of yours needs none of
 * it.
 */
@NullMarked
package io.busline.telemetry;

import org.jspecify.annotations.NullMarked;
