/** Soaks an outbox and an inbox: processes and their database are killed, and the audit counts. */
@NullMarked
package io.busline.soak.outbox;

import org.jspecify.annotations.NullMarked;
