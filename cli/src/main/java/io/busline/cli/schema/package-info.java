/**
 * Compares two versions of an event's schema: {@link io.busline.cli.schema.Comparison} reads both,
 * from a {@code .proto} file or from a Java class, and tells what changed and whom it breaks. Every
 * rule is written once, for a reader of one version and a writer of the other, and asked twice: old
 * readers of new events, and new readers of old ones. Nothing of what is compared is run.
 */
@NullMarked
package io.busline.cli.schema;

import org.jspecify.annotations.NullMarked;
