/** The audit of an outbox finds what it looks for. */
@NullMarked
package io.busline.soak.outbox;

import org.jspecify.annotations.NullMarked;
