/** Kafka beside its own client, and beside what others have built on it. */
@NullMarked
package io.busline.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
