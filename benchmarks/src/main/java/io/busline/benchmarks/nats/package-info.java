/** NATS beside its own client. */
@NullMarked
package io.busline.benchmarks.nats;

import org.jspecify.annotations.NullMarked;
