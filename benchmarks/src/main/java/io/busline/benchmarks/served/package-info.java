/** What is asked of all brokers that are servers. */
@NullMarked
package io.busline.benchmarks.served;

import org.jspecify.annotations.NullMarked;
