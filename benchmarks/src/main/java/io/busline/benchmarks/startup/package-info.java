/** From the start of a process or of a connection. */
@NullMarked
package io.busline.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
