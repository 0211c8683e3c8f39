/** An outbox in PostgreSQL before JetStream. */
@NullMarked
package io.busline.benchmarks.outbox;

import org.jspecify.annotations.NullMarked;
