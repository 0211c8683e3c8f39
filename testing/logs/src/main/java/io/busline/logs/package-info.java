/**
 * What tests assert of what Busline logs. {@link io.busline.logs.AssertedWarnings} runs with each
 * test; {@link io.busline.logs.Warns} and {@link io.busline.logs.MayWarn} tell it what a test
 * provokes. For Busline's own tests and its compatibility kit: nothing here is for services.
 */
@NullMarked
package io.busline.logs;

import org.jspecify.annotations.NullMarked;
