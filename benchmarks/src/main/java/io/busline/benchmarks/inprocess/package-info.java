/** From thread to thread within a process. */
@NullMarked
package io.busline.benchmarks.inprocess;

import org.jspecify.annotations.NullMarked;
