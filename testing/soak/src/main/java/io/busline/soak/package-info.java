/**
 * A soak: publishers and instances of groups as processes of their own, mishaps by a seed, and an
 * audit of what was published, handled and said. {@code dev/soak --help} tells how it is run.
 */
@NullMarked
package io.busline.soak;

import org.jspecify.annotations.NullMarked;
