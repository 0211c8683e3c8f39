/**
 * Compares two versions of an event's schema. A {@link io.busline.schema.Schema} names a version, a
 * {@code .proto} file or a Java class; {@link io.busline.schema.Comparison} reads two of them and
 * tells what changed and whom it breaks. Every rule is written once, for a reader of one version
 * and a writer of the other, and asked twice: old readers of new events, and new readers of old
 * ones. Nothing of what is compared is run.
 */
@NullMarked
package io.busline.schema;

import org.jspecify.annotations.NullMarked;
