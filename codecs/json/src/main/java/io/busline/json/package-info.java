/**
 * JSON: event data by Jackson, and CloudEvents' JSON event format.
 *
 * <p>Strict where leniency would lose something. A document is one JSON value in UTF-8, within
 * {@link io.busline.json.JsonLimits}, without duplicate names. Numbers with a fraction are decimal,
 * never rounded. The Java class comes from the subscriber alone; nothing in the bytes can choose
 * one. Messages of exceptions name classes, properties and positions, never values.
 */
@NullMarked
package io.busline.json;

import org.jspecify.annotations.NullMarked;
